/**
 * The diff that a record is bound to, pinned so that no configuration and no attribute changes it (git-diff-tree(1)):
 * git's own defaults, without renames, drivers or filters, every file as text.
 */
export const patchIdDiffOptions = [
  '-p',
  '--no-ext-diff',
  '--no-textconv',
  '--no-renames',
  '--text',
  '--full-index',
  '--no-color',
  '--unified=3',
  '--inter-hunk-context=0',
  '--diff-algorithm=myers',
  '--indent-heuristic',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--ignore-submodules=none',
  '--submodule=short',
  '-O/dev/null',
] as const

/** The same diff with nothing around the lines that are added and taken away. */
export const changedLinesOptions: readonly string[] = patchIdDiffOptions.map((option) =>
  option.startsWith('--unified=') ? '--unified=0' : option,
)

/** Configuration that no option reaches, for the same diff. */
export const patchIdConfig = [
  '-c',
  'core.quotePath=true',
  '-c',
  'diff.suppressBlankEmpty=false',
  '-c',
  'core.attributesFile=/dev/null',
] as const

/**
 * git-patch-id reads a line to its first NUL (git 2.55 and before), behind which a change of a binary file, or of a text in
 * UTF-16, would not be seen: each NUL is replaced by this byte, 001, on the way.
 */
const notNul = 1

/** The same bytes, with none that git-patch-id stops at. */
export const withoutNuls = (bytes: Buffer): Buffer => {
  const first = bytes.indexOf(0)
  // Byte by byte from there: a search for each would take minutes in a file of zeros.
  for (let at = first; at >= 0 && at < bytes.length; at += 1) if (bytes[at] === 0) bytes[at] = notNul
  return bytes
}

/** That, and the patch-id, as the rest of a shell's pipe; `failed` on descriptor 3 where the first of it fails. */
export const intoPatchId = "{ tr '\\000' '\\001' || echo failed >&3; } | git patch-id --stable"
