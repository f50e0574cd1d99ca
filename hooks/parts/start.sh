# commit-provenance: the one shim behind every git hook, made of the hook's own text and of the parts that it names. It decides,
# mostly without starting node, whether there is anything to do, and never blocks a commit because of us. `provenance uninstall`
# takes it away and puts a saved hook back.
hook=${0##*/}
# What git tells these on standard input is for the saved hook as well.
given=
case $hook in post-rewrite | pre-push) given=$(cat) ;; esac
tell() { [ -z "$given" ] || printf '%s\n' "$given"; }
# The hook that was here before, under its own name, by which it may tell what it is.
saved=${0%/*}.commit-provenance/$hook
if [ -x "$saved" ]; then
  case $hook in post-rewrite | pre-push) tell | "$saved" "$@" ;; *) "$saved" "$@" ;; esac || exit
fi
# Switches the record off, not the gates.
case ${PROVENANCE-}:$hook in 0:commit-msg | 0:pre-push) ;; 0:*) exit 0 ;; esac

# In every commit hook this is the real git directory, in linked work trees and submodules too (githooks(5)).
git_dir=${GIT_DIR:-.git}
common=$git_dir
if [ -f "$git_dir/commondir" ]; then
  read -r common <"$git_dir/commondir"
  case $common in /*) ;; *) common=$git_dir/$common ;; esac
fi
state=$git_dir/provenance
flow= wrote= quiet= told= anew=
# How git asked for the message, and whether `none` was written then.
[ -f "$state/flow" ] && read -r flow wrote <"$state/flow"

# Our own failure stops no commit: neither here, nor in a gate that would then miss the record. It is told once.
failed() { { read -r _ && read -r word && [ "$word" = failed ]; } 2>/dev/null <"$state/flow"; }
remember() { (echo failed >>"$state/flow") 2>/dev/null; }

# What was prepared for an earlier commit, and not made, is not this one's.
drop_stale() { case $hook:$anew in prepare-commit-msg:* | *:yes) rm -rf "$state/prepared" 2>/dev/null ;; esac; }

skip() {
  case $hook in *commit*) failed && exit 0 ;; esac
  drop_stale
  remember
  echo "provenance: $1; $hook skipped (see: provenance doctor)" >&2
  exit 0
}

# Only our own word, 93 for the policy's no, may stop a commit; a crash, which node ends with 1, never does.
start_node() {
  node= entry=
  { read -r node && read -r entry; } 2>/dev/null <"$common/provenance/runtime"
  [ -x "$node" ] || node=$(command -v node) || skip 'node not found'
  [ -f "$entry" ] || skip "its program ${entry:-(none named)} is gone"
  # What a debugger wants of node is not meant for this one.
  NODE_OPTIONS= PROVENANCE_CODE=$common/provenance PROVENANCE_FLOW=$flow PROVENANCE_QUIET=$quiet PROVENANCE_TOLD=$told \
    PROVENANCE_ANEW=$anew PROVENANCE_WROTE=$wrote "$node" "$entry" "$hook" "$@"
  status=$?
  case $status in
    0) exit 0 ;;
    93) exit 1 ;;
    94)
      drop_stale
      remember && exit 0
      ;;
    *) skip "its program ended with status $status" ;;
  esac
}
