# Whether the commit is still the one that prepare-commit-msg saw. Git itself asks for a message in every commit, and names its index
# to the hooks of it (githooks(5)); git gui asks when it opens, and JGit never does.
index_is_same() {
  [ -z "${GIT_INDEX_FILE-}" ] || return 0
  [ -f "$state/flow" ] && [ ! "$git_dir/index" -nt "$state/flow" ]
}

# The same, and what agents did and a person declared by then.
state_is_same() {
  [ -z "${GIT_INDEX_FILE-}" ] || return 0
  index_is_same || return 1
  for entry in "$state"/spool/*; do
    [ ! "$entry" -nt "$state/flow" ] || return 1
  done
}
