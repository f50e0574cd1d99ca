import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from 'vitest'
import { test } from '../support/commit-flow.js'

const program = resolve('bin/provenance.mjs')

test('in a folder whose path is not UTF-8 the reason is told, commits go through and claim nothing, and nothing is made beside it', ({
  bench,
}) => {
  const payload = (path: string) => {
    const call = { session_id: 's1', hook_event_name: 'PostToolUse', tool_name: 'Write', tool_use_id: 't1' }
    return JSON.stringify({ ...call, cwd: path, tool_input: { file_path: `${path}/a.txt` } })
  }
  const script = `
    folder=$(printf '../caf\\351') && mkdir "$folder" && cp -R .git "$folder/.git" && cd "$folder" && git reset -q --hard || exit 9
    "$0" "$1" init --yes --agents none; echo "init $?"
    "$0" "$1" verify HEAD; echo "verify $?"
    echo agent >a.txt && printf '%s' "$2" | sh .git/provenance/record.sh edit claude-code
    git add a.txt && git commit -qm Agent; echo "commit $?"
    echo person >b.txt && git add b.txt && git commit -qm Person; echo "commit $?"
    git log -2 --format='[%s %(trailers:key=AI-Tool)]'`
  const before = readdirSync(join(bench.top, '..')).length
  const words = [process.execPath, program, payload(`${join(bench.top, '..')}/caf\uFFFD`)]
  const { stdout, stderr } = bench.run('sh', ['-c', script, ...words])
  expect(stdout).toBe('init 2\nverify 2\ncommit 0\ncommit 0\n[Person ]\n[Agent ]\n')
  expect(stderr.match(/^error: .*expected a folder whose path is UTF-8/gm)).toHaveLength(2)
  expect(readdirSync(join(bench.top, '..')).length).toBe(before + 1)
})
