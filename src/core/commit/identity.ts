/** A person or program as a commit header names it, decoded; `date` is seconds since the epoch, `zone` as written (`+0100`). */
export type Identity = {
  readonly name: string
  readonly email: string
  readonly date: number
  readonly zone: string
}
