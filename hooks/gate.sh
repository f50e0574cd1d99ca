#!/bin/sh
# commit-provenance: the one shim behind every git hook; the name it is run under says which.
# It decides, mostly without starting node, whether this commit has anything to record, and never
# blocks a commit because of us. `provenance uninstall` takes it away and puts a saved hook back.
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
flow= quiet= told=
[ -f "$state/flow" ] && read -r flow <"$state/flow"

# Our own failure stops no commit: neither here, nor in a gate that would then miss the record. It is told once.
failed() { { read -r _ && read -r word && [ "$word" = failed ]; } 2>/dev/null <"$state/flow"; }
remember() { (echo failed >>"$state/flow") 2>/dev/null; }

skip() {
  case $hook in *commit*) failed && exit 0 ;; esac
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
    "$node" "$entry" "$hook" "$@"
  status=$?
  case $status in
    0) exit 0 ;;
    93) exit 1 ;;
    94)
      # What was prepared for an earlier commit, and not made, is not this one's.
      [ "$hook" != prepare-commit-msg ] || [ ! -d "$state/prepared" ] || rm -rf "$state/prepared" 2>/dev/null
      remember && exit 0
      ;;
    *) skip "its program ended with status $status" ;;
  esac
}

# Newer than what node keeps ready: the configuration, or a file that it extends.
stale() {
  settings=$state/settings.json
  for file in .provenancerc .provenancerc.json .provenancerc.yaml .provenancerc.yml package.json; do
    newer "$file" && return 0
  done
  [ -f "$state/extended" ] || return 1
  while read -r file; do newer "$file" && return 0; done <"$state/extended"
  return 1
}

newer() {
  [ -f "$1" ] && { [ ! -f "$settings" ] || [ "$1" -nt "$settings" ]; }
}

# The gates are on where the configuration says `enforce`. Node keeps that ready, and looks again where the file is newer.
enforced() {
  [ -d "$common/provenance" ] || return 1
  stale && { (hook=settle && start_node) || :; told=yes; }
  [ -f "$state/enforce" ] || return 1
  while read -r name; do [ "$name" = "$hook" ] && return 0; done <"$state/enforce"
  return 1
}

# What agents did, or a person declared, waits for a commit.
waiting() {
  for entry in "$state/carry.json" "$state/missed" "$common/provenance/missed" "$state"/spool/*; do
    [ -e "$entry" ] && return 0
  done
  return 1
}

# What an agent did in another work tree may come here, by a stash, which is one for all of them, or as a diff.
waiting_elsewhere() {
  [ -d "$common/worktrees" ] || return 1
  for entry in "$common"/provenance/carry.json "$common"/provenance/spool/* \
    "$common"/worktrees/*/provenance/carry.json "$common"/worktrees/*/provenance/spool/*; do
    [ -e "$entry" ] && return 0
  done
  return 1
}

activity() { [ -e "$state/prepared" ] || waiting || waiting_elsewhere || agent_runs; }

# An agent that runs git itself says so in its environment, whether its hooks spoke or not; node knows what each sign is worth.
agent_runs() {
  [ -n "${CLAUDECODE-}${CLAUDE_CODE_ENTRYPOINT-}${CLAUDE_CODE_SESSION_ID-}${CLAUDE_CODE_IS_COWORK-}${AI_AGENT-}${AGENT-}" ] ||
    [ -n "${CURSOR_AGENT-}${CURSOR_CLI-}${CURSOR_SANDBOX-}${CURSOR_TRACE_ID-}${CURSOR_CONVERSATION_ID-}${CURSOR_EXTENSION_HOST_ROLE-}" ] ||
    [ -n "${CODEX_THREAD_ID-}${CODEX_SESSION_ID-}${CODEX_SANDBOX-}${CODEX_CI-}${CODEX_SANDBOX_NETWORK_DISABLED-}" ] ||
    [ -n "${COPILOT_CLI-}${COPILOT_AGENT_SESSION_ID-}${COPILOT_AGENT_JOB_ID-}${GEMINI_CLI-}${QWEN_CODE-}" ] ||
    [ -n "${OPENCODE-}${OPENCODE_BIN_PATH-}${OPENCODE_SERVER-}${OPENCODE_APP_INFO-}${OPENCODE_MODES-}${OPENCODE_CLIENT-}${OPENCODE_CALLER-}" ] ||
    [ -n "${AMP_CURRENT_THREAD_ID-}${AGENT_THREAD_ID-}${CRUSH-}${GOOSE_TERMINAL-}${CLINE_ACTIVE-}${CLINE_TASK_ID-}${OZ_RUN_ID-}" ] ||
    [ -n "${ANTIGRAVITY_AGENT-}${ANTIGRAVITY_PROJECT_ID-}${DROID_PROJECT_DIR-}${FACTORY_PROJECT_DIR-}${KIRO_AGENT_PATH-}" ] ||
    [ -n "${JUNIE_DATA-}${JUNIE_SHIM_PATH-}${ROO_ACTIVE-}${ROO_CODE_TASK_ID-}${KILOCODE_FEATURE-}${AUGMENT_AGENT-}${PI_CODING_AGENT-}" ] ||
    [ -n "${REPLIT_MODE-}${TRAE_AI_SHELL_ID-}${HERMES_SESSION_ID-}${OPENCLAW_SHELL-}${DEVIN_DIR-}${GROK_SESSION_ID-}" ] ||
    case ${SHELL-}:${TERM_PROGRAM-}:${PAGER-}:${AWS_EXECUTION_ENV-}:${USER-} in
      */jsh:* | *:zed:cat:* | *[Aa]mazon[Qq]* | *:swebot) ;;
      *) false ;;
    esac
}

