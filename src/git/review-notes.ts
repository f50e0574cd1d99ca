import { ProvenanceError } from '../core/errors.js'
import { notesIn } from './notes.js'
import { readBlobs } from './read-commits.js'
import { ask, type UntrustedRepository } from './read-only.js'
import { tryGit } from './run.js'

/** Where reviews are kept: a note on each reviewed commit, a line a review. */
export const reviewsRef = 'refs/notes/provenance-reviews'

/** The notes' commit at this moment, null where there is none. What the ref names is not looked at: who reads it finds out. */
export const reviewsTip = (repository: UntrustedRepository): string | null => {
  const listed = ask(repository, ['for-each-ref', '--format=%(objectname) %(refname)', reviewsRef]).stdout
  const line = listed.split('\n').find((one) => one.endsWith(` ${reviewsRef}`))
  return line?.split(' ')[0] ?? null
}

const hint = `git for-each-ref ${reviewsRef}`

/** Writers that come between are waited for so many times. */
const patience = 20

/**
 * Adds lines to the review notes of commits, in one git process, or in none of them: fast-import moves the ref only from where it was
 * read (git-fast-import(1): never away from what it does not contain), so that no line of a writer who came between is lost. The
 * lines of a note are kept sorted and single, as `git notes merge -s cat_sort_uniq` keeps them. Throws GIT_FAILED.
 */
export const addReviewLines = async (
  repository: UntrustedRepository,
  lines: ReadonlyMap<string, readonly string[]>,
  writer: string,
): Promise<void> => {
  for (let round = 0; round < patience; round += 1) {
    const tip = reviewsTip(repository)
    const stream = streamOf(await mergedNotes(repository, tip, lines), tip, writer)
    const run = { cwd: repository.folder, input: stream }
    const { status, stderr } = tryGit([`--git-dir=${repository.gitDir}`, 'fast-import', '--quiet'], run)
    if (status === 0) return
    if (!/not updating|cannot lock ref|unable to (?:update|resolve|create)/i.test(stderr))
      throw new ProvenanceError('GIT_FAILED', `git fast-import ended with status ${status}: ${lastLine(stderr)}`)
  }
  throw new ProvenanceError(
    'GIT_FAILED',
    `${reviewsRef}: expected to be written, got other writers ${patience} times`,
    {
      hint,
    },
  )
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''

/** What each note will hold: its lines and the new ones. */
const mergedNotes = async (
  repository: UntrustedRepository,
  tip: string | null,
  lines: ReadonlyMap<string, readonly string[]>,
): Promise<readonly (readonly [string, Buffer])[]> => {
  const { notes, complete } = tip === null ? { notes: [], complete: true } : notesIn(repository, tip)
  if (!complete)
    throw new ProvenanceError('GIT_FAILED', `${reviewsRef}: expected notes, got what cannot be read`, { hint })
  const places = notes.filter(({ commit }) => lines.has(commit))
  const blobs = await readBlobs(
    repository,
    places.map(({ blob }) => blob),
  )
  return [...lines].map(([commit, added]) => {
    const own = places.filter((place) => place.commit === commit)
    const kept = own.flatMap(({ blob }) => linesIn(blobs.get(blob), commit)).concat(added)
    const text = [...new Set(kept)].sort().map((line) => `${line}\n`)
    // Bytes of others that are no UTF-8 stay as they are.
    return [commit, Buffer.from(text.join(''), 'latin1')] as const
  })
}

const linesIn = (blob: Buffer | undefined, commit: string): readonly string[] => {
  if (blob === undefined)
    throw new ProvenanceError('HISTORY_INCOMPLETE', `the reviews of ${commit}: expected their note, which is missing`, {
      hint: `git notes --ref=provenance-reviews show ${commit}`,
    })
  return blob
    .toString('latin1')
    .split('\n')
    .filter((line) => line !== '')
}

/** Commands for fast-import: one commit upon the tip, in which each note is replaced. */
const streamOf = (notes: readonly (readonly [string, Buffer])[], tip: string | null, writer: string): Buffer => {
  const message = 'Reviews added by provenance review\n'
  const head = `commit ${reviewsRef}\ncommitter ${writer}\ndata ${Buffer.byteLength(message)}\n${message}`
  const from = tip === null ? '' : `from ${tip}\n`
  const changes = notes.flatMap(([commit, text]) => [
    Buffer.from(`N inline ${commit}\ndata ${text.length}\n`),
    text,
    Buffer.from('\n'),
  ])
  return Buffer.concat([Buffer.from(`feature done\n${head}${from}`), ...changes, Buffer.from('done\n')])
}
