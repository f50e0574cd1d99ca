import { afterAll, describe, expect, test } from 'vitest'
import { type Workbench, workbench } from '../support/workbench.js'

/** What a person does between an agent's last edit and the commit, and what of the agent's lines then counts as what. */
type Life = {
  readonly name: string
  readonly files?: Readonly<Record<string, string>>
  readonly run: (bench: Workbench) => void
  /** kept, edited, dropped; null where nothing can be measured. */
  readonly counts: readonly [number, number, number] | null
  /** Whether everything is staged at the end. */
  readonly stage?: false
}

const code =
  'export const sum = (items) => {\n  let all = 0\n  for (const item of items) all += item.price\n  return all\n}\n'
const wrote = (bench: Workbench, path = 'sum.js', text = code) => bench.agent.edit(path, text)

const lives: readonly Life[] = [
  { name: 'nothing', run: (bench) => wrote(bench), counts: [5, 0, 0] },
  {
    name: 're-indented by a formatter',
    run: (bench) => {
      wrote(bench)
      bench.write('sum.js', code.replaceAll('  ', '\t'))
    },
    counts: [5, 0, 0],
  },
  {
    name: 'semicolons and quotes by a formatter',
    run: (bench) => {
      wrote(bench)
      bench.write('sum.js', code.replace('let all = 0', 'let all = 0;').replace('return all', 'return all;'))
    },
    counts: [3, 2, 0],
  },
  {
    name: 'formatted by a pre-commit hook',
    run: (bench) => {
      wrote(bench)
      bench.run('sh', [
        '-c',
        `printf '#!/bin/sh\\nsed -i "s/^  /    /" sum.js && git add sum.js\\n' >.git/hooks/pre-commit && chmod +x .git/hooks/pre-commit`,
      ])
    },
    counts: [5, 0, 0],
  },
  {
    name: 'line ends turned to CRLF',
    run: (bench) => {
      wrote(bench)
      bench.write('sum.js', code.replaceAll('\n', '\r\n'))
    },
    counts: [5, 0, 0],
  },
  {
    name: 'a final newline taken away',
    run: (bench) => {
      wrote(bench)
      bench.write('sum.js', code.trimEnd())
    },
    counts: [5, 0, 0],
  },
  {
    name: 'a block moved within the file',
    run: (bench) => {
      wrote(bench, 'sum.js', `${code}export const one = 1\nexport const two = 2\n`)
      bench.write('sum.js', `export const one = 1\nexport const two = 2\n${code}`)
    },
    counts: [7, 0, 0],
  },
  {
    name: 'renamed by a person',
    run: (bench) => {
      wrote(bench)
      bench.run('mv', ['sum.js', 'total.js'])
    },
    counts: [5, 0, 0],
  },
  {
    name: 'renamed, and a line changed',
    run: (bench) => {
      wrote(bench)
      bench.run('rm', ['sum.js'])
      bench.write('total.js', code.replace('let all = 0', 'let all = 1'))
    },
    counts: [4, 1, 0],
  },
  {
    name: 'a committed file renamed after the edit',
    files: { 'old.js': 'const before = 1\n' },
    run: (bench) => {
      wrote(bench, 'old.js', `const before = 1\n${code}`)
      bench.git('mv', 'old.js', 'new.js')
    },
    counts: [5, 0, 0],
  },
  {
    name: 'one of two like files that the agent wrote, deleted',
    run: (bench) => {
      wrote(bench)
      bench.agent.edit('other.js', code)
      bench.run('rm', ['sum.js'])
    },
    counts: [5, 0, 5],
  },
  {
    name: 'renamed by a person, and then edited by the agent',
    run: (bench) => {
      wrote(bench)
      bench.run('mv', ['sum.js', 'total.js'])
      bench.agent.edit('total.js', `${code}export const two = 2\n`)
    },
    counts: [6, 0, 0],
  },
  {
    name: 'copied by a person: the copy is the person’s',
    run: (bench) => {
      wrote(bench)
      bench.write('copy.js', code)
    },
    counts: [5, 0, 0],
  },
  {
    name: 'equal lines, some of them the person’s',
    files: { 'sum.js': 'x()\nx()\n' },
    run: (bench) => {
      wrote(bench, 'sum.js', 'x()\nx()\nx()\nx()\n')
      bench.write('sum.js', 'x()\nx()\nx()\nx()\nx()\n')
    },
    counts: [2, 0, 0],
  },
  {
    name: 'blank lines added by a person',
    run: (bench) => {
      wrote(bench)
      bench.write('sum.js', code.replaceAll('\n', '\n\n'))
    },
    counts: [5, 0, 0],
  },
  {
    name: 'undone to how it was',
    files: { 'sum.js': 'const before = 1\n' },
    run: (bench) => {
      wrote(bench, 'sum.js', `const before = 1\n${code}`)
      bench.write('sum.js', 'const before = 1\n')
      bench.write('p.txt', 'by hand\n')
    },
    counts: null,
  },
  {
    name: 'half of it staged by hunk',
    files: { 'sum.js': Array.from({ length: 20 }, (_, index) => `const line${index} = ${index}\n`).join('') },
    stage: false,
    run: (bench) => {
      const before = bench.read('sum.js')
      wrote(bench, 'sum.js', `const first = 'agent'\n${before}const last = 'agent'\n`)
      bench.run('git', ['add', '-p', 'sum.js'], { input: 'y\nn\n' })
    },
    counts: [1, 0, 0],
  },
  {
    name: 'rewritten by the agent itself',
    run: (bench) => {
      wrote(bench)
      wrote(bench, 'sum.js', code.replace('for (const item of items) all += item.price', 'all = items.length'))
    },
    counts: [5, 0, 0],
  },
  {
    name: 'a cell of a notebook',
    run: (bench) => {
      const cell = (source: string) =>
        `${JSON.stringify({ cells: [{ cell_type: 'code', source: [source] }], nbformat: 4 }, null, 1)}\n`
      wrote(bench, 'n.ipynb', cell('a = 1'))
      bench.write('n.ipynb', cell('a = 12'))
    },
    counts: [10, 1, 0],
  },
  {
    name: 'JSON that a person sorts',
    run: (bench) => {
      wrote(bench, 'x.json', '{\n  "b": 1,\n  "a": 2,\n  "c": 3\n}\n')
      bench.write('x.json', '{\n  "a": 2,\n  "b": 1,\n  "c": 3\n}\n')
    },
    counts: [5, 0, 0],
  },
  {
    name: 'a minified line of 1 MB',
    run: (bench) => {
      const line = `const data = "${'x'.repeat(1024 * 1024)}"\n`
      wrote(bench, 'm.js', line)
      bench.write('m.js', line.replace('data', 'date'))
    },
    counts: [0, 1, 0],
  },
  {
    name: 'a file without any line end, of 1 MB',
    run: (bench) => wrote(bench, 'm.js', 'y'.repeat(1024 * 1024)),
    counts: [1, 0, 0],
  },
  {
    name: 'half deleted, half replaced',
    run: (bench) => {
      wrote(bench)
      bench.write('sum.js', 'export const sum = (items) => {\n  return items.map((one) => one.price).sum\n}\n')
    },
    counts: [2, 0, 3],
  },
]

const table: object[] = []
afterAll(() => console.table(table))

describe('what a person does to an agent’s lines, and what it counts as', () => {
  for (const { name, files, run, counts, stage } of lives) {
    test(name, { timeout: 30_000 }, () => {
      const bench = workbench(files === undefined ? {} : { files })
      try {
        bench.agent.start()
        run(bench)
        if (stage !== false) bench.git('add', '-A')
        bench.git('commit', '-qm', 'Work')
        const { record, binding } = JSON.parse(bench.provenance(['show', '--json']).stdout)
        const edit = record[0]?.humanEdited
        const got = edit == null || edit.kept === null ? null : [edit.kept, edit.edited, edit.dropped]
        table.push({ name, kept: got?.[0], edited: got?.[1], dropped: got?.[2], ratio: edit?.ratio })
        expect(got).toEqual(counts)
        if (counts !== null) expect(binding).toBe('bound')
      } finally {
        bench.remove()
      }
    })
  }
})
