/** How grave the policy takes a rule: an error stops, a warning tells, off is silent. */
export const severities = ['error', 'warn', 'off'] as const
export type Severity = (typeof severities)[number]
