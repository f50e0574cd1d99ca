import { describe, expect, test } from 'vitest'
import { isBot, readMarks } from '../../../src/core/marks/read-marks.js'
import { commitOf, identityOf } from './commit-of.js'

const read = (line: string) => readMarks(commitOf(`fix: x\n\n${line}\n\nmore text\n`), [])

describe('people are never tools', () => {
  test.each([
    'Co-authored-by: Jane Doe <jane@anthropic.com>',
    'Co-authored-by: Claude Martin <claude.martin@example.com>',
    'Co-authored-by: Jean-Claude Dupont <jc@example.com>',
    'Co-authored-by: Annie-Claude Marlowe <annie@example.com>',
    'Co-authored-by: Claude <claude@example.com>',
    'Co-authored-by: Devin Smith <devin@x.com>',
    'Co-authored-by: Jules <jules@example.com>',
    'Co-authored-by: Kim Lee <kim@example.com>',
    'Co-authored-by: Pi <pi@raspberrypi.local>',
    'Co-authored-by: Ai Tanaka <ai@example.com>',
    'Co-authored-by: Bob Cursor <bob@example.com>',
    'Co-authored-by: Max Continue <max@continue.dev>',
    'Co-authored-by: Jane Doe <jane@warp.dev>',
    'Co-authored-by: Jane Doe <jane@openai.com>',
    'Co-authored-by: Jane Doe <jane@cursor.com>',
    'Co-authored-by: Jane Doe <jane.doe@mistral.ai>',
    'Co-authored-by: Cline Contributors <cline@github.com>',
    'Co-authored-by: Hermes Conrad <hermes@example.com>',
    'Co-authored-by: GitHub <noreply@github.com>',
    'Co-authored-by: dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>',
    'Signed-off-by: Jane Doe <jane@anthropic.com>',
    'Reviewed-by: Claude <noreply@anthropic.com>',
    'Helped-by: Jane Doe <jane@openai.com>',
    'Assisted-by: Jane Doe',
    'Assisted-by: Jane Doe <jane@anthropic.com>',
    'Assisted-by: Claude Martin',
    'Assisted-by: Devin <devin@x.com>',
    'Assisted-by: Jane Doe (Warp)',
    'Assisted-by: AGENT_NAME:MODEL_VERSION',
    'Generated-by: cargo',
    'Guided-by: Jane Doe <jane@example.com>',
    'Guided-by: Claude',
    'Assisted by: Jane Doe <jane@example.com>',
    'Co-authored-by: Jane (gpt-5) <jane@example.com>',
    'Co-authored-by: Anna + Claude <anna@example.com>',
    'Co-authored-by: Cursor <cursor@gmail.com>',
    'Co-authored-by: Junie <1+junie@users.noreply.github.com>',
    'Co-authored-by: Cody <cody@example.com>',
    'Generated-by: terraform 1.5',
    'Made-with: love',
  ])('%s', (line) => {
    expect(read(line)).toEqual([])
  })

  test.each([
    'Claude Martin <claude@martin.example>',
    'Devin Smith <devin@x.com>',
    'Jane Doe <jane@anthropic.com>',
    'oz <oz@oz-MS-7B86.NAT.example.pl>',
    'Junie <junie@gmail.com>',
    'Nori <nori@gmail.com>',
    'Trae <trae@gmail.com>',
    'zed <zed@gmail.com>',
    'Roo <roo.smith@gmail.com>',
    'Happy <happy@gmail.com>',
    'Hermes <hermes@example.org>',
    'Kiro <kiro@kiro.example>',
    'Devin <devin@example.com>',
  ])('author %s', (person) => {
    const author = identityOf(person)
    expect(readMarks({ author, committer: author, message: 'fix\n' }, [])).toEqual([])
  })
})

