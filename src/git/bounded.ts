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

/** What a process told of some commits, and whether it was stopped before it had told of all. */
export type BoundedAnswer<Fact> = { readonly found: ReadonlyMap<string, Fact>; readonly stopped: boolean }

/**
 * Asks bounded processes about commits: a tree of a few objects may stand for more files than any disk holds. Where one was
 * stopped, the first commit of which it had not told is asked about alone, and the rest anew; what is beyond the bounds
 * alone is in `tooLarge`.
 */
export const withinBounds = async <Fact, Commit extends { readonly oid: string }>(
  commits: readonly Commit[],
  ask: (commits: readonly Commit[]) => Promise<BoundedAnswer<Fact>>,
): Promise<{ readonly found: ReadonlyMap<string, Fact>; readonly tooLarge: ReadonlySet<string> }> => {
  const found = new Map<string, Fact>()
  const tooLarge = new Set<string>()
  const enter = async (some: readonly Commit[]): Promise<boolean> => {
    const told = await ask(some)
    for (const [oid, fact] of told.found) found.set(oid, fact)
    return told.stopped
  }
  for (let rest = commits; rest.length > 0 && (await enter(rest)); ) {
    const [first, ...others] = rest.filter(({ oid }) => !found.has(oid))
    if (first !== undefined && (rest.length === 1 || (await enter([first])))) tooLarge.add(first.oid)
    rest = others
  }
  return { found, tooLarge }
}
