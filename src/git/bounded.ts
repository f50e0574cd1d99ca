import type { Readable } from 'node:stream'

/** What one process may do: bytes it writes, and milliseconds in which it writes nothing. */
export type Bounds = { readonly bytes: number; readonly silence: number }

/** Stops a process that goes beyond its bounds, and tells whether it had to. Its output is read by somebody else too. */
export const bounded = (
  process: { readonly stdout: Readable | null | undefined; readonly kill: (signal: 'SIGKILL') => boolean },
  { bytes, silence }: Bounds,
): (() => boolean) => {
  let [written, stopped] = [0, false]
  const stop = () => {
    stopped = true
    process.kill('SIGKILL')
  }
  const timer = setTimeout(stop, silence).unref()
  process.stdout?.on('data', (chunk: Buffer) => {
    written += chunk.length
    if (written > bytes) stop()
    timer.refresh()
  })
  process.stdout?.on('close', () => clearTimeout(timer))
  return () => stopped
}

/** How a process ended that was asked about commits: it told of all, was stopped at its bounds, or git gave up, as it does at an object that is missing. */
export type Ended = 'whole' | 'stopped' | 'failed'

/** What a process told of some commits, in their order, before it ended. */
export type BoundedAnswer<Fact> = { readonly found: ReadonlyMap<string, Fact>; readonly ended: Ended }

/** So many commits that git cannot read cost the others of a batch nothing; in a clone without blobs, which lacks all of them, each would cost processes of its own. */
const mostFailures = 8

/**
 * Asks bounded processes about commits: a tree of a few objects may stand for more files than any disk holds, and git ends at the
 * first object that is missing, whatever comes behind it. Where one ended early, the first commit of which it had not told is
 * asked about alone, and the rest anew; what is beyond the bounds alone is in `tooLarge`, what git cannot read in neither.
 */
export const withinBounds = async <Fact, Commit extends { readonly oid: string }>(
  commits: readonly Commit[],
  ask: (commits: readonly Commit[]) => Promise<BoundedAnswer<Fact>>,
): Promise<{ readonly found: ReadonlyMap<string, Fact>; readonly tooLarge: ReadonlySet<string> }> => {
  const found = new Map<string, Fact>()
  const tooLarge = new Set<string>()
  const enter = async (some: readonly Commit[]): Promise<Ended> => {
    const told = await ask(some)
    for (const [oid, fact] of told.found) found.set(oid, fact)
    return told.ended
  }
  let failures = 0
  for (let rest = commits; rest.length > 0 && failures < mostFailures; ) {
    const ended = await enter(rest)
    if (ended === 'whole') break
    const [first, ...others] = rest.filter(({ oid }) => !found.has(oid))
    if (first === undefined) break
    const alone = rest.length === 1 ? ended : await enter([first])
    if (alone === 'stopped') tooLarge.add(first.oid)
    if (alone === 'failed') failures += 1
    rest = others
  }
  return { found, tooLarge }
}
