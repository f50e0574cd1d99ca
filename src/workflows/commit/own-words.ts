import { readFileSync } from 'node:fs'
import type { Flow } from '../../core/commit/flow.js'
import { keptText, withoutLines } from '../../core/commit/message.js'
import type { Environment } from '../../core/environment.js'
import type { CommitRecord, Contribution } from '../../core/record/record.js'
import { isRecordKey, keys } from '../../core/trailer/keys.js'
import { parseTrailers } from '../../core/trailer/parse.js'
import { contributionsIn } from '../../core/trailer/read.js'
import { parseValue } from '../../core/trailer/value.js'
import { commentCharacter, isEdited } from '../../git/message.js'
import type { Declaration } from '../../store/declared.js'
import type { readPrepared } from '../../store/kept.js'
import type { Location } from '../../store/location.js'
import type { Gathered } from './gather.js'
import { writeMessage } from './message-file.js'
import { isWhole } from './sound-record.js'

type Asking = {
  readonly location: Location
  readonly messageFile: string
  readonly flow: Flow
  readonly env: Environment
}

type Named = Extract<Declaration, { readonly none: false }>

/** Where what stands in the message is a person's, or was: an editor's message has its words later. */
const spoken: ReadonlySet<Flow> = new Set(['message', 'amend'])

export const struckText =
  'the message had lines of a record that could not be taken up, and they gave way to the agent’s; of a tool without hooks say: provenance declare --tool NAME --model NAME'

/** What git will keep of a message; nothing, and git is not asked, where no line begins as a record's does. */
const wordsIn = (location: Location, message: Buffer, env: Environment): string => {
  const text = message.toString('utf8')
  if (!/^ai-/im.test(text)) return ''
  return keptText(text, commentCharacter(location.top, message.toString('latin1'), isEdited(env)))
}

/** What a message says of its own of tools, in the lines of a record that no hook wrote: one with AI-Change came with its message, and that hooks saw none only they say. */
const ownLines = (message: string) => {
  const lines = parseTrailers(message).filter(({ key, value }) => isRecordKey(key) && !isObservedNone(value))
  return lines.some(({ key }) => key.toLowerCase() === keys.change.toLowerCase()) ? [] : lines
}

const isObservedNone = (value: string): boolean => {
  const read = parseValue(value)
  return read?.main.toLowerCase() === 'none' && read.parameters.get('basis') === 'observed'
}

/** The tools that a person names in the message itself, as if they had been declared; none where the lines cannot be taken as written. */
const namedIn = (message: string): readonly Contribution[] => {
  const lines = ownLines(message)
  const { contributions, faults } = contributionsIn(lines)
  return lines.length > 0 && isWhole(faults) ? contributions : []
}

const asDeclared = ({ tool, toolVersion, model, promptHash, prompts, humanEdited: edit }: Contribution): Named => ({
  none: false,
  tool,
  toolVersion,
  model,
  leaves: promptHash === null || promptHash === 'none' || (prompts ?? 1) > 1 ? [] : [promptHash],
  ratio: edit?.basis === 'declared' ? edit.ratio : null,
})

type Decided = { readonly record: CommitRecord | null }

/**
 * What is decided with what a person wrote of tools in the message itself: beside a record of an agent's work it would be taken
 * out of the message with all that is no part of it, so it is taken for a declaration. Without one the message stays as it is.
 * `struck` where there is such a line that says nothing that can be taken up.
 */
export const withOwnWords = <T extends Decided>(
  heard: Gathered,
  { location, messageFile, flow, env }: Asking,
  decide: (gathered: Gathered) => T,
): T & { readonly gathered: Gathered; readonly struck: boolean } => {
  const first = decide(heard)
  const said = first.record === null ? [] : first.record.contributions
  const text = said.length > 0 && spoken.has(flow) ? wordsIn(location, readFileSync(messageFile), env) : ''
  if (ownLines(text).length === 0) return { ...first, gathered: heard, struck: false }
  const named = namedIn(text)
  const isKnown = (one: Contribution) => said.some(({ tool, model }) => tool === one.tool && model === one.model)
  const own = named.filter((one) => !isKnown(one)).map(asDeclared)
  const gathered = { ...heard, declared: [...heard.declared, ...own] }
  return { ...(own.length === 0 ? first : decide(gathered)), gathered, struck: named.length === 0 }
}

/**
 * For a person who named tools in an editor, beside a record that was prepared before: the same commit to be asked about anew,
 * what was prepared taken out of its message. Null where nobody did.
 */
export const askedAnew = <T extends Asking>(input: T, prepared: ReturnType<typeof readPrepared>): T | null => {
  const { location, messageFile, flow, env } = input
  if (prepared === null || prepared.lines === '') return null
  const message = readFileSync(messageFile, 'latin1')
  const bare = Buffer.from(withoutLines(message, Buffer.from(prepared.lines).toString('latin1')), 'latin1')
  if (namedIn(wordsIn(location, bare, env)).length === 0) return null
  writeMessage(messageFile, bare)
  return { ...input, flow: spoken.has(flow) ? flow : 'message' }
}
