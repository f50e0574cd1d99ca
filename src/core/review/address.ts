/** GitHub's and GitLab's addresses that hide the real one: `ID+LOGIN@` or `LOGIN@`, and `ID-LOGIN@` (their documentation on commit email addresses). */
const github = /^(?:\d+\+)?([^@+]+)@users\.noreply\.github\.com$/
const gitlab = /^\d+-([^@]+)@(users\.noreply\..+)$/

/**
 * An address in the form in which two of one person's are the same: case, a `+tag` and a forge's number left out. A mailmap
 * is not read: it would be the judged repository's word. Empty for what is no address.
 */
export const addressKey = (address: string): string => {
  const text = address.trim().toLowerCase()
  const [, login] = github.exec(text) ?? []
  if (login !== undefined) return loginAddress(login, 'github.com')
  const [, name, host] = gitlab.exec(text) ?? []
  if (name !== undefined) return `${name}@${host}`
  const at = text.lastIndexOf('@')
  if (at < 1 || at === text.length - 1) return ''
  const local = text.slice(0, at)
  const tag = local.indexOf('+')
  return `${tag < 1 ? local : local.slice(0, tag)}${text.slice(at)}`
}

/** The address that a forge gives the commits of a login. */
export const loginAddress = (login: string, host: string): string => `${login.toLowerCase()}@users.noreply.${host}`

/** True for an address, in the form of `addressKey`, that names a login of that forge. */
export const isLoginAddress = (key: string, host: string): boolean => key.endsWith(`@users.noreply.${host}`)
