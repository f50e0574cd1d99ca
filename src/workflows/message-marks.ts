import type { Mark } from '../core/marks/mark.js'
import { readMarks } from '../core/marks/read-marks.js'
import { parseTrailers } from '../core/trailer/parse.js'

const anyone = { name: '', email: '', date: 0, zone: '+0000' }

/** The marks of other tools in a message, whoever makes a commit with it. */
export const marksInMessage = (message: string): readonly Mark[] =>
  readMarks({ author: anyone, committer: anyone, message }, parseTrailers(message))
