/** Characters that could move a terminal's cursor, turn text around, or hide: controls, bidi marks, zero widths, line separators. */
const unsafe = /[\p{Cc}\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu

/** Untrusted text made fit for one line of a terminal: unsafe characters become visible escapes (`\u{1b}`). */
export const visible = (text: string): string =>
  text.replace(unsafe, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`)
