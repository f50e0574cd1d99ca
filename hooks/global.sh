#!/bin/sh
# commit-provenance: hooks for all of a person's repositories. core.hooksPath hides a repository's own hooks, so its own runs
# from here first; then ours, in the clone's folder that the first hook makes ready. `provenance uninstall --global` ends it.
hook=${0##*/}
git_dir=${GIT_DIR:-.git}
# `git worktree add` sets no GIT_DIR, and `.git` is a file there that says where it is (gitrepository-layout(5)).
[ ! -f "$git_dir" ] || read -r _ git_dir <"$git_dir"
common=$git_dir
if [ -f "$git_dir/commondir" ]; then
  read -r common <"$git_dir/commondir"
  case $common in /*) ;; *) common=$git_dir/$common ;; esac
fi
own=$common/hooks/$hook
run_own() {
  [ -x "$own" ] && [ ! "$own" -ef "$0" ] || return 0
  # A copy from our template comes here itself.
  grep -q '^# commit-provenance: copied from the template' "$own" && return 0
  # Installed in this repository as well: that one is enough.
  grep -q '^# commit-provenance: the one shim' "$own" && exec "$own" "$@"
  "$own" "$@"
}
ours=$common/provenance/hooks/$hook

case $hook in
  post-rewrite | pre-push)
    given=$(cat)
    tell() { [ -z "$given" ] || printf '%s\n' "$given"; }
    tell | run_own "$@" || exit
    [ ! -f "$ours" ] || tell | sh "$ours" "$@"
    exit
    ;;
  prepare-commit-msg | commit-msg | post-commit | post-checkout) run_own "$@" || exit ;;
  *)
    run_own "$@"
    exit
    ;;
esac

if [ ! -d "$common/provenance" ]; then
  { read -r node && read -r entry; } 2>/dev/null <"${0%/*}/../runtime"
  [ -x "$node" ] || node=$(command -v node) || exit 0
  # In a fresh clone, whose first checkout comes from no commit (githooks(5)), nobody has worked yet. Elsewhere an agent may
  # have, unheard: that no agent was seen is claimed from the commit after this one on.
  live=
  # A work tree that is added is none.
  [ "$git_dir" = "$common" ] && case $hook:${1-} in post-checkout:*[!0]*) ;; post-checkout:0*) live=live ;; esac
  [ ! -f "$entry" ] || "$node" "$entry" set-up $live || exit 0
fi
next=$common/provenance/observing.next
[ "$hook" != post-commit ] || [ ! -f "$next" ] || mv -f "$next" "${next%.next}"
[ ! -f "$ours" ] || exec sh "$ours" "$@"
exit 0
