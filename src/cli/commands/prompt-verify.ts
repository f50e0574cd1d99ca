import { ProvenanceError } from '../../core/errors.js'
import { commitPrompt, joinCommitments, keyId } from '../../core/prompt-commitment.js'
import { cloneKeys, keyBytes, readKey } from '../../store/key.js'
import { locate } from '../../store/location.js'
import { showCommit } from '../../workflows/show-commit.js'
import { asJson, type Output } from '../output.js'
import { packageVersion } from '../program-files.js'
import { readPrompt } from './prompt-file.js'

type Options = { readonly promptFile: readonly string[]; readonly keyFile?: readonly string[]; readonly json?: boolean }

/** `provenance prompt verify`: 0 where the prompts are the ones behind a contribution of the commit, 1 where they are not. */
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
  const proven = hashes.filter(
    (hash) =>
      joinCommitments(prompts.map((prompt) => commitPrompt(prompt, keyFor(hash, options.keyFile ?? [])))).value ===
      hash,
  )
  const verdict = proven.length > 0 ? 'proven' : 'refuted'
  if (options.json) output.answer(asJson({ commit: entry?.oid, verdict, hashes, proven }))
  else
    output.answer(
      `${verdict}: the ${prompts.length === 1 ? 'prompt is' : 'prompts are'} ${proven.length > 0 ? '' : 'not '}what the record of ${entry?.oid.slice(0, 12)} commits to\n`,
    )
  return proven.length > 0 ? 0 : 1
}

/** The key that a hash names by its id; null for a plain hash. Throws FILE_UNREADABLE where there is no such key. */
const keyFor = (hash: string, files: readonly string[]): Buffer | null => {
  const named = /^hmac-sha256:([0-9a-f]{8}):/.exec(hash)?.[1]
  if (named === undefined) return null
  const location = locate(process.cwd())
  const given = files.map((file) => ({ file, key: readKey(file) }))
  const unread = given.find(({ key }) => key === null)
  if (unread !== undefined)
    throw noKey(`${unread.file}: expected a file of ${keyBytes} bytes, got none that can be read`)
  const keys = [...given.flatMap(({ key }) => key ?? []), ...(location === null ? [] : cloneKeys(location))]
  const found = keys.find((key) => keyId(key) === named)
  if (found !== undefined) return found
  throw noKey(`expected the key ${named}, got ${keys.map(keyId).join(', ') || 'none'}`)
}

const noKey = (message: string) =>
  new ProvenanceError('FILE_UNREADABLE', message, { hint: 'provenance prompt verify --help' })
