/** A pattern that a prompt is held against: its name is all that is ever told of a match. */
export type GuardPattern = { readonly name: string; readonly pattern: string; readonly check?: 'luhn' }

/** Sets of patterns that a configuration can ask for by name. Formats as their issuers publish them. */
export const guardSets = {
  secrets: [
    { name: 'a private key', pattern: '-----BEGIN [A-Z ]*PRIVATE KEY-----' },
    { name: 'an AWS access key', pattern: '\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b' },
    { name: 'a GitHub token', pattern: '\\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,255})\\b' },
    { name: 'a GitLab token', pattern: '\\bglpat-[A-Za-z0-9_-]{20,}' },
    { name: 'an Anthropic key', pattern: '\\bsk-ant-[A-Za-z0-9_-]{20,}' },
    { name: 'an OpenAI key', pattern: '\\bsk-(?:proj-)?[A-Za-z0-9_-]{32,}' },
    { name: 'a Google API key', pattern: '\\bAIza[0-9A-Za-z_-]{35}' },
    { name: 'a Slack token', pattern: '\\bxox[abeoprs]-[A-Za-z0-9-]{10,}' },
    { name: 'a Stripe key', pattern: '\\b[rs]k_live_[0-9A-Za-z]{16,}' },
    { name: 'an npm token', pattern: '\\bnpm_[A-Za-z0-9]{36}\\b' },
    { name: 'a JSON web token', pattern: '\\beyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}' },
  ],
  pii: [
    { name: 'a US social security number', pattern: '\\b(?!000|666|9\\d\\d)\\d{3}-(?!00)\\d{2}-(?!0000)\\d{4}\\b' },
    { name: 'a payment card number', pattern: '\\b(?:\\d[ -]?){12,18}\\d\\b', check: 'luhn' },
    { name: 'an IBAN', pattern: '\\b[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\\b' },
  ],
  phi: [
    {
      name: 'a medical record number',
      pattern: '\\b(?:MRN|medical record (?:number|no\\.?))[:# ]{0,3}(?=[A-Z-]*\\d)[A-Z0-9-]{5,}',
    },
    { name: 'a date of birth', pattern: '\\b(?:DOB|date of birth|born on)[: ]{0,3}\\d{1,4}[-/.]\\d{1,2}[-/.]\\d{1,4}' },
    {
      name: 'a Medicare number',
      pattern:
        '\\b[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\\d-?[AC-HJKMNP-RT-Y]{2}\\d{2}\\b',
    },
    { name: 'a patient named', pattern: "\\bpatient(?:'s)? name: {0,2}[^\\s:]" },
  ],
} as const satisfies Record<string, readonly GuardPattern[]>

export type GuardSet = keyof typeof guardSets

/** True where a match is one: digits that look like a card must add up (ISO/IEC 7812, Luhn). */
export const isMatch = (text: string, { check }: GuardPattern): boolean => check !== 'luhn' || luhn(text)

const luhn = (text: string): boolean => {
  const digits = [...text.replace(/\D/g, '')].reverse().map(Number)
  const sum = digits.reduce((all, digit, index) => {
    const doubled = index % 2 === 1 ? digit * 2 : digit
    return all + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return digits.length >= 13 && sum % 10 === 0 && new Set(digits).size > 1
}

/** What to tell a person whose prompt was held; nothing of the prompt itself. */
export const guardSentence = (found: readonly string[], blocked: boolean): string =>
  `provenance: this prompt seems to hold ${found.join(', ')}; ${
    blocked ? 'it was not sent. Take that out and send it again' : 'it was sent'
  } (rule: prompts.guard in .provenancerc)`
