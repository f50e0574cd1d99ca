import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Commit, parseCommit } from '../../core/commit/commit.js'
import { subjectOf } from '../../core/commit/subject.js'
import type { Environment } from '../../core/environment.js'
import { ProvenanceError } from '../../core/errors.js'
import { toolsInEnvironment } from '../../core/marks/environment.js'
import { addressKey } from '../../core/review/address.js'
import { makersOf } from '../../core/review/independent.js'
import { isPerson } from '../../core/review/person.js'
import { readReviewLine } from '../../core/review/read-line.js'
import { type ReviewWord, reviewNamespace } from '../../core/review/review.js'
import {
  maxComment,
  type ReviewStatement,
  reviewStatement,
  type Subject,
  signedLine,
} from '../../core/review/statement.js'
import { nonEmptyLines } from '../../core/split.js'
import { mergeBase } from '../../git/ancestry.js'
import { incomplete } from '../../git/incomplete.js'
import { commitOf, type ResolvedRange, resolveRange } from '../../git/range.js'
import { readCommits } from '../../git/raw-objects.js'
import { type UntrustedRepository, untrusted } from '../../git/read-only.js'
import { addReviewLines, reviewsRef } from '../../git/review-notes.js'
import { type Reviewer, reviewerIn, signingKeyIn } from '../../git/reviewer.js'
import { treesOf } from '../../git/trees.js'
import { listCommits } from '../../git/walk.js'
import type { Signer } from '../../sign/signer.js'
import { sshSigner } from '../../sign/ssh.js'

export type ReviewOptions = {
  readonly repository: string
  /** The commits: none for HEAD, one name for one commit, otherwise a range. */
  readonly words: readonly string[]
  readonly statement: ReviewWord
  readonly comment: string | null
  readonly key: string | null
  readonly dryRun: boolean
  /** The process's own, which tells of an agent that runs it. */
  readonly environment: Environment
}

/** What was signed: by whom, with which key, and the commits with the lines that are kept of them. */
export type SignedReviews = {
  readonly reviewer: { readonly name: string; readonly email: string }
  readonly keyid: string
  readonly ref: string
  readonly commits: readonly { readonly oid: string; readonly subject: string; readonly line: string }[]
}

/** Each commit is a signature of its own, and with some keys a touch: more at once is reviewing nothing. */
const maxCommits = 250

/**
 * Signs a review of each commit and keeps it in the review notes. The reviewer and the key are git's own for that folder, unless a
 * key is named; a dry run signs nothing. Throws VALUE_REFUSED where a commit is the reviewer's own, USAGE, SIGNING_FAILED,
 * UNKNOWN_REVISION, HISTORY_INCOMPLETE, GIT_FAILED.
 */
export const reviewCommits = async (options: ReviewOptions): Promise<SignedReviews> => {
  if ((options.comment ?? '').length > maxComment)
    throw new ProvenanceError('USAGE', `--comment: expected at most ${maxComment} characters`, { hint: helpHint })
  refuseAgents(options.environment)
  const repository = untrusted(options.repository)
  const reviewer = reviewerIn(options.repository)
  const { commits, subjects } = await subjectsOf(repository, options.words)
  refuseOthers(commits, reviewer)
  const word = { statement: options.statement, comment: options.comment, at: reviewer.at, reviewer }
  const statements = subjects.map((subject) => reviewStatement(subject, word))
  const made = withSigner(options.repository, options.key, (signer) => ({
    keyid: signer.keyid,
    lines: options.dryRun ? [] : statements.map((one) => checkedLine(one, signer)),
  }))
  const signed = commits.map(({ oid, message }, index) => ({
    oid,
    subject: subjectOf(message),
    line: made.lines[index] ?? '',
  }))
  if (!options.dryRun && signed.length > 0)
    await addReviewLines(repository, new Map(signed.map(({ oid, line }) => [oid, [line]])), reviewer.ident)
  const { name, email } = reviewer
  return { reviewer: { name, email }, keyid: made.keyid, ref: reviewsRef, commits: signed }
}

/** A line that its readers will take: some keys sign what nobody here can verify, such as certificates. */
const checkedLine = (statement: ReviewStatement, signer: Signer): string => {
  const line = signedLine(statement, signer)
  const read = readReviewLine(line, null)
  if (read.outcome === 'not-checked') return line
  const why = read.outcome === 'good' ? '' : read.why
  throw new ProvenanceError(
    'SIGNING_FAILED',
    `${signer.keyid}: expected a review that can be verified, got one ${why}`,
    {
      hint: helpHint,
    },
  )
}

const helpHint = 'provenance review --help'

type Chosen = { readonly commits: readonly Commit[]; readonly subjects: readonly Subject[] }

