import { isRecordKey, keys } from './keys.js'

/** A line whose key only looks like one of ours, so that git and this program read nothing where a person reads a record. */
export type LookAlike = { readonly key: string; readonly line: number }

/**
 * What looks like the letters in our keys (Unicode's confusables.txt 16, and small capitals), by what it looks like. Of `I`, `l`, `1`
 * and of `O` and `0` nobody tells one from the other in every font, so they count as one. What is a letter's other width or style,
 * Unicode's own decomposition finds.
 */
const confusable: Readonly<Record<string, string>> = {
  a: 'ɑαа⍺ᴀΑАᎪᗅꓮ𖽀𐊠',
  l: 'i1|ıɪɩιіꙇӏꭵᎥ𑣃ɨʟ׀∣⏽│١۱𐌠𞣇ƖǀΙⲒІӀוןاߊⵏᛁꓲ𖼨𐊊𐌉łɭƗƚɫᏞᒪꓡ',
  o: '0ᴏᴑꬽοσⲟоჿօסهھہەഠဝ𐓪𑣈𑣗𐐬०੦૦௦౦೦൦๐໐၀٥۵߀০୦〇𑓐𑣠ΟⲞОՕⵔዐଠ𐓂ꓳ𑢵𐊒𐊫𐐄𐔖øØɵөθΘѳƟ',
  t: '⊤⟙ᴛтτΤⲦТᎢꓔ𖼊𑢼𐊗𐊱𐌕ƭŧŦȾƮҬ',
  m: 'ᴍмΜϺⲘМᎷᗰᛖꓟ𐊰𐌑Ӎ',
  d: 'ԁᏧᑯꓒᴅᎠᗞᗪꓓɗɖƌđĐÐƉ',
  e: 'ᴇ℮ꬲеεҽ⋿ΕЕⴹᎬꓰ𑢦𑢮𐊆ɇɆ',
  p: 'ᴘ⍴ρⲣрΡⲢРᏢᑭꓑ𐊕ƥᵽ',
  r: 'ʀꭇꭈᴦⲅгꮁƦᎡᏒ𐒴ᖇꓣ𖼵ɽɼɍ',
  h: 'ʜнһհᏂΗⲎНᎻᕼꓧ𐋏ɦħћĦҢ',
  s: 'ꜱƽѕꮪ𑣁𐑈ЅՏᏕᏚꓢ𖼺𐊖𐐠ʂ',
  u: 'ᴜꞟꭎꭒʋυսՍ𐓶𑣘∪⋃ሀ𐓎ᑌꓴ𖽂𑢸Ʉ',
  n: 'ɴпոռηΝⲚꓠ𐔓ɳƞƝ',
  c: 'ᴄςϲⲥсꮯ𐐽ΣϹⲤСᏟꓚ𐊢𐌂𐐕𐔜ȼҫҪ',
  g: 'ɢɡᶃցԌᏀᏳꓖɠǥǤ',
  '-': '_ߺ۔⁃˗−➖Ⲻ─ー',
}

/** What git reads no key before, and a person may: what looks like a colon (confusables.txt), or is one of another width. */
const colon = /[:：﹕︓︰։׃܃܄᛬᠃᠉⁚˸ː∶꞉ꓽ]/u

const letters: ReadonlyMap<string, string> = new Map(
  Object.entries(confusable).flatMap(([letter, forms]) => Array.from(forms, (form) => [form, letter] as const)),
)

/** What a key looks like: the same for all keys that look alike. */
const skeletonOf = (key: string): string =>
  Array.from(key.normalize('NFKD').replace(/\p{M}|\p{Cf}|\p{DI}/gu, ''), letterOf)
    .join('')
    .replace(/[\p{Pd}\s\u2800-]+/gu, '-')
    .replaceAll('rn', 'm')

const letterOf = (char: string): string => {
  const small = char.toLowerCase()
  return letters.get(char) ?? letters.get(small) ?? small
}

const recordSkeletons: ReadonlySet<string> = new Set(Object.values(keys).map(skeletonOf))

/** As many as one commit is charged with. */
const maxFound = 10

/** How a key of ours can begin in ASCII, were it not itself: a letter for another, `_` or a blank for the dash. */
export const spelledAlike = 'a[il1|][_ -](?:t[o0]{2}[il1|]|(?:m|rn)[o0]de|pr[o0](?:m|rn)pt|hu(?:m|rn)an|change)'

const foreign = /[^\0-\x7f]/
const spelled = new RegExp(`^${spelledAlike}`, 'im')

/** The lines of a message whose keys look like ours. Linear in the message; long lines are cut. */
export const lookAlikes = (message: string): readonly LookAlike[] => {
  if (!foreign.test(message) && !spelled.test(message)) return []
  const found: LookAlike[] = []
  for (const [index, text] of message.split('\n').entries()) {
    const end = text.slice(0, 60).search(colon)
    const key = end < 1 ? '' : text.slice(0, end).trim()
    if (!foreign.test(text.slice(0, end + 1)) && !spelled.test(text)) continue
    const isReal = text[end] === ':' && isRecordKey(key)
    if (key === '' || isReal || !recordSkeletons.has(skeletonOf(key))) continue
    found.push({ key, line: index + 1 })
    if (found.length === maxFound) break
  }
  return found
}
