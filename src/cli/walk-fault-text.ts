import type { WalkFault } from '../core/ledger/faults.js'

/** Why an answer is incomplete or not to be trusted, and what mends it, for the head of that answer; empty where nothing is wrong. */
export const walkFaultText = (faults: readonly WalkFault[]): string =>
  faults
    .map(({ code, commits, sentence, mend }) => {
      const which = commits === null ? 'something' : commits === 1 ? '1 commit' : `${commits} commits, each`
      return `not the whole answer: ${which} ${sentence} [${code}]\n        ${mend}\n`
    })
    .join('')
