# What the configuration says of commits, as node keeps it ready.

# Not older than what node keeps ready: the configuration, or a file that it extends. BusyBox compares whole seconds.
stale() {
  settings=$state/settings.json
  for file in .provenancerc .provenancerc.json .provenancerc.yaml .provenancerc.yml package.json; do
    changed "$file" && return 0
  done
  [ -f "$state/extended" ] || return 1
  while read -r file; do changed "$file" && return 0; done <"$state/extended"
  return 1
}

changed() {
  [ -f "$1" ] && ! [ "$1" -ot "$settings" ]
}

# Where the configuration may have changed, node takes from it what it keeps ready, once in a hook.
settled=
settle() {
  [ -z "$settled" ] && stale && { (hook=settle && start_node) || :; told=yes; }
  settled=yes
}

# "No agent was seen" is said unless the configuration has it off (`noneRecord`).
none_is_wanted() {
  settle
  [ ! -e "$state/none-off" ]
}

# The gates are on where the configuration says `enforce`.
enforced() {
  [ -d "$common/provenance" ] || return 1
  settle
  [ -f "$state/enforce" ] || return 1
  while read -r name; do [ "$name" = "$hook" ] && return 0; done <"$state/enforce"
  return 1
}