/** The commits, oldest first, each with what it was made from. */
const subjectsOf = async (repository: UntrustedRepository, words: readonly string[]): Promise<Chosen> => {
  const { names, base } = await namesOf(repository, words)
  const commits = await commitsOf(repository, names)
  const parents = commits.flatMap((commit) => commit.parents.slice(0, 1))
  const trees = treesOf(repository, base === null ? parents : [...parents, base])
  const treeOf = (oid: string): string => {
    const tree = trees.get(oid)
    if (tree !== undefined) return tree
    throw incomplete(repository, `${oid}: expected a parent of what is reviewed, which is missing`, oid)
  }
  const subjects = commits.map(({ oid, tree, parents: [parent] }, index) => {
    const own = parent === undefined ? null : treeOf(parent)
    // Who reviews every commit of a branch has reviewed them as one change too, and so their squash.
    const whole = index === commits.length - 1 && base !== null ? [treeOf(base)] : []
    return { oid, tree, base: [own, ...whole] }
  })
  return { commits, subjects }
}

const commitsOf = async (repository: UntrustedRepository, names: readonly string[]): Promise<readonly Commit[]> => {
  const commits: Commit[] = []
  const batch = Buffer.from(names.map((oid) => `${oid}\n`).join(''))
  for await (const read of readCommits(repository, names.length === 0 ? [] : [batch]))
    for (const { oid, bytes, intact } of read) {
      if (bytes === null) throw incomplete(repository, `${oid}: expected a commit, which is missing`, oid)
      if (!intact)
        throw new ProvenanceError('OBJECT_TAMPERED', `${oid}: expected the bytes that its name stands for, got others`)
      commits.push(parseCommit(oid, bytes))
    }
  return commits
}

type Names = { readonly names: readonly string[]; readonly base: string | null }

/** What is to be reviewed: one commit by its name, or a range in git's words and the commit that it starts from. */
const namesOf = async (repository: UntrustedRepository, words: readonly string[]): Promise<Names> => {
  const [word = 'HEAD', ...more] = words
  if (more.length === 0 && !/\.\.|^\^/.test(word)) return { names: [commitOf(repository, word)], base: null }
  const range = resolveRange(repository, { words, since: null, until: null, firstParent: false })
  const listing = await listCommits(repository, range)
  const names = nonEmptyLines(Buffer.concat([...listing.names]).toString('latin1'))
  if (!listing.complete) throw incomplete(repository, `${range.query}: expected every commit of it, got only a part`)
  if (names.length > maxCommits)
    throw new ProvenanceError('USAGE', `${range.query}: expected at most ${maxCommits} commits, got ${names.length}`, {
      hint: helpHint,
    })
  return { names, base: startOf(repository, range) }
}

/** Where the one line of commits of `a..b` starts; null for ranges of several ends, which are no one change. */
const startOf = (repository: UntrustedRepository, { from, to, revisions }: ResolvedRange): string | null =>
  from === null || revisions.length !== 2 ? null : mergeBase(repository, from, to)

/** An agent can use the keys of the person it works for; it does not hide that it runs. */
const refuseAgents = (environment: ReviewOptions['environment']): void => {
  const agent = toolsInEnvironment(environment).find(({ confidence }) => confidence === 'high')
  if (agent === undefined) return
  throw new ProvenanceError(
    'VALUE_REFUSED',
    `a review is a person's word: expected to be run by a person, got the environment of ${agent.tool}`,
    { hint: helpHint },
  )
}

/** A person cannot vouch for their own work, and no program for anybody's. */
const refuseOthers = (commits: readonly Commit[], { name, email }: Reviewer): void => {
  const hint = 'git config user.email'
  if (!isPerson(name, email))
    throw new ProvenanceError('VALUE_REFUSED', `${name} <${email}>: expected a person as reviewer, got a program`, {
      hint,
    })
  const own = commits.filter((commit) => makersOf(commit).addresses.has(addressKey(email)))
  const [first] = own
  if (first === undefined) return
  const more = own.length > 1 ? ` and ${own.length - 1} more` : ''
  throw new ProvenanceError(
    'VALUE_REFUSED',
    `${first.oid.slice(0, 12)}${more}: expected work of others, got commits of which ${email} is author, committer, co-author or operator; no policy would count that review`,
    { hint: `git log -1 --format=full ${first.oid.slice(0, 12)}` },
  )
}

/** Signs with the key that was named, or with the one git signs with; a public key that stands in the configuration itself is laid in a file for ssh-keygen, as git does. */
const withSigner = <Made>(folder: string, key: string | null, make: (signer: Signer) => Made): Made => {
  const chosen = key === null ? signingKeyIn(folder) : { path: resolve(key) }
  if (chosen === null)
    throw new ProvenanceError('SIGNING_FAILED', 'the key to sign with: expected --key FILE, or a key of SSH in git', {
      hint: 'git config --global gpg.format ssh && git config --global user.signingKey ~/.ssh/id_ed25519.pub',
    })
  if ('path' in chosen) return make(sshSigner(resolve(folder, chosen.path), reviewNamespace))
  const draft = mkdtempSync(join(tmpdir(), 'provenance-key-'))
  try {
    const file = join(draft, 'key.pub')
    writeFileSync(file, `${chosen.literal}\n`)
    return make(sshSigner(file, reviewNamespace))
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}
