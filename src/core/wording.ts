import { byName } from './by-name.js'
import type { LedgerFinding } from './ledger/schema.js'
import { shortened } from './shortened.js'
import { keys } from './trailer/keys.js'

type Words = { readonly sentence: string; readonly mend: string }

/** What shows more of any finding. */
const showCommit = 'provenance show COMMIT'

/** What each finding means, in a sentence, and the command that mends it or shows more than `showCommit`. */
const words: Readonly<Record<string, Pick<Words, 'sentence'> & Partial<Words>>> = byName({
  'record-required': { sentence: 'carries no record of AI use' },
  'record-wellformed': { sentence: 'carries a record that lacks a field, or cannot be taken as written' },
  'record-bound': { sentence: 'carries a record that is not bound to its change' },
  'no-contradiction': { sentence: 'has a record and marks that disagree' },
  'tool-approved': { sentence: 'has work by a tool that is not approved for it' },
  'model-approved': { sentence: 'has work by a model that is not approved for its tool' },
  'model-version-exact': { sentence: 'names a model without its version' },
  'author-authorized': { sentence: 'is by somebody whom the registry does not let use the tool' },
  'human-edited-minimum': { sentence: 'has AI work of which a person changed too little, or nobody knows how much' },
  'ai-share-maximum': { sentence: 'is AI work for too great a part, or nobody knows for how great a one' },
  'paths-forbidden': {
    sentence: 'changes with AI a file in which the policy allows none',
    mend: 'git show --stat COMMIT',
  },
  'prompt-hash-required': { sentence: 'has AI work that commits to no prompt' },
  'review-required': {
    sentence: 'was not approved by enough people who had no part in it',
    mend: 'provenance review COMMIT --statement approved',
  },
  'tests-independent': {
    sentence: 'has code and its tests by the same AI, and no person’s word on them',
    mend: 'provenance review COMMIT --statement tests',
  },
  'signature-required': { sentence: 'is not signed by a key that the given signers name as its committer’s' },
  'no-agent-signoff': {
    sentence: 'is signed off by an AI, which can certify nothing',
    mend: 'git log -1 --format=%B COMMIT',
  },
  'squash-kept-records': {
    sentence: 'has records in its body that its own record does not take in',
    mend: 'provenance squash-message --help',
  },
  'waiver-expired': { sentence: 'has a waiver in the policy that has ended' },
  'waiver-by-author': { sentence: 'has a waiver in the policy that its own author gave' },
  'waiver-by-program': { sentence: 'has a waiver in the policy that an AI or another program gave' },
  'look-alike-key': {
    sentence: 'has a line whose key looks like one of a record’s, and is none',
    mend: 'git log -1 --format=%B COMMIT',
  },
  'signature-bad': { sentence: 'carries a signature that is not over these bytes', mend: 'git cat-file commit COMMIT' },
  'signature-untrusted': { sentence: 'is signed by a key that the allowed signers do not name for its time' },
  'squash-lost-records': {
    sentence: 'was squashed from commits whose records or marks it lost',
    mend: 'provenance squash-message --help',
  },
  'squash-untold': {
    sentence: 'was squashed from commits of which nothing tells what AI did in them',
    mend: 'provenance squash-message --help',
  },
  'history-rewritten': {
    sentence: 'ends a history in which the end of the ledger before is no more',
    mend: 'git log --oneline -5 COMMIT',
  },
  'history-rolled-back': {
    sentence: 'ends the range before the ledger before it ended',
    mend: 'git log --oneline -5 COMMIT',
  },
  'ledger-gap': {
    sentence: 'ends a range that leaves out commits since the ledger before, so that neither covers them',
    mend: 'provenance verify --help',
  },
  'note-unreadable': {
    sentence: 'has a note of another tool that cannot be read, or more of them than are read',
    mend: "git log -1 '--notes=*' COMMIT",
  },
  'review-bad': {
    sentence: 'has a review whose signature is not over these bytes, or not for reviews',
    mend: 'git notes --ref=provenance-reviews show COMMIT',
  },
  'review-untrusted': {
    sentence: 'has a review by a key that the allowed signers do not name for that person and time',
    mend: 'git notes --ref=provenance-reviews show COMMIT',
  },
  'review-malformed': {
    sentence: 'has a line among its reviews that is none',
    mend: 'git notes --ref=provenance-reviews show COMMIT',
  },
  'review-elsewhere': {
    sentence: 'has a review in its note that is of another commit',
    mend: 'git notes --ref=provenance-reviews show COMMIT',
  },
  'review-not-checked': {
    sentence: 'has a signed review, and no signers were given to check it against',
    mend: 'provenance verify --help',
  },
  'review-note-unreadable': {
    sentence: 'has a note of reviews that cannot be read, or is too long for one',
    mend: 'git notes --ref=provenance-reviews list COMMIT',
  },
  'trailer-outside-block': {
    sentence: 'has record lines outside the block that git reads',
    mend: 'git log -1 --format=%B COMMIT',
  },
  'hash-mismatch': { sentence: 'is stored with bytes its name does not stand for', mend: 'git fsck --full' },
  'missing-object': { sentence: 'is missing, or something it needs is', mend: 'git fetch --refetch --no-filter' },
  'commit-too-large': { sentence: 'is longer than any commit that is read', mend: 'git cat-file -s COMMIT' },
  'change-too-large': { sentence: 'changes more than can be looked through', mend: 'git diff-tree COMMIT' },
  shallow: { sentence: 'is where the history was cut off', mend: 'git fetch --unshallow' },
  'nul-in-commit': { sentence: 'holds a NUL byte, behind which git shows nothing', mend: 'git cat-file commit COMMIT' },
  'header-duplicated': { sentence: 'has a header twice', mend: 'git fsck --full' },
  'header-malformed': { sentence: 'has a header that git would not write', mend: 'git fsck --full' },
  'encoding-unknown': { sentence: 'names an encoding nobody knows', mend: 'git cat-file commit COMMIT' },
  'encoding-invalid': { sentence: 'has bytes that are not in its encoding', mend: 'git cat-file commit COMMIT' },
  'replace-refs': { sentence: 'the repository has replace refs, which were not followed', mend: 'git replace --list' },
  grafts: {
    sentence: 'the repository has a grafts file, which was not followed',
    mend: 'git replace --convert-graft-file',
  },
})

