import { ProvenanceError } from '../../core/errors.js'
import { ledgerLines } from '../../core/ledger/chain.js'
import type { Entry } from '../../core/ledger/schema.js'
import { incomplete } from '../../git/incomplete.js'
import { commitOf } from '../../git/range.js'
import { ask, untrusted } from '../../git/read-only.js'
import type { VerifyOptions } from './open-range.js'
import { verifyRange } from './verify-range.js'

export type ShowOptions = Pick<VerifyOptions, 'toolVersion' | 'trust'> & { readonly policyFile?: string | null }

/** The entry of a commit; and what is wrong with its parent's policy, in whose place the built-in one was taken. */
export type Shown = { readonly entry: Entry; readonly policyProblem: string | null }

/**
 * The ledger entry of one commit, judged by the named policy, else by its parent's: one that is wrong would else keep the very
 * commit that mended it from being shown. Throws UNKNOWN_REVISION, HISTORY_INCOMPLETE, and CONFIG_INVALID for a named policy.
 */
export const showCommit = async (folder: string, commit: string, options: ShowOptions): Promise<Shown> => {
  try {
    return { entry: await entryOf(folder, commit, options), policyProblem: null }
  } catch (cause) {
    const isBase = (options.policyFile ?? null) === null
    if (!isBase || !(cause instanceof ProvenanceError) || cause.code !== 'CONFIG_INVALID') throw cause
    const entry = await entryOf(folder, commit, { ...options, builtIn: true })
    return { entry, policyProblem: cause.message }
  }
}

const entryOf = async (
  folder: string,
  commit: string,
  options: ShowOptions & Pick<VerifyOptions, 'builtIn'>,
): Promise<Entry> => {
  const repository = untrusted(folder)
  const to = commitOf(repository, commit)
  // The first parent is the base whose policy counts; a merge may have thousands.
  const [, parent] = ask(repository, ['rev-list', '--parents', '--max-count=1', to, '--']).stdout.trim().split(' ')
  const run = verifyRange({
    since: null,
    until: null,
    firstParent: false,
    alone: true,
    words: [to, ...(parent === undefined ? [] : [`^${parent}`])],
    repository: folder,
    ...options,
    policyFile: options.policyFile ?? null,
  })
  for await (const bytes of run)
    for (const line of ledgerLines(bytes)) if (line.type === 'commit' && line.oid === to) return line
  throw incomplete(repository, `${commit}: expected a commit that can be read, got none`, to)
}
