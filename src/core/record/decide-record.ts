import { humanEdited, type LineCounts, proposedLines } from '../attribution/ratio.js'
import type { Author } from '../edits/assemble.js'
import { parseTool } from '../trailer/tool.js'
import { isIdentifier } from '../trailer/value.js'
import { joinCommitments } from './prompt-commitment.js'
import { type CommitRecord, type Contribution, type HumanEdited, notCounted } from './record.js'
import { sumContributions } from './squash.js'

/** A person's word about one tool's part in the commit. */
export type DeclaredPart = Author & { readonly ratio: number | null }

/** An agent that runs the commit and reported nothing: its name from the environment, the rest from its session's log. */
export type RunningAgent = {
  readonly tool: string
  readonly toolVersion: string | null
  readonly model: string | null
}

export type DecideInput = {
  readonly counts: ReadonlyMap<string, LineCounts>
  readonly authors: ReadonlyMap<string, Author>
  readonly declared: readonly DeclaredPart[]
  readonly declaredNone: boolean
  /** Agents that run the commit, by the environment. */
  readonly running: readonly RunningAgent[]
  /** What the commit being amended says, and nobody can count anew. */
  readonly inherited: readonly Contribution[]
  /** What the commit being amended says of no AI. */
  readonly noneBefore: CommitRecord['none']
  /** What other commits bring into this one: squashed, or undone and made anew. */
  readonly brought: readonly Contribution[]
  /** True where hooks were live, so that seeing no agent says something. */
  readonly observing: boolean
  /** Whether the message will be read as UTF-8; asked where that matters. */
  readonly isUtf8: () => boolean
}

/**
 * What the commit's record says, without its binding; null where nothing can be said, which is `unknown`.
 * What was measured comes first, the most lines first; then what a person declared; the environment speaks only
 * where nothing else does, and `none` only where not even that.
 */
export const decideRecord = (input: DecideInput): Omit<CommitRecord, 'change'> | null => {
  const decided = decide(input)
  const inAscii = (text: string | null) => text === null || !/[^ -~]/.test(text)
  const isPlain = ({ model, parameters, toolVersion }: Contribution) =>
    inAscii(model) && inAscii(toolVersion) && inAscii(JSON.stringify(parameters ?? null))
  if (decided === null || decided.contributions.every(isPlain) || input.isUtf8()) return decided
  const plain = ({ model, toolVersion, parameters, ...part }: Contribution): Contribution => ({
    ...part,
    ...(parameters !== undefined && inAscii(JSON.stringify(parameters)) ? { parameters } : {}),
    model: inAscii(model) ? model : 'unknown',
    toolVersion: inAscii(toolVersion) ? toolVersion : null,
  })
  return { ...decided, contributions: decided.contributions.map(plain) }
}

const decide = (input: DecideInput): Omit<CommitRecord, 'change'> | null => {
  const measured = [...input.counts]
    .sort(([a, of], [b, than]) => proposedLines(than) - proposedLines(of) || (a < b ? -1 : 1))
    .flatMap(([key, counts]) => {
      const author = input.authors.get(key)
      return author === undefined ? [] : [contributionOf(author, humanEdited(counts, 'measured'))]
    })
  const declared = input.declared.map((part) => contributionOf(part, declaredEdit(part.ratio)))
  const { inherited } = input
  const own = [...inherited, ...measured, ...declared]
  const alone = input.brought.length === 0 && (inherited.length === 0 || own.length === inherited.length)
  const contributions = alone ? own : sumContributions([...own, ...input.brought])
  if (contributions.length > 0) return { contributions, none: null }
  if (input.running.length > 0) return { contributions: input.running.map(fromEnvironment), none: null }
  if (input.declaredNone) return { contributions: [], none: { basis: 'declared' } }
  if (input.noneBefore !== null) return { contributions: [], none: input.noneBefore }
  return input.observing ? { contributions: [], none: { basis: 'observed' } } : null
}

const contributionOf = (author: Author, edit: Contribution['humanEdited']): Contribution => {
  const { value, count } = joinCommitments(author.leaves)
  return {
    tool: author.tool,
    toolVersion: safeVersion(author),
    model: safeToken(author.model) ?? 'unknown',
    promptHash: value,
    prompts: count === 0 ? null : count,
    humanEdited: edit,
  }
}

const declaredEdit = (ratio: number | null): HumanEdited => ({ ...notCounted, ratio, basis: 'declared' })

/** `method` tells what a log witnessed from what the environment alone lets one infer. */
const fromEnvironment = ({ tool, toolVersion, model }: RunningAgent): Contribution => ({
  tool,
  toolVersion: safeVersion({ tool, toolVersion }),
  model: safeToken(model) ?? 'unknown',
  promptHash: 'none',
  prompts: null,
  humanEdited: { ...notCounted, method: model === null ? null : 'session-log/1' },
})

/** What a tool reports of itself goes into the record untouched, or, where its line cannot hold it, not at all. */
const safeToken = (value: string | null): string | null => (value !== null && isIdentifier(value) ? value : null)

/** A version that is read back from its line as it was written there. */
const safeVersion = ({ tool, toolVersion }: Pick<Author, 'tool' | 'toolVersion'>): string | null => {
  const version = safeToken(toolVersion)
  return version !== null && parseTool(`${tool}/${version}`)?.toolVersion === version ? version : null
}
