import { expect, test } from 'vitest'
import { keepsConflicts } from '../../../src/core/trailer/insert.js'

test.each([
  ['that git put at the end, in any comment', 'Merge\n\n; Conflicts:\n;\ta.txt\n;\tb.txt\n', ';', true],
  ['with nothing in it', 'Merge\n\n# Conflicts:\n', '#', false],
  ['with what git tells a person behind it', 'Merge\n\n# Conflicts:\n#\ta.txt\n#\n# Please enter\n', '#', false],
  ['of another comment', 'Merge\n\n# Conflicts:\n#\ta.txt\n', ';', false],
  [
    'below scissors, which git cuts off',
    'Merge\n\n# ------------------------ >8 ------------------------\n# Do not modify\n#\n# Conflicts:\n#\ta.txt\n',
    '#',
    false,
  ],
] as const)('a list of conflicts %s', (_, message, comment, kept) => {
  expect(keepsConflicts(message, comment)).toBe(kept)
})
