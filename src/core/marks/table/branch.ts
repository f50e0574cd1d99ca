import { type MarkRow, rows } from './row.js'

/** Names that agents give to their branches. Kept as data: the name of a branch is no part of a commit. */
export const branchMarks: readonly MarkRow[] = [
  ...rows('claude-code', [['medium', /^claude\//i, 'claude/fix-login-01abc', 'arXiv 2601.18341 branch heuristics']]),
  ...rows('github-copilot', [['medium', /^copilot\//i, 'copilot/fix-123', 'arXiv 2601.18341']]),
  ...rows('cursor', [['medium', /^cursor\//i, 'cursor/fix-x-1a2b', 'arXiv 2601.18341']]),
  ...rows('codex', [['medium', /^codex[/-]/i, 'codex/fix-parser', 'arXiv 2601.18341']]),
  ...rows('jules', [['low', /^jules[/-]/i, 'jules/fix', 'arXiv 2601.18341']]),
  ...rows('devin', [['medium', /^devin\//i, 'devin/1712345678-fix', 'arXiv 2601.18341']]),
  ...rows('aider', [['low', /^aider[/-]/i, 'aider/x', 'arXiv 2601.18341']]),
  ...rows('windsurf', [['low', /^windsurf[/-]/i, 'windsurf/x', 'arXiv 2601.18341']]),
  ...rows('v0', [['medium', /^v0\//i, 'v0/user-abc', 'arXiv 2601.18341']]),
]
