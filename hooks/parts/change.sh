# The change that a record is of.

# Says in `change` which one the record in a message names.
named_change() {
  change=
  while IFS= read -r text || [ -n "$text" ]; do
    case $text in [Aa][Ii]-[Cc][Hh][Aa][Nn][Gg][Ee]:*patch-id:*) change=${text##*patch-id:} ;; esac
  done <"$1"
  change=${change%%[!0-9a-f]*}
  case $change in *[!0]*) ;; *) return 1 ;; esac
}

# The patch-id of what is staged and its commit, as src/git/staged-patch-id.ts asks for it: a test compares the options.
staged_change() {
  git -c core.fsmonitor=false -c core.quotePath=true -c diff.suppressBlankEmpty=false -c core.attributesFile=/dev/null \
    diff-index --cached --ita-invisible-in-index -p --no-ext-diff --no-textconv --no-renames --text --full-index --no-color \
    --unified=3 --inter-hunk-context=0 --diff-algorithm=myers --indent-heuristic --src-prefix=a/ --dst-prefix=b/ \
    --ignore-submodules=none --submodule=short -O/dev/null HEAD -- 2>/dev/null | LC_ALL=C tr '\000' '\001' | git patch-id --stable
}

# True where a message names another change than the one that is staged. What git cannot tell is not another one.
is_of_another() {
  named_change "$1" || return 1
  staged=$(staged_change)
  case $staged in '' | "$change "*) return 1 ;; esac
}
