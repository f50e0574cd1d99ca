# Says in a message that the hooks were live and saw no agent.

# No repository, no configuration: a person's trailer.* settings must not change what is read.
bare_git() {
  GIT_DIR=/dev/null GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_COUNT=0 GIT_CONFIG_PARAMETERS= \
    git -c core.commentChar="${comment:-#}" interpret-trailers --no-divider "$@" 2>/dev/null
}

# Says in `comment` what begins a comment in an editor. core.commentChar and core.commentString are one setting by two names, of which
# the last that is set counts (git-config(1), 2.45); src/git/message.ts asks in the same way.
comment=
configured_comment() {
  while read -r key value; do
    case $key in *string) knows_comment_string || continue ;; esac
    comment=$value
  done <<SET
$(git config --get-regexp '^core\.comment(char|string)$')
SET
  case $comment in [Aa][Uu][Tt][Oo]) comment=$(chosen_comment "$1") ;; esac
}

# What `auto` came to: git's own lines are the last (builtin/commit.c, adjust_comment_line_char).
chosen_comment() {
  case $(tail -n 1 "$1") in [\#\;@!\$%^\&\|:]*) tail -n 1 "$1" | cut -c 1 ;; esac
}

# Before git 2.45 core.commentString is no setting.
knows_comment_string() {
  set -- $(git version)
  case $3 in 1.* | 2.[0-9].* | 2.[0-3][0-9].* | 2.4[0-4].*) return 1 ;; esac
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
  looked=
  as_found || look_again || return 1
  [ "$verdict" = yes ]
}

# Emptied, it holds for node no more than for this shell.
look_again() {
  { : >"$state/live"; } 2>/dev/null || rm -f "$state/live" || return 1
  (hook=look-at-agents && start_node) && looked=yes && as_found
}

# Whether a file is as it was at the look. BusyBox compares whole seconds, so just after the look "not newer" must do; before it, it may
# have changed in the same second.
unchanged() { [ "$1" -ot "$state/live" ] || { [ "$looked" ] && [ ! "$1" -nt "$state/live" ]; }; }

# Says in `verdict` what was written down, where it is that, from its first word to its last, and still holds.
as_found() {
  verdict= whole=
  [ -f "$state/live" ] && [ -r "$state/live" ] && unchanged "$common/provenance/observing" || return 1
  while read -r found file; do
    case $found in
      yes | no) verdict=$found ;;
      home) [ "$file" = "${HOME-}" ] || return 1 ;;
      here) [ -e "$file" ] && unchanged "$file" || return 1 ;;
      gone) [ ! -e "$file" ] || return 1 ;;
      runs) [ -x "$file" ] || return 1 ;;
      idle) [ ! -x "$file" ] || return 1 ;;
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
  live && none_is_wanted || return 0
  [ -e "$git_dir/MERGE_HEAD" ] && return 0 # What the other side brings may be anybody's.
  [ -s "$1" ] || return 0                  # Empty it stays: --cleanup=verbatim takes what we write for a message.
  [ "$flow:${GIT_EDITOR-}" = message:: ] || configured_comment "$1"
  ends_plainly "$1" && printf '%s%s\n' "$gap" "$none" >>"$1" && wrote=none && return 0
  # Behind a last line that does not end git would put ours into its paragraph.
  [ -z "$(tail -c 1 "$1")" ] || echo >>"$1"
  # What begins a comment shows where a diff is to be cut off; without an editor every line is text, and a bell begins none.
  cut=$(LC_ALL=C sed -n '/^[!-/:-@|^] -\{24\} >8 -\{24\}$/{s/ .*//p;q;}' "$1")
  [ -n "$cut" ] && comment=$cut || [ "$flow:${GIT_EDITOR-}" != message:: ] || comment=$(printf '\a')
  bare_git --if-exists doNothing --trailer "$none" "$1" | spliced "$1" >"$1.provenance" && mv "$1.provenance" "$1" && wrote=none && return 0
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
