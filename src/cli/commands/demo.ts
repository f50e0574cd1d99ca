import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { leaveRepository } from '../../git/inherited.js'
import { makeRepository } from '../../git/porcelain.js'
import { demoPrompt, demoTexts, playSession } from '../../workflows/demo-session.js'
import { applyInstall, planInstall } from '../../workflows/install.js'
import type { Output } from '../output.js'
import { program } from '../program-files.js'
import { ledgerCheck } from './ledger-check.js'
import { promptVerify } from './prompt-verify.js'
import { verify } from './verify.js'

/** `provenance demo`: the main job from an agent's prompt to a checked ledger, in a folder that is then removed. */
export const demo = async (options: { readonly keep?: boolean }, output: Output): Promise<number> => {
  const comeBack = leaveRepository(process.env)
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'provenance-demo-')))
  const top = join(home, 'shop')
  const before = process.cwd()
  try {
    return await play({ home, top, output })
  } finally {
    process.chdir(before)
    comeBack()
    if (options.keep) output.answer(`\nThe repository stays in ${top}\n`)
    else rmSync(home, { recursive: true, force: true })
  }
}

type Stage = { readonly home: string; readonly top: string; readonly output: Output }

const play = async ({ home, top, output }: Stage): Promise<number> => {
  const step = (text: string) => output.answer(`\n${output.color.bold(`> ${text}`)}\n`)
  mkdirSync(top)
  process.chdir(top)
  step('a repository with one file and a tag, and the hooks installed: provenance init')
  const git = await makeRepository(top)
  writeFileSync(join(top, 'cart.js'), demoTexts.before)
  await git.commitAll('Count the items')
  await git.tag('v1.0.0')
  const install = { cwd: top, program: program(), agents: ['claude-code'], hooks: 'native', config: null }
  applyInstall(planInstall(install), install)
  step(`a person asks an agent: ${demoPrompt}`)
  playSession(top)
  output.answer('the agent’s own hooks reported the prompt (as a keyed hash) and the file before and after its edit\n')
  step('a person reads the code, changes a line, and commits: git commit')
  writeFileSync(join(top, 'cart.js'), demoTexts.person)
  await git.commitAll('Sum the prices')
  output.answer(`${await git.lastMessage()}\n`)
  step('a person works without the agent, and commits')
  writeFileSync(join(top, 'README'), 'A shop.\n')
  await git.commitAll('Say what this is')
  output.answer(`${await git.lastMessage()}\n`)
  await git.tag('v1.1.0')
  const ledger = join(home, 'ledger.jsonl')
  step('the release: provenance verify v1.0.0..v1.1.0 --output ledger.jsonl')
  const verdict = await verify(
    ['v1.0.0..v1.1.0'],
    { repository: top, output: ledger, format: 'text', notes: true },
    output,
  )
  step('an auditor checks the ledger against history: provenance ledger check ledger.jsonl')
  const checked = await ledgerCheck(ledger, { repository: top }, output)
  step('and that this prompt was behind the first commit: provenance prompt verify HEAD~1 --prompt-file prompt.txt')
  const prompt = join(home, 'prompt.txt')
  writeFileSync(prompt, demoPrompt)
  const proven = await promptVerify('HEAD~1', { promptFile: [prompt] }, output)
  return Math.max(verdict, checked, proven)
}
