export { carry, measure } from './measure.js'
export { replay } from './replay.js'
export { type ReplayState, startState } from './state.js'
