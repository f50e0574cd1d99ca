/** Characters that could move a terminal's cursor, turn text around, or hide: controls, bidi marks, zero widths, line separators. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** Where a CI's log would find a command: `##[name]` and `##vso[name]` anywhere, `::name` at the start of a line. */
const command = /##(?=\w*\[)|^\s*:(?=:)/g

/** Untrusted text made fit for one line of a terminal or a CI's log: unsafe characters become visible escapes (`\u{1b}`). */
export const visible = (text: string): string => text.replace(unsafe, escaped).replace(command, escapeLast)

const escaped = (char: string): string => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`

const escapeLast = (found: string): string => found.slice(0, -1) + escaped(found.slice(-1))

/** JSON text made fit for a terminal or a CI's log by JSON's own escapes: it says the same. */
export const visibleJson = (json: string): string =>
  json.replace(/[\p{Cf}\p{Zl}\p{Zp}\u007f-\u009f]|#(?=#\w*\[)/gu, (char) =>
    Array.from(char.length === 1 ? [char] : [char.slice(0, 1), char.slice(1)])
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  )
