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

/** Configuration that no option reaches, for the same diff. */
export const patchIdConfig = [
  '-c',
  'core.quotePath=true',
  '-c',
  'diff.suppressBlankEmpty=false',
  '-c',
  'core.attributesFile=/dev/null',
] as const