describe('agents by identity', () => {
  test.each([
    ['claude-opus-4-6 <noreply@anthropic.com>', 'claude-code', 'claude-opus-4-6'],
    ['Claude (Opus 5) <noreply@anthropic.com>', 'claude-code', 'Opus 5'],
    ['Claude Sonnet 4.6 <jane+claude-code@example.com>', 'claude-code', 'Claude Sonnet 4.6'],
    ['GLM-5.2 <noreply@z.ai>', null, 'GLM-5.2'],
    ['Kimi K2.7 Code <noreply@kimi.com>', 'kimi-code', 'Kimi K2.7 Code'],
    ['Cursor <cursoragent@cursor.com', 'cursor', null],
    ['Cursor Agent <agent@cursor.com>', 'cursor', null],
    ['Cascade <cascade@windsurf.com>', 'windsurf', null],
    ['OpenAI ChatGPT <chatgpt@openai.com>', 'chatgpt', null],
    ['ChatGPT', 'chatgpt', null],
    ['Copilot (CLI, agent mode, model Claude Opus 3.7)', 'github-copilot', 'Claude Opus 3.7'],
    [
      'aider (openrouter/deepseek/deepseek-r1:free) <aider@aider.chat>',
      'aider',
      'openrouter/deepseek/deepseek-r1:free',
    ],
    ['my-claude-bot[bot] <1+my-claude-bot[bot]@users.noreply.github.com>', 'claude-code', null],
    ['sweep-nightly[bot] <324098+sweep-nightly@users.noreply.github.com>', 'sweep', null],
    ['warp-agent-staging[bot] <8334252+jane@users.noreply.github.com>', 'warp', null],
    ['blinkagent[bot] <237617714+blinkagent[bot]@users.noreply.github.com>', null, null],
    ['AI Assistant <assistant@example.com>', null, null],
    ['Jane via Claude Code <jane@example.com>', 'claude-code', null],
    ['Amp <amp@example.com>', 'amp', null],
    ['Junie <junie@jetbrains.com>', 'junie', null],
    ['Roo <roo@roocode.dev>', 'roo-code', null],
    ['Zed <noreply@example.com>', 'zed', null],
    ['Oz <oz-agent@warp.dev>', 'warp', null],
    ['Letta Integration <1+letta-integration[bot]@users.noreply.github.com>', 'letta-code', null],
    ['OpenDevinBot <bot@opendevin.com>', 'openhands', null],
    ['Composer 2.5 <composer@anysphere.com>', 'cursor', 'Composer 2.5'],
    ['Jane Doe (claude-sonnet-4-20250514) <jane@example.com>', null, 'claude-sonnet-4-20250514'],
    ['Jane Doe + Claude <jane@example.com>', 'claude-code', null],
    ['AI+jane <jane@example.com>', null, null],
    ['AI (Pi/Claude Opus 4.7) <noreply@pi.dev>', 'pi', 'Claude Opus 4.7'],
  ])('%s', (person, tool, model) => {
    expect(read(`Co-authored-by: ${person}`)).toMatchObject([
      { tool, model, kind: 'coauthor', where: 'body', ai: true },
    ])
  })
})

describe('isBot', () => {
  test.each<readonly [string, boolean]>([
    ['dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>', true],
    ['Renovate Bot <bot@renovateapp.com>', true],
    ['gemini-cli-robot <gemini-cli-robot@google.com>', true],
    ['opencode <opencode@sst.dev>', true],
    ['semantic-release-bot <semantic-release-bot@martynus.net>', true],
    ['claude[bot] <209825114+claude[bot]@users.noreply.github.com>', false],
    ['Copilot <198982749+Copilot@users.noreply.github.com>', false],
    ['sweep-nightly[bot] <324098+sweep-nightly@users.noreply.github.com>', false],
    ['mux-bot[bot] <1+mux-bot[bot]@users.noreply.github.com>', false],
    ['reagent[bot] <1+reagent[bot]@users.noreply.github.com>', true],
    ['constructor[bot] <1+constructor[bot]@users.noreply.github.com>', true],
    ['Jane Doe <jane@example.com>', false],
    ['Abbott Talbot <abbott@example.com>', false],
    ...[
      'dependabot-preview[bot] <support@dependabot.com>',
      'github-actions <actions@github.com>',
      'GitHub Actions Runner <gha@example.com>',
      'Travis CI <builds@example.com>',
      'Travis CI User <travis@example.org>',
      'travis <builds@travis-ci.org>',
      'jenkins <jenkins@example.com>',
      'Jenkins X Bot <jenkins-x@example.com>',
      'bors <bors@rust-lang.org>',
      'bors-ng <bors@example.com>',
      'Renovate <renovate@example.com>',
      'acme_bot <acme@example.com>',
      'acme-robot <acme@example.com>',
      'Release Bot <release@example.com>',
      'Acme Release Bot <release@example.com>',
      'Acme Bot <bot@example.com>',
      'Acme Bot <acme-bot@example.com>',
      'Acme Bot <no-reply@example.com>',
      'Jenkins at Acme <jenkins-ci@example.com>',
    ].map((person) => [person, true] as const),
    ...[
      'Travis Oliphant <travis.oliphant@example.com>',
      'Travis Oliphant <123+travis@users.noreply.github.com>',
      'Travis <travis@example.com>',
      'Travis-Lee Smith <travis-lee@example.com>',
      'Jenkins Smith <jenkins.smith@example.com>',
      'Bot Nguyen <bot.nguyen@example.com>',
      'Jean Bot <jean.bot@example.com>',
      'Bob Robot <bob.robot@example.com>',
      'Bors Meier <bors.meier@example.com>',
      'Renovate Ann <renovate.ann@example.com>',
    ].map((person) => [person, false] as const),
  ])('%s', (person, bot) => {
    expect(isBot(identityOf(person))).toBe(bot)
  })
})
