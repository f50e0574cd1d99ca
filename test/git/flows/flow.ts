import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { recordLines } from '../../../src/core/trailer/parse.js'
import type { Workbench, WorkbenchOptions } from '../../support/workbench.js'

/** What must hold of one commit after a flow. Line counts are kept, edited, dropped, per contribution. */
export type Expected = {
  readonly at?: string
  readonly tools: readonly string[]
  readonly lines?: readonly (readonly [kept: number, edited: number, dropped: number])[]
  readonly prompts?: readonly (number | null)[]
  readonly class: string
  readonly binding: string
  /** What a person or git wrote and must still stand in the message. */
  readonly keeps?: readonly string[]
}

/** One everyday git operation: how it is done, and what must hold of the commits it leaves. */
export type Flow = {
  readonly name: string
  readonly options?: WorkbenchOptions
  readonly run: (bench: Workbench) => void
  readonly leaves: readonly Expected[]
  /** What the person's next commit says; nothing where the flow's own state forbids it. */
  readonly next?: readonly string[]
}

export const claude = 'claude-code/2.1.329'
export const other = 'my-agent/3.1.0'
export const person = 'none; basis=observed'
export const signed = 'Signed-off-by: Jo Dev <jo@example.com>'

/** Claude Code writes a file. */
export const claudeWrites = (bench: Workbench, file: string, text: string): void => {
  bench.agent.start()
  bench.agent.prompt(`write ${file}`)
  bench.agent.edit(file, text)
}

/** Another agent, with another model, writes a file. */
export const otherWrites = (bench: Workbench, file: string, text: string): void => {
  const base = { v: 1, agent: { name: 'my-agent', version: '3.1.0' }, model: 'gpt-5.4', session: 's2', cwd: bench.top }
  const tell = (more: object) => {
    const { status, stderr } = bench.provenance(['record', '--agent', 'generic'], {
      input: JSON.stringify({ ...base, ...more }),
    })
    if (status !== 0 || stderr !== '') throw new Error(stderr)
  }
  tell({ kind: 'prompt', prompt: `another ${file}` })
  tell({ kind: 'pre_edit', toolUseId: file, files: [{ path: file }] })
  bench.write(file, text)
  tell({ kind: 'post_edit', toolUseId: file, files: [{ path: file }] })
}

/** A commit of everything, signed off as a person does it. */
export const commit = (bench: Workbench, subject: string): void => {
  bench.git('add', '-A')
  bench.git('commit', '-qsm', subject)
}

export const claudeCommits = (bench: Workbench, file: string, text: string, subject = `Write ${file}`): void => {
  claudeWrites(bench, file, text)
  commit(bench, subject)
}
export const otherCommits = (bench: Workbench, file: string, text: string, subject = `Write ${file}`): void => {
  otherWrites(bench, file, text)
  commit(bench, subject)
}
export const personCommits = (bench: Workbench, file: string, text: string, subject = `Change ${file}`): void => {
  bench.write(file, text)
  commit(bench, subject)
}

/** A program that runs shell lines on the file it is given; for GIT_EDITOR and GIT_SEQUENCE_EDITOR. */
export const editor = (bench: Workbench, lines: string, name = 'editor'): string => {
  const file = join(bench.home, `${name}.sh`)
  writeFileSync(file, `#!/bin/sh\n${lines}\n`)
  chmodSync(file, 0o755)
  return `'${file}'`
}

