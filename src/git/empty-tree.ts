/** The object name of the empty tree, which git knows without storing it, by length of object names (git-hash-object(1)). */
export const emptyTrees = {
  40: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  64: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
} as const

export type HashLength = keyof typeof emptyTrees
