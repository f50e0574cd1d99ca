import { resolve } from 'node:path'
import { ProvenanceError } from '../../core/errors.js'
import { commitPrompt, keyId } from '../../core/record/prompt-commitment.js'
import { commitsTo, type Verdict } from '../../core/record/prompt-shapes.js'
import { shellWord } from '../../core/shell-word.js'
import { cloneKeys, keyBytes, readKey } from '../../store/key.js'
import type { Location } from '../../store/location.js'
import { readSettings } from '../../store/settings.js'
import { ownPlace } from '../../workflows/agents/own-place.js'
import { showCommit } from '../../workflows/verify/show-commit.js'
import { asJson, type Output } from '../output.js'
import { packageVersion } from '../program-files.js'
import { readPrompts } from './prompt-file.js'

type Options = { readonly promptFile: readonly string[]; readonly keyFile?: readonly string[]; readonly json?: boolean }

/**
 * `provenance prompt verify`: 0 where the prompts are the ones behind a contribution of the commit, 1 where they are behind none,
 * 4 where the record may be one of several commits, too many to try how their prompts stood.
 * A record of several clones has several keys: one at hand is enough to prove, all of them are needed to refute.
 */
export const promptVerify = async (commit: string, options: Options, output: Output): Promise<number> => {
  const { entry } = await showCommit('.', commit, { toolVersion: packageVersion() })
  const contributions = entry.record.flatMap(({ promptHash, prompts }) =>
    promptHash === null || promptHash === 'none' ? [] : [{ promptHash, prompts }],
  )
  const hashes = contributions.map(({ promptHash }) => promptHash)
  if (hashes.length === 0)
    throw new ProvenanceError('VALUE_REFUSED', `${commit}: expected a record with a prompt hash, got none`, {
      hint: `provenance show ${shellWord(commit)}`,
    })
  const prompts = await readPrompts(options.promptFile)
  const keys = hashes.some(isKeyed) ? keysAtHand(options.keyFile ?? []) : []
  const missing = hashes.filter((hash) => keyFor(hash, keys) === undefined)
  const verdictOf = ({ promptHash, prompts: count }: (typeof contributions)[number]): Verdict => {
    const key = keyFor(promptHash, keys)
    if (key === undefined || (count ?? prompts.length) !== prompts.length) return 'refuted'
    return commitsTo(
      promptHash,
      prompts.map((prompt) => commitPrompt(prompt, key)),
    )
  }
  const verdicts = contributions.map(verdictOf)
  const proven = hashes.filter((_, index) => verdicts[index] === 'proven')
  if (proven.length === 0 && missing.length > 0)
    throw noKey(`expected the key ${[...new Set(missing.map(keyName))].join(', ')}, got ${namesOf(keys) || 'none'}`)
  const verdict: Verdict = proven.length > 0 ? 'proven' : verdicts.includes('untold') ? 'untold' : 'refuted'
  if (options.json) output.answer(asJson({ commit: entry?.oid, verdict, hashes, proven }))
  else
    output.answer(
      `${verdict}: ${sentenceOf(verdict, prompts.length)} the record of ${entry?.oid.slice(0, 12)} commits to\n`,
    )
  return exitCodes[verdict]
}

const exitCodes: Readonly<Record<Verdict, number>> = { proven: 0, refuted: 1, untold: 4 }

const sentenceOf = (verdict: Verdict, count: number): string => {
  const subject = count === 1 ? 'the prompt is' : 'the prompts are'
  if (verdict === 'untold')
    return 'in one commit the prompts are not, and as those of several commits that became one they may be, what'
  return `${subject} ${verdict === 'proven' ? '' : 'not '}what`
}

/** The id of the key that a hash names; null for a plain hash. */
const keyName = (hash: string): string | null => /^hmac-sha256:([0-9a-f]{8}):/.exec(hash)?.[1] ?? null

const isKeyed = (hash: string): boolean => keyName(hash) !== null

/** The key that a hash names, null for a plain one; undefined where it is not at hand. */
const keyFor = (hash: string, keys: readonly Buffer[]): Buffer | null | undefined => {
  const name = keyName(hash)
  return name === null ? null : keys.find((key) => keyId(key) === name)
}

/** The keys given, those of this clone and the one that its configuration names. Throws FILE_UNREADABLE for a given file that is none. */
const keysAtHand = (files: readonly string[]): readonly Buffer[] => {
  const location = ownPlace(process.cwd())
  const given = files.map((file) => ({ file, key: readKey(file) }))
  const unread = given.find(({ key }) => key === null)
  if (unread !== undefined)
    throw noKey(`${unread.file}: expected a file of ${keyBytes} bytes, got none that can be read`)
  const own = location === null ? [] : [configuredKey(location) ?? [], cloneKeys(location)].flat()
  return [...given.flatMap(({ key }) => key ?? []), ...own]
}

const configuredKey = (location: Location): Buffer | null => {
  const { keyFile } = readSettings(location)
  return keyFile === null ? null : readKey(resolve(location.top, keyFile))
}

const namesOf = (keys: readonly Buffer[]): string => keys.map(keyId).join(', ')

const noKey = (message: string) =>
  new ProvenanceError('FILE_UNREADABLE', message, { hint: 'provenance prompt verify --help' })
