# Whether the commit is still the one that prepare-commit-msg saw. Git runs the hooks of a commit from one process, and names its
# index to them; a hook manager may stand between. Git gui asks for a message when it opens, and JGit never does.
index_is_same() {
  [ -n "${GIT_INDEX_FILE-}" ] && [ "$by" = "$PPID" ] && return 0
  [ -f "$state/flow" ] && [ ! "${GIT_INDEX_FILE:-$git_dir/index}" -nt "$state/flow" ]
}

# The same, and what agents did and a person declared by then.
state_is_same() {
  index_is_same || return 1
  [ -n "${GIT_INDEX_FILE-}" ] && [ "$by" = "$PPID" ] && return 0
  for entry in "$state"/spool/*; do
    [ ! "$entry" -nt "$state/flow" ] || return 1
  done
}
