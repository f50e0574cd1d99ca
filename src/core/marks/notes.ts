import { aliasOf, slug } from './aliases.js'
import { statedModel } from './find-model.js'
import type { Mark } from './mark.js'
import { maxText } from './sign.js'

/** Notes refs in which other tools keep their records of a commit, and how each is read. */
export const noteReaders = {
  'refs/notes/ai': (text) => gitAi(text),
  'refs/notes/agent-trace': (text) => agentTrace(text),
  'refs/notes/ai-attribution': (text) => qwenAttribution(text),
} as const satisfies Record<string, (text: string) => readonly Said[] | null>

export type NotesRef = keyof typeof noteReaders

/** What a note says of one tool with one model; `detail` in a few words of ours. */
type Said = { readonly tool: string | null; readonly model: string | null; readonly detail: string }

/** A note that is longer is not read. Those of git-ai before 1.0 hold the whole conversation: the longest in its own repository have some 3 MiB. */
export const maxNoteBytes = 4 * 1024 * 1024

/** As many marks as one note gives. */
const maxMarks = 50

/**
 * The marks in another tool's note on a commit: one for each tool and model it names. Null where the note is not what its ref
 * promises. A note that knows of people only gives none. Never throws.
 */
export const readNote = (ref: NotesRef, text: string): readonly Mark[] | null => {
  const said = noteReaders[ref](text)
  if (said === null) return null
  const distinct = new Map(said.map((one) => [`${one.tool} ${one.model}`, one]))
  return [...distinct.values()].slice(0, maxMarks).map(({ tool, model, detail }) => ({
    tool,
    model,
    kind: 'note',
    where: 'note',
    ai: true,
    raw: `${ref}: ${detail}`.slice(0, maxText),
  }))
}

type Json = Readonly<Record<string, unknown>>

const objectOf = (value: unknown): Json | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null
const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.slice(0, 200) : null
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Names by which git-ai calls agents otherwise than everyone (its src/commands/checkpoint_agent/presets). */
const gitAiNames: Readonly<Record<string, string>> = {
  claude: 'claude-code',
  'claude-web': 'claude-code',
  gemini: 'gemini-cli',
  droid: 'factory-droid',
  'continue-cli': 'continue',
  'codex-cloud': 'codex',
  'cursor-agent': 'cursor',
  'github-copilot-cli': 'github-copilot',
}

const toolOf = (name: string): string =>
  (Object.hasOwn(gitAiNames, name) ? gitAiNames[name] : undefined) ?? aliasOf(name)?.tool ?? slug(name)

const attested = /^ {2}(s_[0-9a-f]{14}|[0-9a-f]{7,16})(?:::t_[0-9a-f]+)? ([\d,-]+)$/

/** Lines attested to each session, from the part of the note above `---`. */
const attestedLines = (section: readonly string[]): ReadonlyMap<string, number> => {
  const lines = new Map<string, number>()
  for (const row of section) {
    const [, key = '', ranges = ''] = attested.exec(row) ?? []
    if (key === '') continue
    const count = ranges.split(',').reduce((sum, range) => {
      const [from = 0, to = from] = range.split('-').map(Number)
      return sum + Math.max(0, to - from + 1)
    }, 0)
    lines.set(key, (lines.get(key) ?? 0) + count)
  }
  return lines
}

/** git-ai's authorship log (Git AI Standard v3.0.0, section 1.2): attestations, `---`, JSON with `sessions` or, before 1.4.0, `prompts`. */
const gitAi = (text: string): readonly Said[] | null => {
  const rows = text.split('\n')
  const divider = rows.indexOf('---')
  const metadata = divider < 0 ? null : objectOf(parsed(rows.slice(divider + 1).join('\n')))
  if (metadata === null || !/^authorship\/\d/.test(textOf(metadata['schema_version']) ?? '')) return null
  const lines = attestedLines(rows.slice(0, divider))
  const sessions = { ...objectOf(metadata['prompts']), ...objectOf(metadata['sessions']) }
  return Object.entries(sessions).flatMap(([key, value]): readonly Said[] => {
    const agent = objectOf(objectOf(value)?.['agent_id'])
    const name = textOf(agent?.['tool'])
    if (name === null || name === 'human') return []
    const model = statedModel(textOf(agent?.['model']) ?? '')
    return [{ tool: toolOf(name), model, detail: `${name} ${model ?? 'unknown'}, ${lines.get(key) ?? 0} lines` }]
  })
}

/** Agent Trace 0.1.0 (cursor/agent-trace): one record, a list of them, or one a line. */
const agentTrace = (text: string): readonly Said[] | null => {
  const whole = parsed(text)
  const values =
    whole === undefined
      ? text
          .split('\n')
          .filter((row) => row.trim() !== '')
          .map(parsed)
      : [whole].flat()
  const records = values.map(objectOf)
  if (records.length === 0 || records.some((record) => record === null || !Array.isArray(record['files']))) return null
  return records.flatMap((record) => {
    const name = textOf(objectOf(record?.['tool'])?.['name'])
    const contributors = listOf(record?.['files'])
      .flatMap((file) => listOf(objectOf(file)?.['conversations']))
      .flatMap((conversation) => {
        const own = objectOf(conversation)
        return [own, ...listOf(own?.['ranges']).map(objectOf)].map((part) => objectOf(part?.['contributor']))
      })
      .filter((contributor) => ['ai', 'mixed'].includes(String(contributor?.['type'])))
    return contributors.map((contributor) => {
      // `provider/model`, as models.dev has it.
      const id = textOf(contributor?.['model_id'])
      const model = id === null ? null : statedModel(id.replace(/^.*\//, ''))
      return { tool: name === null ? null : toolOf(name), model, detail: `${name ?? 'unknown'} ${id ?? 'unknown'}` }
    })
  })
}

/** Qwen Code's own note (0.24.4): per file, how many characters were the AI's. */
const qwenAttribution = (text: string): readonly Said[] | null => {
  const note = objectOf(parsed(text))
  if (note === null) return null
  const characters = [...text.matchAll(/"aiChars"\s*:\s*(\d{1,12})/g)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  )
  if (characters === 0) return []
  const model = textOf(note['model']) ?? textOf(note['generator'])
  return [
    {
      tool: 'qwen-code',
      model: model === null ? null : statedModel(model),
      detail: `${characters} characters by qwen-code`,
    },
  ]
}
