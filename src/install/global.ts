import { shellWord } from '../core/shell-word.js'

/**
 * Every hook that git looks for in the folder that `core.hooksPath` names, and so no longer in the repository's own
 * (githooks(5), git 2.39). Those that git runs for each reference or each change of the index are left out: handing them on
 * costs every commit 6 to 8 ms, whether a repository has such a hook or not; and `push-to-checkout`, in whose place git itself
 * brings the work tree up to date. `doctor` tells where one is hidden.
 */
export const globalHookNames = [
  'applypatch-msg',
  'pre-applypatch',
  'post-applypatch',
  'pre-commit',
  'pre-merge-commit',
  'prepare-commit-msg',
  'commit-msg',
  'post-commit',
  'pre-rebase',
  'post-checkout',
  'post-merge',
  'pre-push',
  'pre-receive',
  'update',
  'proc-receive',
  'post-receive',
  'post-update',
  'pre-auto-gc',
  'post-rewrite',
  'sendemail-validate',
  'p4-changelist',
  'p4-prepare-changelist',
  'p4-post-changelist',
  'p4-pre-submit',
] as const

/** The hooks that are not handed on. */
export const unheardHookNames = ['reference-transaction', 'post-index-change', 'push-to-checkout'] as const

/** The hooks of ours that a new repository gets from a template; `post-checkout` readies a clone at once. */
export const templateHookNames = [
  'prepare-commit-msg',
  'commit-msg',
  'post-commit',
  'post-rewrite',
  'pre-push',
  'post-checkout',
]

/** What stands in a hook that git copied from our template (git-init(1), template directory), and in no other's. */
export const templateMark = '# commit-provenance: copied from the template for new repositories'

/** A hook for the template: it is copied once, so it only points at the one for all repositories, and rests when that is gone. */
export const templateHook = (target: string): string =>
  `#!/bin/sh\n${templateMark}\n[ ! -f ${shellWord(target)} ] || exec ${shellWord(target)} "$@"\n`
