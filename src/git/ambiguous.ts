import { ProvenanceError } from '../core/errors.js'
import { commitAt, locate } from './locate.js'
import { ask, type UntrustedRepository } from './read-only.js'

/** Words that git takes for what they are, whatever a branch or tag is called (gitrevisions(7)). */
export const neverRefs = /^(?:[A-Z_]*HEAD|@|[0-9a-f]{40}|[0-9a-f]{64})$/

/** All refs that a name can stand for, in git's order (gitrevisions(7), <refname>). */
const refsFor = (name: string): readonly string[] => [
  ...(name.startsWith('refs/') ? [name] : []),
  ...['refs/', 'refs/tags/', 'refs/heads/', 'refs/remotes/'].map((start) => start + name),
  `refs/remotes/${name}/HEAD`,
]

/**
 * Of the refs that go by one name git takes the first and says so in passing: a tag called `origin/main`, which anyone can push, for
 * the remote's branch. It takes refs before a commit's short name too, and `refs/heads/refs/…` where there is no `refs/…`.
 * An auditor is asked. Throws AMBIGUOUS_REVISION where they are different commits.
 */
export const refuseAmbiguous = (repository: UntrustedRepository, word: string): void => {
  const [name = ''] = word.split(/[~^:]|@\{/)
  if (name === '' || neverRefs.test(name)) return
  const refs = refsFor(name)
  const listed = new Set(ask(repository, ['for-each-ref', '--format=%(refname)', ...refs]).stdout.split('\n'))
  const found = refs.filter((ref) => listed.has(ref))
  if (found.length === 0 || found[0] === name) return
  const isFull = name.startsWith('refs/')
  const short = isFull ? null : locate(repository, name)
  if (found.length + (short === null ? 0 : 1) === 1 && !isFull) return
  const commits = new Set([...found.map((ref) => commitAt(repository, ref)), ...(short === null ? [] : [short])])
  if (commits.size === 1 && !isFull) return
  const got = [...found, ...(short === null ? [] : [`the commit ${short}`])].join(' and ')
  const expected = isFull ? `the ref of that name, got ${got} alone` : `one commit, got ${got}, which are several`
  throw new ProvenanceError(
    'AMBIGUOUS_REVISION',
    `${JSON.stringify(name)}: expected ${expected}; write in full which is meant`,
  )
}
