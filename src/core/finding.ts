export const severities = ['error', 'warn', 'off'] as const
export type Severity = (typeof severities)[number]

/**
 * One thing found out about a commit. `code` is the id of the rule, or a named integrity fault.
 * The wording of each code lives in `core/wording.ts`, never at the place that found it.
 */
export type Finding = {
  readonly code: string
  readonly severity: 'error' | 'warn'
  readonly commit: string
  readonly path?: string
  readonly args: Readonly<Record<string, string | number>>
}
