#!/bin/sh
# commit-provenance: a hook in a folder that others use too, a team's or another repository's. It calls the one that was here
# before, then the clone's own hook of ours where somebody ran `provenance init`; elsewhere it does nothing and succeeds.
hook=${0##*/}
# What git tells these on standard input is for both.
given=
case $hook in post-rewrite | pre-push) given=$(cat) ;; esac
tell() { [ -z "$given" ] || printf '%s\n' "$given"; }
saved=${0%/*}/commit-provenance.saved/$hook
if [ -x "$saved" ]; then
  case $hook in post-rewrite | pre-push) tell | "$saved" "$@" ;; *) "$saved" "$@" ;; esac || exit
fi
common=${GIT_DIR:-.git}
if [ -f "$common/commondir" ]; then
  read -r folder <"$common/commondir"
  case $folder in /*) common=$folder ;; *) common=$common/$folder ;; esac
fi
ours=$common/provenance/hooks/$hook
[ -f "$ours" ] || exit 0
case $hook in
  post-rewrite | pre-push) tell | sh "$ours" "$@" ;;
  *) exec sh "$ours" "$@" ;;
esac
