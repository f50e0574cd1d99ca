/** Where a configuration may stand, in the order of looking. None of these is ever run. */
export const configFiles = [
  'package.json',
  '.provenancerc',
  '.provenancerc.json',
  '.provenancerc.yaml',
  '.provenancerc.yml',
] as const
