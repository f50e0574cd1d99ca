import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { home, median, provenance, repository, run, tell } from './measure.js'

/** What the gates of a clone cost: a commit that is judged before it is made, and a push of one commit. */
export const gates = () => {
  const gated = repository('gated')
  writeFileSync(
    join(gated, '.provenancerc'),
    '{"enforce":["commit-msg","pre-push"],"rules":{"record-wellformed":"error","paths-forbidden":["error",["secret/**"]]}}',
  )
  run('git', ['add', '-A'], gated)
  run('git', ['commit', '-qm', 'policy'], gated)
  run('git', ['clone', '-q', '--bare', gated, join(home, 'gates.git')], home)
  run('git', ['remote', 'add', 'origin', join(home, 'gates.git')], gated)
  run('git', ['fetch', '-q', 'origin'], gated)
  run(process.execPath, [provenance, 'init', '--yes', '--agents', 'claude-code'], gated)
  let count = 0
  const change = () => {
    count += 1
    writeFileSync(join(gated, 'a.txt'), `line ${count}\n`)
  }
  const hooks = (folder: string) => ['-c', `core.hooksPath=${folder}`]
  const commit = (folder: string) => () => run('git', [...hooks(folder), 'commit', '-qam', 'change'], gated)
  const [on, off] = ['.git/hooks', '/dev/null']
  tell('a commit that is judged', median(15, commit(on), change), median(15, commit(off), change), 'no hooks')
  const push = (folder: string) => () => run('git', [...hooks(folder), 'push', '-q', 'origin', 'main'], gated)
  const next = () => {
    change()
    commit(off)()
  }
  tell('a push that is judged', median(11, push(on), next), median(11, push(off), next), 'no hooks')
}

/** A push of 200 commits to a bare repository with the gate, and the same push without it. */
export const pushes = () => {
  const top = repository('pushed')
  const bare = (name: string): string => {
    const folder = join(home, name)
    run('git', ['clone', '-q', '--bare', top, folder], home)
    return folder
  }
  const [open, gated] = [bare('open.git'), bare('gated.git')]
  run(process.execPath, [provenance, 'init', '--yes'], gated)
  writeFileSync(join(gated, 'provenance', 'policy'), '{"rules":{"record-required":"error"}}')
  const stream = Array.from({ length: 200 }, (_, index) => {
    const message = `Change ${index}\n\nAI-Tool: none; basis=declared\n`
    const from = index === 0 ? 'from refs/heads/main^0\n' : ''
    return `commit refs/heads/main\ncommitter B <b@example.com> ${1_800_000_000 + index} +0000\ndata ${Buffer.byteLength(message)}\n${message}${from}\n`
  })
  run('git', ['fast-import', '--quiet'], top, stream.join(''))
  const push = (to: string) => () => run('git', ['push', '-q', to, 'main'], top)
  const again = (to: string) => () => run('git', ['update-ref', 'refs/heads/main', 'refs/heads/main~200'], to)
  const time = (to: string) => {
    push(to)()
    return median(7, push(to), again(to))
  }
  tell('a push of 200 commits through the gate', time(gated), time(open), 'no gate')
}
