import type { Report } from './report.js'

/** Every format by its name; the code of each is loaded when it is asked for. */
export const reports = {
  text: async () => (await import('./text.js')).textReport,
  json: async () => (await import('./json.js')).jsonReport,
  jsonl: async () => (await import('./jsonl.js')).jsonlReport,
} as const satisfies Record<string, () => Promise<Report>>

export type ReportFormat = keyof typeof reports
