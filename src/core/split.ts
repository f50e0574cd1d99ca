/** The lines of a text that are not empty, as git and most programs list things. */
export const nonEmptyLines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '')

/** The names in what git prints with `-z`, each of which ends with a NUL. */
export const nulTerminated = (text: string): readonly string[] => text.split('\0').filter((name) => name !== '')
