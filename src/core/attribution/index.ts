export { carry, measure } from './measure.js'
export { type Edit, replay, type ReplayState, startState } from './replay.js'
