import { isBotName } from '../marks/bots.js'
import { readPerson, splitPerson } from '../marks/people.js'
import { maxText } from '../marks/sign.js'
import { rememberPair } from '../remember.js'

/** True for a name and address that are no AI's and no other program's. */
export const isPerson = rememberPair((name, email) => {
  const [shortName, shortEmail] = [name.slice(0, 200), email.slice(0, 200)]
  // GitHub commits in people's names when they press its buttons.
  if (shortEmail.toLowerCase() === 'noreply@github.com') return false
  return !isBotName(shortName, shortEmail) && readPerson(`${shortName} <${shortEmail}>`) === null
})

/** `NAME <ADDRESS>` of a trailer; what stands behind the address (`# v2`, `[for the docs]`) is passed over. */
export const personIn = (value: string): { readonly name: string; readonly email: string } => {
  const { name, address } = splitPerson(value.slice(0, maxText))
  const bare = address === '' && /^\S+@\S+$/.test(name)
  return bare ? { name: '', email: name } : { name: name.replace(/^"(.*)"$/, '$1'), email: address }
}
