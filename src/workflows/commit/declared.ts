import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type MadeSince, madeSince } from '../../git/head-log.js'
import { type Declaration, type KeptDeclaration, readDeclared, standing } from '../../store/declared.js'
import type { Location } from '../../store/location.js'

/** What a person said of a commit that was then made without it. */
export type Lapsed = {
  readonly declaration: Declaration
  readonly without: string
  readonly file: string
}

/** What was declared for the next commit, what for one that is made already, and the files that hold either, as paths from the state folder. */
export type Declared = {
  readonly standing: readonly Declaration[]
  readonly lapsed: readonly Lapsed[]
  readonly files: readonly string[]
}

/**
 * What was declared for the commit in progress. A declaration is for the next commit made after it and for no other: where
 * that was made without it (hooks off, or not installed yet), only its amend may still take it.
 */
export const declaredFor = (location: Location, amends: boolean): Declared => {
  const kept = readDeclared(location)
  const judged = kept.map((one) => ({ ...one, without: madeWithout(location, one, amends) }))
  return {
    standing: standing(judged.filter(({ without }) => without === null).map(({ declaration }) => declaration)),
    lapsed: judged.flatMap(({ declaration, without, file }) =>
      without === null || declaration === null ? [] : [{ declaration, without, file }],
    ),
    files: kept.map(({ file }) => file),
  }
}

/** The commit that should have taken a declaration and did not; null where it is still to be made, or now to be amended. */
const madeWithout = (location: Location, { since }: KeptDeclaration, amends: boolean): string | null => {
  if (since === null) return null
  const moved = madeSince(location, since)
  // What our hooks prepared took all that was declared before it; what is left was declared in its middle, for the next one.
  const made = moved.made.filter(({ oid }) => !existsSync(join(location.state, 'commits', oid)))
  const [first] = made
  return first === undefined || (amends && isOneCommit({ ...moved, made })) ? null : first.oid
}

/** True where HEAD is the one commit that was made, amended or not. */
const isOneCommit = ({ head, made }: MadeSince): boolean =>
  made.slice(1).every(({ amend }) => amend) && made.at(-1)?.oid === head

/** A declaration as a person reads it. */
export const declarationText = (one: Declaration): string =>
  one.none
    ? 'no AI took part'
    : `${one.tool}, model ${one.model}, ${one.ratio === null ? 'share changed unknown' : `${one.ratio} changed by a person`}${one.leaves.length > 1 ? `, ${one.leaves.length} prompts` : ''}`

/** What is said of a declaration whose commit was made without it. */
export const lapsedText = ({ declaration, without }: Pick<Lapsed, 'declaration' | 'without'>): string =>
  `what was declared (${declarationText(declaration)}) was for ${without.slice(0, 12)}, which was made without it`