# A message that may say itself that an AI took part: node looks, for a person's name can stand there as well. Most have
# nothing that any of these words could stand in.
signed_by_ai() {
  while IFS= read -r text || [ -n "$text" ]; do
    case $text in
      *:* | *[Gg][Ee][Nn][Ee][Rr]* | *🤖*)
        grep -qiE '^(co-authored-by|co-developed-by|assisted-by|made-with|amp-thread-id|ai-[a-z-]+|[a-z-]*generated[a-z-]*|(claude|entire)-[a-z-]+)[[:blank:]]*:|generated (with|by|using)|🤖' "$1"
        return
        ;;
    esac
  done <"$1"
  return 1
}

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

# No repository, no configuration: a person's trailer.* settings must not change what is read.
bare_git() {
  GIT_DIR=/dev/null GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_COUNT=0 GIT_CONFIG_PARAMETERS= \
    git -c core.commentChar="${comment:-#}" interpret-trailers --no-divider "$@" 2>/dev/null
}

# Says in `gap` what parts our line from the end of a message: nothing behind a block of trailers, else an empty line. Reads what
# most messages are, paragraphs that begin at the margin, as trailer.c does (find_trailer_start); fails on all else.
ends_plainly() {
  trailers=0 others=0 made_by_git= count=0 title=yes new=
  while IFS= read -r text; do
    count=$((count + 1))
    [ "$count" -lt 200 ] || return 1
    key=${text%%:*}
    case $text in
      '') [ $((trailers + others)) = 0 ] || new=yes && continue ;;
      [[:space:]]* | "${comment:-#}"* | '#'* | Conflicts:* | *' >8 '*) return 1 ;;
    esac
    [ -z "$new" ] || { trailers=0 others=0 made_by_git= title= new=; }
    case $text in
      'Signed-off-by: '* | '(cherry picked from commit '*) trailers=$((trailers + 1)) made_by_git=yes && continue ;;
      *:*) while :; do case $key in *[[:blank:]]) key=${key%?} ;; *) break ;; esac done ;;
      *) key= ;;
    esac
    case $key in
      '' | *[!ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-]*) others=$((others + 1)) ;;
      *) trailers=$((trailers + 1)) ;;
    esac
  done <"$1"
  [ -z "$text$new" ] && [ "$count" -gt 0 ] || return 1
  gap=$newline
  [ "$title" ] || [ "$trailers" = 0 ] && return 0
  if [ "$made_by_git" ]; then [ $((trailers * 3)) -lt "$others" ]; else [ "$others" != 0 ]; fi || gap=
}

