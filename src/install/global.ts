/**
 * Every hook that git looks for in the folder that `core.hooksPath` names, and so no longer in the repository's own
 * (githooks(5), git 2.39). Those that git runs for each reference or each change of the index are left out: handing them on
 * would cost every command.
 */
export const globalHookNames = [
  ...['applypatch-msg', 'pre-applypatch', 'post-applypatch', 'pre-commit', 'pre-merge-commit', 'prepare-commit-msg'],
  ...['commit-msg', 'post-commit', 'pre-rebase', 'post-checkout', 'post-merge', 'pre-push', 'pre-receive', 'update'],
  ...['proc-receive', 'post-receive', 'post-update', 'push-to-checkout', 'pre-auto-gc', 'post-rewrite'],
  ...['sendemail-validate'],
] as const
