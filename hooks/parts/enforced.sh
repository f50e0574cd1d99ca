# Whether the policy's gate is on.

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
