import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { leaveRepository } from '../../git/inherited.js'
import { makeRepository } from '../../git/porcelain.js'
import { demoPrompt, demoTexts, playSession } from '../../workflows/demo-session.js'
import { applyInstall, planInstall } from '../../workflows/install/install.js'
import { onInterrupt } from '../interrupt.js'
import { asJson, type Output } from '../output.js'
import { program } from '../program-files.js'
import { ledgerCheck } from './ledger-check.js'
import { promptVerify } from './prompt-verify.js'
import { verify } from './verify.js'

type Options = { readonly keep?: boolean; readonly dryRun?: boolean; readonly json?: boolean }

/** What the demonstration shows, step by step. */
const steps = {
  init: 'a repository with one file and a tag, and the hooks installed: provenance init',
  prompt: `a person asks an agent: ${demoPrompt}`,
  commit: 'a person reads the code, changes a line, and commits: git commit',
  alone: 'a person works without the agent, and commits',
  verify: 'the release: provenance verify v1.0.0..v1.1.0 --output ledger.jsonl',
  check: 'an auditor checks the ledger against history: provenance ledger check ledger.jsonl',
  prove: 'and that this prompt was behind the first commit: provenance prompt verify HEAD~1 --prompt-file prompt.txt',
} as const

/** A step that was shown, and what was said in it. */
type Shown = { readonly step: string; said: string }

/** `provenance demo`: the main job from an agent's prompt to a checked ledger, in a folder that is then removed. */
export const demo = async (options: Options, output: Output): Promise<number> => {
  const shown: Shown[] = []
  const say = (text: string) => {
    const last = shown.at(-1)
    if (last !== undefined) last.said += text
    if (!options.json) output.answer(text)
  }
  const step = (name: keyof typeof steps) => {
    if (!options.json) output.answer(`\n${output.color.bold(`> ${steps[name]}`)}\n`)
    shown.push({ step: steps[name], said: '' })
  }
  const kept = options.dryRun
    ? null
    : await inThrowAway(options.keep === true, (at) => {
        const next = (name: keyof typeof steps) => {
          if (at.isStopped()) throw new Error('interrupted')
          step(name)
        }
        return play({ ...at, step: next, output: told(output, say) })
      })
  if (options.dryRun) for (const name of Object.keys(steps)) step(name as keyof typeof steps)
  const { status = 0, repository = null } = kept ?? {}
  if (options.json) output.answer(asJson({ applied: kept !== null, steps: shown, repository, exitCode: status }))
  else if (repository !== null) output.answer(`\nThe repository stays in ${repository}\n`)
  return status
}

/** The output of the commands that are shown. */
const told = (output: Output, say: (text: string) => void): Output => ({
  ...output,
  answer: say,
  answerSlowly: async (pieces) => {
    for await (const piece of pieces) say(piece)
  },
})

type Place = { readonly home: string; readonly top: string; readonly isStopped: () => boolean }

/** Works in a folder that goes again, away from any repository that git's variables lead to. */
const inThrowAway = async (keep: boolean, work: (at: Place) => Promise<number>) => {
  const comeBack = leaveRepository(process.env)
  const interrupt = untilClean()
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'provenance-demo-')))
  const top = join(home, 'shop')
  const before = process.cwd()
  try {
    return { status: await work({ home, top, isStopped: interrupt.isStopped }), repository: keep ? top : null }
  } catch (cause) {
    // A signal from a terminal ends git as well, and may be heard later than that git has ended.
    await setTimeout(10)
    throw cause
  } finally {
    process.chdir(before)
    comeBack()
    if (!keep) rmSync(home, { recursive: true, force: true })
    await interrupt.clean()
  }
}

/** Has an interrupt wait until the work has seen it and is cleaned up: what git and its hooks are writing would come back. */
const untilClean = () => {
  let stopped = false
  let free = () => {}
  const cleaned = new Promise<void>((resolve) => (free = resolve))
  const forget = onInterrupt(() => {
    stopped = true
    return cleaned
  })
  const clean = async () => {
    free()
    // The program ends by the signal, without a word on what that left undone.
    if (stopped) await new Promise<never>(() => {})
    forget()
  }
  return { clean, isStopped: () => stopped }
}

type Stage = Place & { readonly step: (name: keyof typeof steps) => void; readonly output: Output }

const play = async ({ home, top, step, output }: Stage): Promise<number> => {
  mkdirSync(top)
  process.chdir(top)
  step('init')
  const git = await makeRepository(top)
  writeFileSync(join(top, 'cart.js'), demoTexts.before)
  await git.commitAll('Count the items')
  await git.tag('v1.0.0')
  const install = { cwd: top, program: program(), agents: ['claude-code'], hooks: 'native', config: null }
  applyInstall(planInstall(install), install)
  step('prompt')
  playSession(top)
  output.answer('the agent’s own hooks reported the prompt (as a keyed hash) and the file before and after its edit\n')
  step('commit')
  writeFileSync(join(top, 'cart.js'), demoTexts.person)
  await git.commitAll('Sum the prices')
  output.answer(`${await git.lastMessage()}\n`)
  step('alone')
  writeFileSync(join(top, 'README'), 'A shop.\n')
  await git.commitAll('Say what this is')
  output.answer(`${await git.lastMessage()}\n`)
  await git.tag('v1.1.0')
  const ledger = join(home, 'ledger.jsonl')
  step('verify')
  const range = { repository: top, output: ledger, format: 'text', notes: true } as const
  const verdict = await verify(['v1.0.0..v1.1.0'], range, output)
  step('check')
  const checked = await ledgerCheck(ledger, { repository: top }, output)
  step('prove')
  const prompt = join(home, 'prompt.txt')
  writeFileSync(prompt, demoPrompt)
  const proven = await promptVerify('HEAD~1', { promptFile: [prompt] }, output)
  return Math.max(verdict, checked, proven)
}
