/** Addresses by which forges hide the real one: GitHub's `ID+LOGIN@` or `LOGIN@`, GitLab's `ID-LOGIN@` (their documentation on commit emails). */
const hidden = /^(?:\d+\+)?([^@+]+)@users\.noreply\.(.+)$/

/**
 * An address in the form in which two of one person's are the same: case, a `+tag` and a forge's number left out. A mailmap
 * is not read: it would be the judged repository's word. Empty for what is no address.
 */
export const addressKey = (address: string): string => {
  const text = address.trim().toLowerCase()
  const [, login, host] = hidden.exec(text) ?? []
  // A login of github.com may itself begin with a number and a dash; with its number it is written with a plus.
  if (login !== undefined && host !== undefined)
    return loginAddress(host === 'github.com' ? login : login.replace(/^\d+-/, ''), host)
  const at = text.lastIndexOf('@')
  if (at < 1 || at === text.length - 1) return ''
  const local = text.slice(0, at)
  const tag = local.indexOf('+')
  return `${tag < 1 ? local : local.slice(0, tag)}${text.slice(at)}`
}

/** The address that a forge gives the commits of a login. */
export const loginAddress = (login: string, host: string): string => `${login.toLowerCase()}@users.noreply.${host}`

/** The forge that hides behind an address in the form of `addressKey`; null for an address that hides nothing. */
export const hostOfLogin = (key: string): string | null => /^[^@]+@users\.noreply\.(.+)$/.exec(key)?.[1] ?? null

/** The addresses in a text: words with an `@` inside. Cut apart first, for a pattern would begin anew at every letter of a long word. */
export const addressesIn = (text: string): readonly string[] =>
  text.split(/[\s<>,;()"']/).filter((word) => word.slice(1, -1).includes('@'))
