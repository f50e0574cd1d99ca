/** One thing that doctor looked at: well, or what is wrong and the command that mends it. */
export type Check = {
  readonly name: string
  readonly ok: boolean
  readonly says: string
  readonly mend: string | null
}

export const well = (name: string, says: string): Check => ({ name, ok: true, says, mend: null })
export const wrong = (name: string, says: string, mend: string): Check => ({ name, ok: false, says, mend })