# "The hooks were live": agents' hooks were installed, and are registered and on in this work tree. Node wrote that down, with
# the files on which it hangs as it found them; where one changed since, it looks again.
live() {
  [ -e "$common/provenance/observing" ] && [ -e "$common/provenance/record.sh" ] || return 1
  as_found || { (hook=look-at-agents && start_node) && as_found; } || return 1
  [ "$verdict" = yes ]
}

# Says in `verdict` what was written down, where it is that, from its first word to its last, and still holds.
as_found() {
  verdict= whole=
  [ -f "$state/live" ] && [ "$common/provenance/observing" -ot "$state/live" ] || return 1
  while read -r found file; do
    case $found in
      yes | no) verdict=$found ;;
      home) [ "$file" = "${HOME-}" ] || return 1 ;;
      here) [ -e "$file" ] && [ "$file" -ot "$state/live" ] || return 1 ;;
      gone) [ ! -e "$file" ] || return 1 ;;
      end) whole=yes ;;
      *) return 1 ;;
    esac
  done <"$state/live"
  [ "$verdict" ] && [ "$whole" ]
}

# "And saw no agent."
newline='
'
none='AI-Tool: none; basis=observed'
write_none() {
  live || return 0
  [ -e "$git_dir/MERGE_HEAD" ] && return 0 # What the other side brings may be anybody's.
  [ -s "$1" ] || return 0                  # Empty it stays: --cleanup=verbatim takes what we write for a message.
  ends_plainly "$1" && printf '%s%s\n' "$gap" "$none" >>"$1" && return 0
  # What begins a comment shows where a diff is to be cut off; without an editor every line is text, and a bell begins none.
  cut=$(LC_ALL=C sed -n '/^[!-/:-@|^] -\{24\} >8 -\{24\}$/{s/ .*//p;q;}' "$1")
  [ -n "$cut" ] && comment=$cut || [ "$flow:${GIT_EDITOR-}" != message:: ] || comment=$(printf '\a')
  bare_git --if-exists doNothing --trailer "$none" "$1" | spliced "$1" >"$1.provenance" && mv "$1.provenance" "$1" && return 0
  rm -f "$1.provenance"
}

# The message with our line where git puts it, and nothing else of what git prints: it writes a block of trailers anew, and
# makes `https: //` of `https://`. Below our line git prints the message as it is, so the lines there tell the place.
spliced() {
  LC_ALL=C awk -v none="$none" '
    NR == FNR { if ($0 == none) { ours = FNR; parted = (before == "") } before = $0; printed = FNR; next }
    { lines[FNR] = $0 }
    END {
      if (!ours) exit 1
      count = NR - printed
      end = count - (printed - ours)
      while (!parted && end > 0 && lines[end] ~ /^[ \t\r]*$/) end--
      for (line = 1; line <= end; line++) print lines[line]
      if (parted && (end < 1 || lines[end] != "")) print ""
      print none
      for (; line <= count; line++) print lines[line]
    }' - "$1"
}

