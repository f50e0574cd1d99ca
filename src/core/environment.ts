/** The variables a process was given; any of them may be hostile, since branch names are. */
export type Environment = Readonly<Record<string, string | undefined>>
