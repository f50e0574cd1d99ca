/** What looks like a sign and is none; tried before every row on the same text (`NAME <ADDRESS>`, `Key: value`). */
export type Exclusion = {
  readonly kind: 'author' | 'coauthor' | 'trailer'
  readonly pattern: RegExp
  readonly reason: string
  readonly example: string
}

// What may follow an agent's name without making it a person's.
const notSurname = '(?!(?:Code|Opus|Sonnet|Haiku|Fable|Mythos|Instant|Agent|Assistant|Bot|App|Desktop|Web)\\b)'

export const exclusions: readonly Exclusion[] = [
  {
    kind: 'author',
    pattern: /gemini-cli-robot/i,
    reason: 'release automation, not an AI author',
    example: 'gemini-cli-robot <gemini-cli-robot@google.com>',
  },
  {
    kind: 'author',
    pattern: /<opencode@sst\.dev>/i,
    reason: 'release bot of opencode',
    example: 'opencode <opencode@sst.dev>',
  },
  {
    kind: 'author',
    pattern:
      /^(?:dependabot|renovate|github-actions|pre-commit-ci|snyk-bot|allcontributors|greenkeeper|imgbot)(?:\[bot\])?(?![\w-])/i,
    reason: 'deterministic automation: a bot, neither AI nor a person',
    example: 'dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>',
  },
  {
    kind: 'coauthor',
    pattern: new RegExp(`^(?:\\w+-)?Claude ${notSurname}[A-Z][a-z]+(?:[ -][A-Z][a-z]+)* <(?!noreply@anthropic)`),
    reason: 'human given name',
    example: 'Claude Martin <claude.martin@example.com>',
  },
  {
    kind: 'coauthor',
    pattern: new RegExp(`^(?:Devin|Jules|Ona|Kim|Kira) ${notSurname}[A-Z][a-z]+(?:[ -][A-Z][a-z]+)* <`),
    reason: 'human given name',
    example: 'Devin Smith <devin@example.com>',
  },
  {
    kind: 'coauthor',
    pattern: /^(?!.*copilot).*<noreply@github\.com>$/i,
    reason: 'the committer GitHub writes for the web, unless the name is Copilot',
    example: 'GitHub <noreply@github.com>',
  },
  {
    kind: 'trailer',
    pattern: /^Replit-Commit-Author:\s*Deployment/i,
    reason: 'deployment record',
    example: 'Replit-Commit-Author: Deployment',
  },
]
