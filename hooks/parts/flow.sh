# How git came to ask for a message.

# `squash` and `fixup` of an interactive rebase put a commit into the one before it: the last line of `done` is what is being done.
joining() {
  [ -f "$git_dir/rebase-merge/done" ] || return 1
  case $(tail -n 1 "$git_dir/rebase-merge/done") in
    squash\ * | fixup\ * | s\ * | f\ *) ;;
    *) return 1 ;;
  esac
}

# The commit of a sequencer (cherry-pick, revert, a rebase's pick) brings its record with it, or has none.
copied() {
  if [ -e "$git_dir/CHERRY_PICK_HEAD" ] || [ -e "$git_dir/REVERT_HEAD" ]; then
    # Its conflict may have been resolved by an agent: `--continue` commits as a person does.
    waiting && command_words && [ "$asked" = commit ] || return 0
    flow=message
    return 1
  fi
  if [ -f "$git_dir/rebase-merge/stopped-sha" ] && [ ! -f "$git_dir/rebase-merge/amend" ]; then
    # The same of a rebase, whose git asks for the commit by a command of its own.
    activity && command_words && [ "$asked" = commit ] || return 0
    flow=message
    return 1
  fi
  [ -d "$git_dir/rebase-apply" ] && return 0
  [ -d "$git_dir/rebase-merge" ] || [ "$flow" = message ] || [ "$flow" = merge ] || return 1
  command_words
  case $asked in
    commit) return 1 ;;
    revert) return 0 ;;
  esac
  [ -d "$git_dir/rebase-merge" ]
}

# A `merge --squash` or `cherry-pick -n` laid out other commits' change, or a reset took commits off whose change may be staged again.
brought() {
  [ -f "$git_dir/SQUASH_MSG" ] && return 0
  [ -f "$git_dir/MERGE_MSG" ] && grep -qi '^ai-tool:' "$git_dir/MERGE_MSG" && return 0
  # Where refs are no files, node asks git.
  [ -d "$common/reftable" ] && return 0
  [ -f "$git_dir/logs/HEAD" ] || return 1
  # A branch without a commit, where others have been: its first can hold all that they did. Node looks where its ref is no file.
  read -r head <"$git_dir/HEAD"
  case $head in 'ref: '*) [ -e "$common/${head#ref: }" ] || return 0 ;; esac
  tab='	'
  moves=$(tail -n 10 "$git_dir/logs/HEAD")
  # A reset that only unstages, or that of `worktree add`, takes no commit off. What gives no reason is a program's `update-ref`.
  while read -r old new move; do
    case $old in *[!0]*) ;; *) continue ;; esac
    case $move in *"$tab"reset:\ moving\ to\ *) ;; *"$tab"*) continue ;; esac
    [ "$old" = "$new" ] || return 0
  done <<MOVES
$moves
MOVES
  return 1
}

# Goes from a process to the one that started it.
to_parent() {
  while read -r key value; do [ "$key" = PPid: ] && break; done <"/proc/$pid/status"
  pid=$value steps=$((steps + 1))
}

line=
# The command line of the git that runs this hook, a bar between its words; a hook manager may stand between.
command_line() {
  pid=$PPID steps=0
  while [ "$steps" -lt 8 ] && [ -r "/proc/$pid/cmdline" ]; do
    line=$({ tr '|\0' '!|' <"/proc/$pid/cmdline"; } 2>/dev/null)
    word=${line%%|*}
    case ${word##*/} in git | git-*) return 0 ;; esac
    to_parent
  done
  [ -r /proc/self/cmdline ] || line=$(ps -o args= -p "$PPID" 2>/dev/null | tr '| ' '!|')
}

asked= amend= cleanup=
# Says in `asked` what git is to do, in `amend` whether to amend, and in `cleanup` what of the message to take away: by options, never by what stands in their values (git(1), git-commit(1)).
command_words() {
  [ -z "$asked" ] || return 0
  command_line
  asked=nothing skip=program
  set -f
  IFS='|'
  for word in $line; do
    case $skip in
      program) case ${word##*/} in git-*) asked=${word##*/git-} ;; esac && skip= && continue ;;
      cleanup) cleanup=$word skip= && continue ;;
      value) skip= && continue ;;
    esac
    case $word in
      --) break ;;
      --am | --ame | --amen | --amend) amend=yes ;;
      --cl*=*) cleanup=${word#*=} ;;
      --*=*) ;;
      --cl*) skip=cleanup ;;
      --me* | --fil* | --au* | --da* | --tra* | --te* | --reu* | --ree* | --fix* | --sq* | --pathspec-fr*) skip=value ;;
      --git-d* | --work-t* | --names* | --config-* | --super*) skip=value ;;
      --*) ;;
      # The first of these letters takes what is left of the word, or the next one.
      -*) [ -n "${word#-*[mFtCc]}" ] || skip=value ;;
      *) [ "$asked" != nothing ] || asked=$word ;;
    esac
  done
  unset IFS
  set +f
}

# `commit --amend -m` tells a hook nothing of the amend, nor does `--amend -C`; only the command line does, or the alias it was.
amending() {
  case $flow in commit | message | editor) ;; *) return 1 ;; esac
  command_words
  [ -z "$amend" ] || return 0
  # No alias takes the place of git's own commands (git-config(1), alias.*).
  case $asked in nothing | commit | cherry-pick | rebase | revert | merge | pull) return 1 ;; esac
  case "$(git config "alias.$asked" 2>/dev/null) " in *' --am '* | *' --ame '* | *' --amen '* | *' --amend '*) ;; *) return 1 ;; esac
}

# Where git was told to take comments out, of a message for which no editor opens, it may leave nothing of it: then ours must not be
# its subject, nor keep git from aborting. Most begin with nothing that begins a comment, and cost no look.
to_be_emptied() {
  [ "$flow:${GIT_EDITOR-}" = message:: ] || return 1
  read -r text <"$1"
  case $text in [\#\;@!\$%^\&\|:]*) ;; *) return 1 ;; esac
  command_words
  [ "${cleanup:-$(git config --get commit.cleanup)}" = strip ] && [ -z "$(kept_message "$1")" ]
}
