import type { Rule } from '../rule.js'

/** A record belongs to the change it is on: not copied from elsewhere, not left behind by an amend. */
export const recordBound: Rule = ({ binding }) => (binding === 'stale' ? [{}] : [])
