import { shellWord } from './shell-word.js'

// Every hint that shows what is wrong with a file is made here: the same trouble is told in one way.

/** What stands in a file, with the numbers of its lines: for words that are not as expected. */
export const seeText = (path: string): string => `cat -n ${shellWord(path)}`

/** What lies there, how large, whose, and where it leads: for what is no plain file or folder, too large, or closed. */
export const seePlace = (path: string): string => `ls -ld ${shellWord(path)}`

/** All that is wrong with a configuration, each with its line: for settings that can be read and not taken. */
export const seeProblems = (path: string): string => `provenance validate ${shellWord(path)}`