# What core.commentChar `auto` came to: git's own lines are the last (builtin/commit.c, adjust_comment_line_char).
chosen_comment() {
  case $(tail -n 1 "$1") in [\#\;@!\$%^\&\|:]*) tail -n 1 "$1" | cut -c 1 ;; esac
}

# What git will keep of the message: no comments, nor the diff of commit -v.
kept_message() {
  sed '/------------------------ >8 ------------------------$/,$d' "$1" | git stripspace --strip-comments
}

# A message left empty, or a template left as it was: git will abort, and must (git-commit(1)).
untouched() {
  kept=$(kept_message "$1")
  [ -z "$kept" ] || { [ "$flow" = template ] && [ "$kept" = "$(kept_message "$state/template")" ]; }
}

# pre-commit leaves out the name of the message's file where the team's `files` or `exclude` does not match it (pre-commit 4,
# commands/run.py, Classifier.from_config): git merge has written MERGE_MSG then, all else COMMIT_EDITMSG (githooks(5)).
message_file() {
  file=$git_dir/COMMIT_EDITMSG
  if [ ! -f "$file" ] || [ "$git_dir/MERGE_MSG" -nt "$file" ]; then file=$git_dir/MERGE_MSG; fi
  [ -f "$file" ] || skip "$file is not there"
}

line=
# The command line of the git that runs this hook, a bar between its words; a hook manager may stand between.
command_line() {
  pid=$PPID steps=0
  while [ "$steps" -lt 8 ] && [ -r "/proc/$pid/cmdline" ]; do
    line=$({ tr '|\0' '!|' <"/proc/$pid/cmdline"; } 2>/dev/null)
    word=${line%%|*}
    case ${word##*/} in git | git-*) return 0 ;; esac
    while read -r key value; do [ "$key" = PPid: ] && break; done <"/proc/$pid/status"
    pid=$value steps=$((steps + 1))
  done
  [ -r /proc/self/cmdline ] || line=$(ps -o args= -p "$PPID" 2>/dev/null | tr '| ' '!|')
}

asked= amend=
# Says in `asked` what git is to do, and in `amend` whether to amend: by options, never by what stands in their values (git(1), git-commit(1)).
command_words() {
  [ -z "$asked" ] || return 0
  command_line
  asked=nothing skip=program
  set -f
  IFS='|'
  for word in $line; do
    case $skip in
      program) case ${word##*/} in git-*) asked=${word##*/git-} ;; esac && skip= && continue ;;
      value) skip= && continue ;;
    esac
    case $word in
      --) break ;;
      --am | --ame | --amen | --amend) amend=yes ;;
      --*=*) ;;
      --me* | --fil* | --au* | --da* | --tra* | --te* | --reu* | --ree* | --fix* | --sq* | --cl* | --pathspec-fr*) skip=value ;;
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
  case $asked in nothing | commit) return 1 ;; esac
  case "$(git config "alias.$asked" 2>/dev/null) " in *' --am '* | *' --ame '* | *' --amen '* | *' --amend '*) ;; *) return 1 ;; esac
}

# Says in `oid` which commit was made. The ref that git just wrote is a file of its own; elsewhere (reftable) git is asked.
head_commit() {
  oid= name=
  read -r oid <"$git_dir/HEAD"
  case $oid in 'ref: refs/heads/'*) name=${oid#ref: } ;; esac
  [ -n "$name" ] && [ -f "$common/$name" ] && read -r oid <"$common/$name"
  case $oid in '' | *[!0-9a-f]*) oid=$(git rev-parse --verify --quiet HEAD) ;; esac
}

# Removes a file and those that are named on standard input, by one process where they are few, as they nearly always are.
take_away() {
  left=50
  while [ $left -gt 0 ] && read -r file; do
    set -- "$@" "$state/$file"
    left=$((left - 1))
  done
  rm -f -- "$@"
  [ $left -gt 0 ] || (cd "$state" && xargs rm -f --)
}

# Sees to it that the record stands in the message. Ends the shell.
check_message() {
  [ "${PROVENANCE-}" = 0 ] && exit 0
  failed && exit 0
  case $flow in copied | joined) exit 0 ;; esac
  if [ -d "$state/prepared" ]; then
    # Where the message is the one that was written, or git reads the same record back from it, there is nothing to do.
    read -r first <"$1"
    case $first in
      '' | [Aa][Ii]-*) ;; # Nothing but the record may be left: an empty message.
      *)
        cmp -s "$1" "$state/prepared/message" && exit 0
        [ -e "$state/prepared/written" ] &&
          bare_git --parse "$1" | grep -i '^ai-[a-z-]*:' | cmp -s - "$state/prepared/trailers" && exit 0
        ;;
    esac
    start_node "$@"
  fi
  activity && start_node "$@"
  case $flow in
    editor | template)
      comment=$(git config core.commentChar)
      [ "$comment" != auto ] || comment=$(chosen_comment "$1")
      untouched "$1" && exit 0
      signed_by_ai "$1" && quiet=yes && start_node "$@"
      write_none "$1"
      ;;
  esac
  exit 0
}