/** Runs git with an editor for messages, and one for the list of a rebase; throws where git fails. */
export const gitWith = (bench: Workbench, args: readonly string[], { todo = '', message = '' } = {}): void => {
  const env = {
    GIT_SEQUENCE_EDITOR: editor(bench, todo === '' ? ':' : `sed -i -e '${todo}' "$1"`, 'todo'),
    GIT_EDITOR: editor(bench, message === '' ? ':' : message),
  }
  const { status, stderr } = bench.tryGit(args, { env })
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`)
}

/** As gitWith, for a command that is to stop in the middle. */
export const stops = (bench: Workbench, args: readonly string[], { todo = '' } = {}): void => {
  const env = {
    GIT_SEQUENCE_EDITOR: editor(bench, todo === '' ? ':' : `sed -i -e '${todo}' "$1"`, 'todo'),
    GIT_EDITOR: ':',
  }
  bench.tryGit(args, { env })
}

/** The columns of the matrix: what is looked at of each commit. */
export const columns = [
  'record',
  'lines',
  'one block',
  'class',
  'binding',
  'message',
  'as git alone',
  'next commit',
] as const
export type Cells = Readonly<Record<(typeof columns)[number], string>>

type Part = {
  readonly tool: string
  readonly toolVersion: string | null
  readonly prompts: number | null
  readonly humanEdited: { readonly kept: number; readonly edited: number; readonly dropped: number } | null
}
type Entry = {
  readonly oid: string
  readonly class: string
  readonly binding: string
  readonly record: readonly Part[]
}

/** The ledger's line for a commit, as `provenance verify` writes it. */
const verified = (bench: Workbench, at: string): Entry => {
  const oid = bench.git('rev-parse', at).trim()
  const lines = bench.provenance(['verify', 'HEAD', '--format', 'jsonl']).stdout.split('\n')
  const found = lines.find((line) => line.includes(`"oid":"${oid}"`))
  if (found === undefined) throw new Error(`${at} is not in the ledger`)
  return JSON.parse(found) as Entry
}

/** What git alone would have written, where names of commits are left out and our lines taken away. */
const worded = (message: string): readonly string[] =>
  message
    .replaceAll(/\b[0-9a-f]{40,64}\b/g, 'oid')
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s*AI-(?:Tool|Model|Prompt-Hash|Human-Edited-Ratio|Change):/.test(line))

/** What a flow leaves behind that git alone would leave as well: what its commands ended with, the trees, the words. */
export const tracesOf = (bench: Workbench) => ({
  statuses: [...bench.statuses],
  trees: bench.git('log', '--format=%T %an %ae %ad %cn'),
  messages: worded(bench.git('log', '--format=%B')),
})

export const same = (got: unknown, wanted: unknown, said: string): string =>
  JSON.stringify(got) === JSON.stringify(wanted)
    ? said
    : `WRONG: ${JSON.stringify(got)}, expected ${JSON.stringify(wanted)}`

/** What holds of one commit, a cell for each column; a cell that does not hold begins with WRONG. */
export const cellsOf = (bench: Workbench, expected: Expected): Omit<Cells, 'as git alone' | 'next commit'> => {
  const at = expected.at ?? 'HEAD'
  const shown = verified(bench, at)
  const message = bench.message(at)
  const lines = shown.record.map(({ humanEdited: edit }) => [edit?.kept, edit?.edited, edit?.dropped])
  const tools = bench.trailer('AI-Tool', at)
  const prompts = shown.record.map((part) => part.prompts)
  const block = recordLines(message)
    .split('\n')
    .filter((line) => line !== '')
  const anywhere = message
    .split('\n')
    .filter((line) => /^AI-(?:Tool|Model|Prompt-Hash|Human-Edited-Ratio|Change):/.test(line))
  const missing = (expected.keeps ?? []).filter((text) => !message.includes(text))
  const counted = expected.lines ?? []
  return {
    record: same(tools, expected.tools, tools.length === 0 ? 'none is claimed' : tools.join(', ')),
    lines: same(
      [lines, expected.prompts === undefined ? [] : prompts],
      [counted, expected.prompts ?? []],
      counted.length === 0
        ? '–'
        : counted.map(([kept, edited, dropped]) => `${kept} kept, ${edited} edited, ${dropped} dropped`).join('; '),
    ),
    'one block': same(
      anywhere.map((line) => line.trim()),
      block,
      block.length === 0 ? '–' : 'at the end, once',
    ),
    class: same(shown.class, expected.class, expected.class),
    binding: same(shown.binding, expected.binding, expected.binding),
    message: same(missing, [], 'kept'),
  }
}
