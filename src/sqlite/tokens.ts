/** A token of SQL: a `group` is what stands in parentheses, split at its commas. */
export type Token =
  | { readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'other'; readonly text: string }
  | { readonly kind: 'group'; readonly text: ''; readonly parts: readonly (readonly Token[])[] }

/** So long is a statement that is read, in characters. */
const maxLength = 32_768

/** A quote or comment that does not end goes on to the end, so that a text of nothing else takes no longer than its length. */
const pattern = new RegExp(
  [
    String.raw`(?<blank>[ \t\n\f\r]+|--[^\n]*|/\*[^]*?(?:\*/|$))`,
    `(?<blob>[xX]'[^']*'?)`,
    `(?<string>'[^']*(?:''[^']*)*'?)`,
    String.raw`(?<quoted>"[^"]*(?:""[^"]*)*"?|${'`[^`]*(?:``[^`]*)*`?'}|\[[^\]]*\]?)`,
    String.raw`(?<number>0[xX][0-9a-fA-F]+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)`,
    String.raw`(?<word>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)`,
    '[^]',
  ].join('|'),
  'g',
)

/** The tokens of a statement (https://www.sqlite.org/lang.html; tokenize.c); null for one that is too long or does not close its parentheses. */
export const tokensOf = (sql: string): readonly Token[] | null => {
  if (sql.length > maxLength) return null
  const top: Token[][] = [[]]
  const open = [top]
  for (const { 0: text, groups } of sql.matchAll(pattern)) {
    const parts = open.at(-1)
    if (parts === undefined) return null
    if (text === '(') {
      const inside: Token[][] = [[]]
      parts.at(-1)?.push({ kind: 'group', text: '', parts: inside })
      open.push(inside)
    } else if (text === ')') open.pop()
    else if (text === ',' && open.length > 1) parts.push([])
    else if (groups?.['blank'] === undefined) parts.at(-1)?.push(tokenOf(text, groups))
  }
  return open.length === 1 ? (top[0] ?? null) : null
}

const tokenOf = (text: string, groups: Readonly<Record<string, string | undefined>> = {}): Token => {
  if (groups['word'] !== undefined) return { kind: 'word', text }
  if (groups['number'] !== undefined) return { kind: 'number', text }
  if (groups['string'] !== undefined) return { kind: 'string', text: unquoted(text) }
  if (groups['quoted'] !== undefined) return { kind: 'quoted', text: unquoted(text) }
  return { kind: 'other', text }
}

/** A quote within a quoted name is doubled; a bracket cannot be. */
const unquoted = (text: string): string => {
  const quote = text.charAt(0)
  const inside = text.slice(1, -1)
  return quote === '[' ? inside : inside.replaceAll(quote + quote, quote)
}

/** As SQLite compares names: small letters and capitals of ASCII are the same. */
export const folded = (name: string): string => name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

/** True for a keyword, which stands in no quotes. */
export const isWord = (token: Token | undefined, ...words: readonly string[]): boolean =>
  token?.kind === 'word' && words.includes(folded(token.text))

/** The name that a token stands for, folded; null where it is none. SQLite takes a string for a name too, where one must stand. */
export const nameOf = (token: Token | undefined): string | null =>
  token?.kind === 'word' || token?.kind === 'quoted' || token?.kind === 'string' ? folded(token.text) : null