# A message that was left empty takes no record: git would no longer know it for one.
tell_unwritten() {
  if [ -n "$(kept_message "$git_dir/COMMIT_EDITMSG" 2>/dev/null)" ]; then
    echo 'provenance: the commit was made without its record; to add it: git commit --amend --no-edit --allow-empty' >&2
  else
    echo 'provenance: an empty message takes no record; to add one, with words: git commit --amend --allow-empty -m WORDS' >&2
  fi
}

case $hook:${1-} in
  prepare-commit-msg: | commit-msg:)
    message_file
    [ $# = 0 ] || shift
    set -- "$file" "$@"
    ;;
esac
case $hook in
  prepare-commit-msg)
    flow=${2:-editor}
    if joining; then
      flow=joined
    elif amending; then
      flow=amend
    elif copied; then
      flow=copied
    fi
    [ -d "$state" ] || mkdir -m 700 "$state" 2>/dev/null || skip "$state cannot be written"
    [ -f "$state/flow" ] || (umask 077 && : >"$state/flow") 2>/dev/null
    { echo "$flow" >"$state/flow"; } 2>/dev/null || skip "$state cannot be written"
    [ ! -e "$state/told" ] || rm -f "$state/told"
    case $flow in
      copied) exit 0 ;;
      commit | amend | joined | squash) start_node "$@" ;;
      template) (umask 077 && cp "$1" "$state/template") 2>/dev/null ;;
      message) activity || brought || signed_by_ai "$1" || { write_none "$1" && exit 0; } ;;
    esac
    { activity || brought; } && start_node "$@"
    [ "$flow" = message ] && signed_by_ai "$1" && start_node "$@"
    exit 0
    ;;
  commit-msg)
    # A broken configuration is told once for a commit, by whichever hook meets it first.
    [ ! -e "$state/told" ] || told=yes
    enforced || check_message "$@"
    (check_message "$@") || exit
    failed && exit 0
    hook=judge-message
    start_node "$@"
    ;;
  pre-push)
    enforced || exit 0
    # pre-commit reads what git tells, and hands it on in variables.
    [ -n "$given" ] || [ -z "${PRE_COMMIT_TO_REF-}" ] ||
      given="$PRE_COMMIT_LOCAL_BRANCH $PRE_COMMIT_TO_REF $PRE_COMMIT_REMOTE_BRANCH $PRE_COMMIT_FROM_REF"
    hook=judge-push
    tell | start_node "$@"
    exit
    ;;
  post-commit)
    [ -d "$state/prepared" ] || exit 0
    case $flow in
      copied) exit 0 ;;
      joined) [ -e "$state/prepared/joined" ] || exit 0 ;;
    esac
    head_commit || exit 0
    [ -d "$state/commits" ] || mkdir -m 700 "$state/commits" 2>/dev/null
    # What went into this commit must not go into the next one as well, even where nothing can be kept for an amend.
    kept=$state/commits/$oid
    # A commit made anew within a second may have the name that it had.
    [ ! -d "$kept" ] || rm -rf "$kept"
    mv "$state/prepared" "$kept" 2>/dev/null || kept=$state/prepared
    take_away "$kept/message" <"$kept/consumed"
    [ -f "$kept/carry.json" ] && mv "$kept/carry.json" "$state/carry.json"
    [ -e "$kept/written" ] || tell_unwritten
    [ "$kept" != "$state/prepared" ] || { rm -rf "$kept" && skip 'its state cannot be written'; }
    exit 0
    ;;
  post-rewrite)
    # What is known of a commit goes with it to its new name, for a later amend (githooks(5): old and new, a line each).
    [ "${1-}" = rebase ] || exit 0
    names=' ' made=' '
    while read -r old new _; do
      # Of commits that became one, none is known by itself any more: what was known of all of them was kept when it was made.
      case $made in *" $new "*) continue ;; esac
      case $names in *" $new "*) rm -rf "$state/commits/$new" && continue ;; esac
      names="$names$new "
      [ ! -d "$state/commits/$new" ] || made="$made$new "
      [ -d "$state/commits/$old" ] && [ ! -d "$state/commits/$new" ] && mv "$state/commits/$old" "$state/commits/$new" 2>/dev/null
    done <<REWRITTEN
$given
REWRITTEN
    exit 0
    ;;
esac
exit 0
