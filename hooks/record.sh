#!/bin/sh
# commit-provenance: what an agent's hook calls. An edit is spooled here without starting node: the payload
# as it came, and the file as it stands on disk, which outranks what the payload says. Everything else goes to node.
# Usage: record.sh edit|event AGENT <payload. Always exits 0; says on stdout only what the caller needs.
LC_ALL=C
export LC_ALL
umask 077
mode=$1 agent=$2
home=${0%/*}

# What cannot be handed on must not pass for silence: the next commit does not say then that no agent was seen.
missed() { true 2>/dev/null >>"$1/missed" || rm -f "$home/observing" 2>/dev/null; }

# Where we cannot tell by ourselves, node does.
hand_on() {
  said=$(printf '%s' "$payload" | node_record) || { missed "$home"; answer; }
  [ -z "$said" ] || printf '%s\n' "$said"
  exit 0
}

node_record() {
  node= entry=
  { read -r node && read -r entry; } 2>/dev/null <"$home/runtime"
  [ -x "$node" ] || node=$(command -v node)
  PROVENANCE_CODE=$home "$node" "$entry" record "$agent" 2>/dev/null
}

# Cursor takes an empty answer to preToolUse for a refusal, Cline wants JSON; every other agent wants silence.
answer() {
  case $agent:${caller-}:${CURSOR_VERSION-} in
    cline:* | *clineVersion*) echo '{"cancel":false}' ;;
    cursor:* | *cursor_version* | *:*:?*)
      case ${event-} in
        [Pp]reToolUse) echo '{"permission":"allow"}' ;;
        '') echo '{"permission":"allow","continue":true}' ;; # Nobody can say what was asked.
        *) echo '{}' ;;
      esac
      ;;
  esac
  exit 0
}

# A prompt that the project's own guard holds is the only thing that ends otherwise than well: its sentence comes on stdout.
if [ "$mode" != edit ]; then
  said=$(node_record)
  case $? in
    0) [ -z "$said" ] || printf '%s\n' "$said" ;;
    101) printf '%s\n' "$said" >&2 && exit 1 ;;
    102) printf '%s\n' "$said" >&2 && exit 2 ;;
    *)
      missed "$home"
      cat >/dev/null
      answer
      ;;
  esac
  exit 0
fi

# A shell keeps no zero bytes (bash would say so), and Cursor on Windows sends UTF-16 with its byte order mark.
start=
set -- cat
case $agent:${CURSOR_VERSION-} in
  cursor:* | *:?*)
    start=$(dd bs=2 count=1 2>/dev/null)
    case $start in
      [!\ -~]*)
        if [ "$start" = "$(printf '\377\376')" ] && command -v iconv >/dev/null; then
          start=
          set -- iconv -f UTF-16LE -t UTF-8
        fi
        ;;
    esac
    ;;
esac
# Some agents never close the pipe, so reading it has a deadline.
! command -v timeout >/dev/null || set -- timeout 5 "$@"
{ payload=$start$("$@"); } 2>/dev/null

# A key followed by a colon cannot stand inside a JSON string, where its quotes would be escaped. Of several the last counts;
# which of several paths is the file's, only node knows, which reads the tool's input: one may be of a field that is new.
# grep takes time in proportion to the payload, whatever is in it; an expression of sed's with a part to keep does not.
fields=$(
  grep -oE \
    -e '"(tool_?[nN]ame|hook_?[eE]vent_?[nN]ame|event|agent_action_name)"[[:space:]]*:[[:space:]]*"[A-Za-z_]*"' \
    -e '"(file_path|filePath|filepath|path)"[[:space:]]*:([[:space:]]*"/[^"\\]*")?' \
    -e '"(clineVersion|cursor_version)"[[:space:]]*:' \
    -e '"(prompts?|(user|submitted|original|initial|last_?[uU]ser)_?([pP]rompt|[mM]essage)s?)"[[:space:]]*:' <<PAYLOAD
$payload
PAYLOAD
)
tool= event= action= path= caller= several= words=
while IFS= read -r field; do
  key=${field#\"} value=${field%\"}
  key=${key%%\"*} value=${value##*\"}
  case $key in
    tool*) tool=$value ;;
    hook*) event=$value ;;
    event | agent_action_name) action=$value ;;
    clineVersion | cursor_version) caller=$caller$key ;;
    *[pP]rompt* | *[mM]essage*) words=yes ;;
    *) [ "${path:-$value}" = "$value" ] || several=yes && path=$value ;;
  esac
done <<FIELDS
$fields
FIELDS
event=${action:-$event}

# Of what Kiro's `code` does, most only reads.
case $tool:$payload in code:*rewrite* | code:*rename* | code:*format*) hand_on ;; code:*) answer ;; esac

# Tools that write one file, named by its full path; what is not known here is left to node. So is what may hold words of a
# person's: what is laid down here, is laid down whole.
[ -z "$several$words" ] || hand_on
case $tool:$event:$path in
  :after*FileEdit:/* | :p*_write_code:/*) ;;
  Edit:*Tool*:/* | Write:*Tool*:/* | MultiEdit:*Tool*:/* | Create:*Tool*:/* | StrReplace:*Tool*:/* | Delete:*Tool*:/*) ;;
  edit:*Tool*:/* | write:*Tool*:/* | multiedit:*Tool*:/* | create:*Tool*:/* | replace:*Tool*:/* | write_file:*Tool*:/*) ;;
  create_file:*Tool*:/* | edit_file:*Tool*:/* | replace_string_in_file:*Tool*:/* | str_replace:*Tool*:/*) ;;
  fs_write:*Tool*:/* | developer__edit:*Tool*:/* | developer__write:*Tool*:/*) ;;
  *)
    hand_on
    ;;
esac

# What is no UTF-8 in a path has become this character on its way through JSON: nobody can say which file it is.
case $path in *�*) [ -e "$path" ] || { missed "$home"; answer; } ;; esac

# The git directory of the work tree that holds the file (gitrepository-layout(5)).
top=$path git_dir=
while [ -z "$git_dir" ]; do
  top=${top%/*}
  if [ -d "$top/.git" ]; then
    git_dir=$top/.git
  elif [ -f "$top/.git" ]; then
    read -r _ git_dir <"$top/.git"
    case $git_dir in /*) ;; *) git_dir=$top/$git_dir ;; esac
  elif [ -L "$top" ]; then
    # To a folder below the top of a work tree, or to none at all.
    top=$(cd -P "$top" 2>/dev/null && printf '%s/' "$PWD") || hand_on
  elif [ -z "$top" ]; then
    answer
  fi
done
common=$git_dir
if [ -f "$git_dir/commondir" ]; then
  read -r common <"$git_dir/commondir"
  case $common in /*) ;; *) common=$git_dir/$common ;; esac
fi
[ -d "$common/provenance" ] || answer

. parts/state.sh
# Anybody can make a repository in a folder that all can write to, with links to this user's files in it. Ours is one of this
# user's own, and one of somebody else's in which we lie, for git has found us by it; of others node asks git what it makes of them.
ours() {
  [ ! -L "$top/.git" ] || return 1
  [ ! -O "$git_dir" ] && [ "$git_dir" -ef "${home%/*}" ] && return 0
  for one in "$top/" "$top/.git" "$git_dir" "$common/provenance" "$git_dir/provenance"; do
    [ -O "$one" ] || [ ! -e "$one" ] || return 1
  done
}
ours || hand_on

# What root writes, an agent in a container, is the person's who commits: the owner's of the git directory.
hand_over() {
  [ ! -O "$git_dir" ] || return 0
  owner=$(ls -ldn "$git_dir/" | { read -r _ _ uid gid _ && echo "$uid:$gid"; })
  [ "$git_dir" = "$common" ] || chown -h "$owner" "$git_dir/provenance"
  [ -z "$linked" ] || chown -h "$owner" "$common/provenance/trees" "$common/$linked.$copies"
  chown -h "$owner" "$spool" "$entry" "$entry.file"
} 2>/dev/null

spool=$git_dir/provenance/spool
[ -d "$spool" ] || { make_state && mkdir -p "$spool" 2>/dev/null; } || { missed "$git_dir/provenance"; answer; }
entry=$spool/$$.0 n=0
set -C
until true 2>/dev/null >"$entry"; do
  [ -d "$spool" ] && [ $n -lt 50 ] || { missed "$git_dir/provenance"; answer; }
  n=$((n + 1)) entry=$spool/$$.$n
done
set +C

# 16 MiB: a larger file is left out of the measure, and the record says so.
if [ -f "$path" ]; then
  find -H "$path" -size -32768 -exec cp {} "$entry.file" \; 2>/dev/null
  [ -f "$entry.file" ] && disk=file || disk=unread
else
  disk=absent
fi
version=${AI_AGENT-}
case $version in *[!A-Za-z0-9._-]*) version= ;; esac
{
  printf 'raw 2 %s %s %s\n' "$agent" "$disk" "$version"
  for name in CLAUDECODE CURSOR_VERSION CURSOR_PROJECT_DIR DEVIN_PROJECT_DIR CHISEL_SESSION_DB GROK_SESSION_ID COPILOT_CLI \
    COPILOT_AGENT_SESSION_ID CONTINUE_PROJECT_DIR QWEN_PROJECT_DIR GEMINI_SESSION_ID GEMINI_PROJECT_DIR FACTORY_PROJECT_DIR \
    DROID_PROJECT_DIR CRUSH PLUGIN_ROOT DEVIN_MODEL GOOSE_MODEL CODEX_VERSION; do
    eval "value=\${$name-}"
    [ -n "$value" ] || continue
    case $name:$value in
      *_MODEL:*[!A-Za-z0-9._:/-]* | *_VERSION:*[!A-Za-z0-9._-]*) printf '%s ' "$name" ;;
      *_MODEL:* | *_VERSION:*) printf '%s=%s ' "$name" "$value" ;;
      *) printf '%s ' "$name" ;;
    esac
  done
  printf '\n%s\n%s\n' "$top" "$payload"
} 2>/dev/null >>"$entry"
hand_over
answer
