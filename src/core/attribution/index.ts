export { carry, measure } from './measure.js'
export { type ReplayState, replay, startState } from './replay.js'
