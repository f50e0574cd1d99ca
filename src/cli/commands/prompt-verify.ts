import { resolve } from 'node:path'
import { ProvenanceError } from '../../core/errors.js'
import { commitPrompt, commitsTo, keyId } from '../../core/prompt-commitment.js'
import { cloneKeys, keyBytes, readKey } from '../../store/key.js'
import { type Location, locate } from '../../store/location.js'
import { readSettings } from '../../store/settings.js'
import { showCommit } from '../../workflows/show-commit.js'
import { asJson, type Output } from '../output.js'
import { packageVersion } from '../program-files.js'
import { readPrompt } from './prompt-file.js'

type Options = { readonly promptFile: readonly string[]; readonly keyFile?: readonly string[]; readonly json?: boolean }

/**
 * `provenance prompt verify`: 0 where the prompts are the ones behind a contribution of the commit, 1 where they are behind none.
 * A record of several clones has several keys: one at hand is enough to prove, all of them are needed to refute.
 */
export const promptVerify = async (commit: string, options: Options, output: Output): Promise<number> => {
  const entry = await showCommit('.', commit, { toolVersion: packageVersion() })
  const hashes = (entry?.record ?? []).flatMap(({ promptHash }) =>
    promptHash === null || promptHash === 'none' ? [] : [promptHash],
  )
  if (hashes.length === 0)
    throw new ProvenanceError('VALUE_REFUSED', `${commit}: expected a record with a prompt hash, got none`, {
      hint: `provenance show ${commit}`,
    })
  const prompts = options.promptFile.map(readPrompt)
  const keys = hashes.some(isKeyed) ? keysAtHand(options.keyFile ?? []) : []
  const missing = hashes.filter((hash) => keyFor(hash, keys) === undefined)
  const proven = hashes.filter((hash) => {
    const key = keyFor(hash, keys)
    const leaves = key === undefined ? [] : prompts.map((prompt) => commitPrompt(prompt, key))
    return leaves.length > 0 && commitsTo(hash, leaves)
  })
  if (proven.length === 0 && missing.length > 0)
    throw noKey(`expected the key ${[...new Set(missing.map(keyName))].join(', ')}, got ${namesOf(keys) || 'none'}`)
  const verdict = proven.length > 0 ? 'proven' : 'refuted'
  if (options.json) output.answer(asJson({ commit: entry?.oid, verdict, hashes, proven }))
  else
    output.answer(
      `${verdict}: the ${prompts.length === 1 ? 'prompt is' : 'prompts are'} ${proven.length > 0 ? '' : 'not '}what the record of ${entry?.oid.slice(0, 12)} commits to\n`,
    )
  return proven.length > 0 ? 0 : 1
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
  const location = locate(process.cwd())
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
