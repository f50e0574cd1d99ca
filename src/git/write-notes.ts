import { ProvenanceError } from '../core/errors.js'
import { ask, type UntrustedRepository } from './read-only.js'
import { tryGit } from './run.js'

/** What each note will hold, by the full name of the commit it is on. */
export type NotesToWrite = readonly (readonly [commit: string, text: Buffer])[]

export type NotesWriter = {
  readonly ref: string
  /** `Name <address> seconds zone`, as git writes it. */
  readonly ident: string
  readonly message: string
}

/** The notes' commit at this moment, null where there is none. What the ref names is not looked at: who reads it finds out. */
export const notesTip = (repository: UntrustedRepository, ref: string): string | null => {
  const listed = ask(repository, ['for-each-ref', '--format=%(objectname) %(refname)', ref]).stdout
  const line = listed.split('\n').find((one) => one.endsWith(` ${ref}`))
  return line?.split(' ')[0] ?? null
}

/** Writers that come between are waited for so many times. */
const maxAttempts = 20

/**
 * Replaces notes, all in one git process, or none of them: fast-import moves the ref only from where it was read
 * (git-fast-import(1): never away from what it does not contain), so that nothing of a writer who came between is lost; `make` is
 * then asked again. Writes nothing where it makes nothing. Throws GIT_FAILED.
 */
export const writeNotes = async (
  repository: UntrustedRepository,
  writer: NotesWriter,
  make: (tip: string | null) => Promise<NotesToWrite>,
): Promise<void> => {
  for (let round = 0; round < maxAttempts; round += 1) {
    const tip = notesTip(repository, writer.ref)
    const notes = await make(tip)
    if (notes.length === 0) return
    const run = { cwd: repository.folder, input: streamOf(notes, tip, writer) }
    const { status, stderr } = tryGit([`--git-dir=${repository.gitDir}`, 'fast-import', '--quiet'], run)
    if (status === 0) return
    if (!/not updating|cannot lock ref|unable to (?:update|resolve|create)/i.test(stderr))
      throw new ProvenanceError('GIT_FAILED', `git fast-import ended with status ${status}: ${lastLine(stderr)}`)
  }
  throw new ProvenanceError(
    'GIT_FAILED',
    `${writer.ref}: expected to be written, got other writers ${maxAttempts} times`,
    { hint: `git for-each-ref ${writer.ref}` },
  )
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''

/** Commands for fast-import: one commit upon the tip, in which each note is replaced. */
const streamOf = (notes: NotesToWrite, tip: string | null, { ref, ident, message }: NotesWriter): Buffer => {
  const head = `commit ${ref}\ncommitter ${ident}\ndata ${Buffer.byteLength(message)}\n${message}`
  const from = tip === null ? '' : `from ${tip}\n`
  const changes = notes.flatMap(([commit, text]) => [
    Buffer.from(`N inline ${commit}\ndata ${text.length}\n`),
    text,
    Buffer.from('\n'),
  ])
  return Buffer.concat([Buffer.from(`feature done\n${head}${from}`), ...changes, Buffer.from('done\n')])
}
