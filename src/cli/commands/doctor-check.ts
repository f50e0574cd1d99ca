/** One thing that doctor looked at: well, or what is wrong and the command that mends it. */
export type Check = {
  readonly name: string
  readonly ok: boolean
  readonly says: string
  readonly mend: string | null
}

export const well = (name: string, says: string): Check => ({ name, ok: true, says, mend: null })
export const wrong = (name: string, says: string, mend: string): Check => ({ name, ok: false, says, mend })

/** What is said of a file of ours with another text than `init` writes: such a hook may not run at all. */
export const notAsWritten = 'not as init writes it: changed, cut off, or of another version'
