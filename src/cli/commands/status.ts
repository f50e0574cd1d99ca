import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { counted } from '../../core/counted.js'
import { composeTrailers } from '../../core/trailer/compose.js'
import { headCommit } from '../../git/work-tree.js'
import { visible } from '../../report/escape.js'
import { isSetUp } from '../../store/location.js'
import { lookAtHooks } from '../../workflows/agents/liveness.js'
import { commandSoFar } from '../../workflows/agents/record-shell.js'
import { lapsedText } from '../../workflows/commit/declared.js'
import { type Gathered, gather } from '../../workflows/commit/gather.js'
import { recordOf } from '../../workflows/commit/prepare-message.js'
import { requireLocation } from '../../workflows/install/install.js'
import { asJson, type Output } from '../output.js'

type Options = { readonly lines?: boolean; readonly json?: boolean }

/** `provenance status`: the record of the next commit as things are staged now, and where its figures come from. Changes nothing. */
export const status = async (options: Options, output: Output): Promise<number> => {
  const location = requireLocation(process.cwd())
  const now = Date.now()
  const beside = commandSoFar(location, process.env, { now })?.events ?? []
  const gathered = gather(location, { flow: 'message', now, beside, live: lookAtHooks(location, process.env).live })
  const record = recordOf(gathered, process.env)
  const trailers = record === null ? [] : composeTrailers(record)
  const why = {
    ...reasons(gathered),
    head: headCommit(location.top),
    setUp: isSetUp(location) && existsSync(join(location.shared, 'runtime')),
  }
  if (options.json) {
    output.answer(asJson({ trailers, ...why, ...(options.lines ? { lines: linesOf(gathered) } : {}) }))
    return 0
  }
  if (!why.setUp) output.talk('The hooks are not installed here; to install them: provenance init\n')
  for (const one of gathered.lapsed) output.talk(`${lapsedText(one)}\n  while HEAD is that commit: ${takeUp}\n`)
  if (why.closed > 0) output.talk(`${counted(why.closed, 'event')} closed to you; see: provenance doctor\n`)
  if (trailers.length === 0)
    output.answer(
      `The next commit would carry no record: ${why.missed ? 'what an agent did is not known' : 'nothing was observed'} (class unknown).\n`,
    )
  for (const { key, value } of trailers) output.answer(`${key}: ${visible(value)}\n`)
  output.answer(`\n${counted(why.events, 'event')} waiting; ${counted(why.files.length, 'file')} touched by agents\n`)
  for (const file of why.files) output.answer(`  ${visible(file.path)}: ${file.note}\n`)
  if (options.lines)
    for (const line of linesOf(gathered))
      output.answer(`  ${visible(placeOf(line))}  ${visible(line.who)}  ${visible(line.text)}\n`)
  return 0
}

/** An amend takes up what was declared for the commit, with the hooks in place; a commit that changes nothing too. */
const takeUp = 'git commit --amend --allow-empty --no-edit'

type ToldLine = ReturnType<typeof linesOf>[number]

const placeOf = ({ path, line, fate, from }: ToldLine): string =>
  `${path}${line === null ? '' : `:${line}`}  ${fate}${from === undefined ? '' : ` (from ${from})`}`

const reasons = (gathered: Gathered) => ({
  events: gathered.events,
  torn: gathered.torn.length,
  closed: gathered.closed.length,
  missed: gathered.missed,
  lapsed: gathered.lapsed.map(({ declaration, without }) => ({ declaration, without })),
  files: Object.keys(gathered.plan.touched).map((path) => ({
    path,
    note: gathered.assembled.unmeasured.has(path)
      ? 'cannot be measured (binary or too large)'
      : gathered.plan.states[path] === undefined
        ? 'left out of the measure'
        : gathered.plan.carried[path] === undefined
          ? 'measured'
          : 'some lines wait for a later commit',
  })),
})

/** What becomes of each line that agents proposed, those that are gone behind those of their file that stand. */
const linesOf = ({ plan }: Gathered) =>
  plan.lines
    .map(({ path, line, proposal, fate, text, from }) => ({
      path,
      line,
      who: proposal.owner.replace('\n', ' '),
      fate,
      text,
      ...(from === undefined ? {} : { from }),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : (a.line ?? Infinity) - (b.line ?? Infinity) || 0))
