import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gates, pushes } from './gates.js'
import { home, inTurns, median, provenance, repository, run, tell, tellStarts } from './measure.js'

const commits = () => {
  const plain = repository('plain')
  const hooked = repository('hooked')
  run(process.execPath, [provenance, 'init', '--yes', '--agents', 'claude-code'], hooked)
  let count = 0
  const change = (top: string) => () => {
    count += 1
    writeFileSync(join(top, 'a.txt'), `line ${count}\n`)
  }
  const commit = (top: string) => () => run('git', ['commit', '-qam', 'change'], top)
  const floor = median(41, commit(plain), change(plain))
  tell('commit, no agent activity', median(41, commit(hooked), change(hooked)), floor, 'no hooks')

  const shim = join(hooked, '.git', 'provenance', 'record.sh')
  const payload = (event: string) =>
    JSON.stringify({
      session_id: 's',
      cwd: hooked,
      hook_event_name: event,
      tool_name: 'Write',
      tool_use_id: `t${count}`,
      tool_input: { file_path: join(hooked, 'a.txt') },
    })
  const event = (name: string) => () => run('sh', [shim, 'edit', 'claude-code'], hooked, payload(name))
  const agent = () => {
    event('PreToolUse')()
    change(hooked)()
    event('PostToolUse')()
  }
  const start = () => run(process.execPath, ['-e', '0'], hooked)
  const [recorded = 0, bare = 0, node = 0] = inTurns(15, [
    { work: commit(hooked), before: agent },
    { work: commit(plain), before: change(plain) },
    { work: start },
  ])
  tell('commit with a record', recorded, bare, 'no hooks')
  tellStarts('what the record adds to a commit', recorded - bare, node)
  tell(
    'an agent’s edit event',
    median(41, event('PreToolUse')),
    median(41, () => run('sh', ['-c', 'cat >/dev/null'], hooked, payload('PreToolUse'))),
    'sh and cat',
  )
  const prompt = JSON.stringify({ session_id: 's', cwd: hooked, hook_event_name: 'UserPromptSubmit', prompt: 'p' })
  tell(
    'a prompt event',
    median(11, () => run('sh', [shim, 'event', 'claude-code'], hooked, prompt)),
    median(11, () => run(process.execPath, ['-e', '0'], hooked)),
    'node -e 0',
  )
}

/** What other agents report, and what joins commits: each beside its own floor. */
const otherPaths = () => {
  const top = repository('paths')
  run(process.execPath, [provenance, 'init', '--yes', '--agents', 'claude-code'], top)
  const shim = join(top, '.git', 'provenance', 'record.sh')
  const report = (mode: string, agent: string, payload: object) => () =>
    run('sh', [shim, mode, agent], top, JSON.stringify({ session_id: 's', cwd: top, ...payload }))
  const shell = median(41, () => run('sh', ['-c', 'cat >/dev/null'], top, '{}'))
  const node = median(11, () => run(process.execPath, ['-e', '0'], top))
  const edits = [{ old_string: 'start', new_string: 'begin' }]
  const cursor = {
    hook_event_name: 'afterFileEdit',
    cursor_version: '3.2',
    model: 'm',
    file_path: join(top, 'a.txt'),
    edits,
  }
  tell('an edit event of Cursor’s', median(41, report('edit', 'cursor', cursor)), shell, 'sh and cat')
  const patch = '*** Begin Patch\n*** Update File: a.txt\n@@\n-start\n+begin\n*** End Patch\n'
  const codex = {
    hook_event_name: 'PreToolUse',
    tool_name: 'apply_patch',
    tool_input: { command: patch },
    tool_use_id: 'c',
  }
  tell('a patch of Codex’s, several files', median(11, report('event', 'codex', codex)), node, 'node -e 0')
  const bash = (event: string) => ({
    hook_event_name: event,
    tool_name: 'Bash',
    tool_input: { command: 'x' },
    tool_use_id: 'b',
  })
  const around = () => {
    report('event', 'claude-code', bash('PreToolUse'))()
    report('event', 'claude-code', bash('PostToolUse'))()
  }
  tell('a shell command, before and after', median(11, around), 2 * node, 'node -e 0, twice')
  run('rm', ['-rf', join(top, '.git', 'provenance', 'spool')], top)
  joined(top)
}

