export { carry, type LineFate, measure } from './measure.js'
export { type Loose, movedBetween } from './moved.js'
export { replay } from './replay.js'
export { type ReplayState, startState } from './state.js'
