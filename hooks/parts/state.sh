# Makes the folder in which the work tree keeps things. `git worktree remove` deletes the git directory of a linked one: there it is
# a link into the folder of the clone, where events that no commit took outlive the work tree (src/store/state-folder.ts does the same).
linked= copies=0
make_state() {
  [ ! -d "$git_dir/provenance" ] || return 0
  [ ! -L "$git_dir/provenance" ] || rm -f "$git_dir/provenance" # It leads nowhere.
  if [ "$common" != "$git_dir" ] && [ -d "$common/provenance" ]; then
    linked=provenance/trees/${git_dir##*/}
    [ -d "$common/provenance/trees" ] || mkdir -m 700 "$common/provenance/trees" 2>/dev/null
    until mkdir -m 700 "$common/$linked.$copies" 2>/dev/null || [ $copies -gt 50 ]; do copies=$((copies + 1)); done
    ln -s "../../$linked.$copies" "$git_dir/provenance" 2>/dev/null && [ -d "$git_dir/provenance" ] && return 0
    rmdir "$common/$linked.$copies" 2>/dev/null
  fi
  mkdir -m 700 "$git_dir/provenance" 2>/dev/null || [ -d "$git_dir/provenance" ]
}
