import type { Report } from './report.js'

/** Every format by its name; the code of each is loaded when it is asked for. */
export const reports = {
  text: async () => (await import('./text.js')).textReport,
  json: async () => (await import('./json.js')).jsonReport,
  jsonl: async () => (await import('./jsonl.js')).jsonlReport,
  csv: async () => (await import('./csv.js')).csvReport,
  markdown: async () => (await import('./markdown.js')).markdownReport,
  comment: async () => (await import('./comment.js')).commentReport,
  html: async () => (await import('./html.js')).htmlReport,
  sarif: async () => (await import('./sarif.js')).sarifReport,
  junit: async () => (await import('./junit.js')).junitReport,
  'code-quality': async () => (await import('./code-quality.js')).codeQualityReport,
  ocsf: async () => (await import('./ocsf.js')).ocsfReport,
} as const satisfies Record<string, () => Promise<Report>>

export type ReportFormat = keyof typeof reports

/** The names of all formats. */
export const reportFormats = Object.keys(reports) as readonly ReportFormat[]
