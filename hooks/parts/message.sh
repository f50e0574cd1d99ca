# What stands in a commit's message, and what git will keep of it.

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

# What git will keep of the message: no comments, nor the diff of commit -v.
kept_message() {
  sed '/------------------------ >8 ------------------------$/,$d' "$1" | git stripspace --strip-comments
}

# pre-commit leaves out the name of the message's file where the team's `files` or `exclude` does not match it (pre-commit 4,
# commands/run.py, Classifier.from_config): git merge has written MERGE_MSG then, all else COMMIT_EDITMSG (githooks(5)).
message_file() {
  file=$git_dir/COMMIT_EDITMSG
  if [ ! -f "$file" ] || [ "$git_dir/MERGE_MSG" -nt "$file" ]; then file=$git_dir/MERGE_MSG; fi
  [ -f "$file" ] || skip "$file is not there"
}