/** Every code of a finding that has words. */
export const findingCodes: readonly string[] = Object.keys(words)

type Args = LedgerFinding['args']

/** Of a ledger that somebody else wrote no other text comes into a sentence. */
const lackable: ReadonlySet<unknown> = new Set([...Object.values(keys), 'basis'])

/** What its details make of a finding that is one of several; null where its code says it all. */
const exactly = (code: string, args: Args): string | null => {
  if (code !== 'record-wellformed' || args === undefined) return null
  return args['fault'] === 'field-missing' && lackable.has(args['field'])
    ? `carries a record that lacks ${args['field']}`
    : 'carries a record that cannot be taken as written'
}

/** The words for a finding's code, or with its details for what was found; COMMIT replaced by the commit's name. */
export const wordingOf = (code: string, commit: string, args?: Args): Words => {
  const { sentence: general, mend = showCommit } = words[code] ?? { sentence: code }
  const sentence = exactly(code, args) ?? general
  return { sentence, mend: mend.replace('COMMIT', commit.slice(0, 12)) }
}

/** As much of one detail as is shown. */
const maxDetail = 200

/** What a finding says beside its code: the file, its arguments, who waived it. Not escaped for any place of output. */
export const detailsOf = ({ args, path, waiver }: LedgerFinding): readonly string[] =>
  [
    ...(path === undefined ? [] : [`path=${path}`]),
    ...Object.entries(args ?? {}).map(([name, value]) => `${name}=${value}`),
    ...(waiver === undefined ? [] : [`waived ${waiverWords(waiver)}`]),
  ].map((detail) => shortened(detail, maxDetail))

/** By whose decision a finding does not count, until when and why; for a place that names the finding. Not escaped either. */
export const waiverWords = ({ approver, expires, reason }: NonNullable<LedgerFinding['waiver']>): string =>
  shortened(`by ${approver} until ${expires}: ${reason}`, maxDetail)