/** Two recorded commits squashed by a rebase, and the same commits without hooks. */
const joined = (top: string) => {
  const trailers =
    'AI-Tool: x/1\nAI-Model: m\nAI-Prompt-Hash: none\nAI-Human-Edited-Ratio: 0.000; kept=1; edited=0; dropped=0; basis=measured; method=lines/1'
  const squash = (hooks: string) => () =>
    run(
      'sh',
      [
        '-c',
        `GIT_SEQUENCE_EDITOR='sed -i 2s/^pick/squash/' GIT_EDITOR=: git -c core.hooksPath=${hooks} rebase -qi HEAD~2`,
      ],
      top,
    )
  const two = () => {
    run('git', ['reset', '-q', '--hard', 'HEAD'], top)
    for (const name of ['b', 'c']) {
      writeFileSync(join(top, 'a.txt'), `${name} ${performance.now()}\n`)
      run('git', ['-c', 'core.hooksPath=/dev/null', 'commit', '-qam', `${name}\n\n${trailers}`], top)
    }
  }
  const floor = median(7, squash('/dev/null'), two)
  tell('a squash in a rebase, two records', median(7, squash('.git/hooks'), two), floor, 'no hooks')
  const amend = (hooks: string) => () =>
    run('git', ['-c', `core.hooksPath=${hooks}`, 'commit', '-q', '--amend', '--no-edit'], top)
  tell('an amend of a recorded commit', median(11, amend('.git/hooks')), median(11, amend('/dev/null')), 'no hooks')
}

/** Beside git's plain listing, and beside the one that has the ledger's order, for which git must have walked to the end. */
const verify = (name: string, gitDir: string) => {
  const git = `git --git-dir '${gitDir}' -c core.commitGraph=false`
  const read = (order: string) => () =>
    run('sh', ['-c', `${git} rev-list ${order} HEAD | ${git} cat-file --batch >/dev/null`], home)
  const ours = () =>
    run(process.execPath, [provenance, 'verify', 'HEAD', '-C', gitDir, '--output', join(home, 'ledger.jsonl')], home)
  const [taken = 0, plain = 0, ordered = 0] = inTurns(3, [
    { work: ours },
    { work: read('') },
    { work: read('--topo-order --reverse') },
  ])
  tell(`verify ${name}`, taken, plain, 'rev-list | cat-file --batch')
  tell(`verify ${name}`, taken, ordered, 'rev-list --topo-order --reverse | cat-file --batch')
}

const generated = (count: number): string => {
  const top = join(home, 'generated.git')
  run('git', ['init', '-q', '--bare', '-b', 'main', top], home)
  const commit = (index: number) => {
    const mark = index % 5 === 0 ? '\n\nCo-Authored-By: Claude Opus 4.6 <noreply@anthropic.com>' : ''
    const message = `Change number ${index}\n\nBecause of reasons that fill a paragraph of ordinary length, as messages do.${mark}\n`
    return `commit refs/heads/main\ncommitter B <b@example.com> ${1_700_000_000 + index} +0000\ndata ${Buffer.byteLength(message)}\n${message}\n`
  }
  run('git', ['fast-import', '--quiet'], top, Array.from({ length: count }, (_, index) => commit(index)).join(''))
  return top
}

try {
  commits()
  otherPaths()
  gates()
  pushes()
  const count = Number(process.env['BENCH_COMMITS'] ?? 100_000)
  verify(`of ${count} generated commits`, generated(count))
  const given = process.env['BENCH_GIT_DIR']
  if (given !== undefined && existsSync(given)) verify(`of ${given.split('/').slice(-2).join('/')}`, resolve(given))
} finally {
  rmSync(home, { recursive: true, force: true })
}
