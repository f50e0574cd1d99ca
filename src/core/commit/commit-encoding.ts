import { isUtf8 } from 'node:buffer'

/** A fault of an encoding, or none; `encoding-invalid` for bytes that are not in it, `encoding-unknown` for a name nobody knows. */
export type Decoded = { readonly text: string; readonly fault: 'encoding-invalid' | 'encoding-unknown' | null }

const utf8Names = /^utf-?8$/i
/** What WHATWG calls by these names is windows-1252, where 0x80 to 0x9f differ; `latin-1` is git's own (utf8.c, fallback_encoding). */
const latin1Names = /^(?:iso-?8859-1|latin-?1)$/i

/** True for UTF-8 by any of its names, and for no name at all, which is UTF-8 (git-commit(1), i18n). */
export const isUtf8Name = (encoding: string | null): boolean => encoding === null || utf8Names.test(encoding)

/**
 * Decodes bytes by a commit's `encoding` header, null for none. Never throws: bytes that do not fit are read as UTF-8 with
 * replacement characters; under a name nobody knows, or one that cannot hold a commit's header (UTF-16), as Latin-1.
 */
export const decode = (bytes: Buffer, encoding: string | null): Decoded => {
  if (isUtf8Name(encoding)) return { text: bytes.toString('utf8'), fault: isUtf8(bytes) ? null : 'encoding-invalid' }
  if (latin1Names.test(encoding ?? '')) return { text: bytes.toString('latin1'), fault: null }
  const page = codePages[/^(?:cp|ibm)(437|850)$/i.exec(encoding ?? '')?.[1] ?? '']
  if (page !== undefined) return { text: fromPage(bytes, page), fault: null }
  const decoder = decoderOf(encoding ?? '')
  if (decoder === null) return { text: bytes.toString('latin1'), fault: 'encoding-unknown' }
  if (decoder.encoding === 'windows-1252') return { text: windows1252(bytes), fault: null }
  try {
    return { text: decoder.decode(bytes), fault: null }
  } catch {
    return { text: bytes.toString('utf8'), fault: 'encoding-invalid' }
  }
}

/** The characters of windows-1252 from 0x80 to 0x9f, where it is not Latin-1 (the Encoding standard's index-windows-1252). */
const c1 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

/** Decoded by hand: Node reads it as Latin-1 since 20.18.3 (nodejs/node#60888), and a ledger must not depend on that. */
const windows1252 = (bytes: Buffer): string =>
  bytes.toString('latin1').replace(/[\x80-\x9f]/g, (char) => c1[char.charCodeAt(0) - 0x80] ?? char)

/** What stands from 0x80 on in the code pages of DOS, which Windows consoles have still (unicode.org, Public/MAPPINGS/VENDORS/MICSFT/PC). */
const codePages: Readonly<Record<string, string>> = {
  437:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐' +
    '└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\xa0',
  850:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐' +
    '└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\xad±‗¾¶§÷¸°¨·¹³²■\xa0',
}

const fromPage = (bytes: Buffer, page: string): string =>
  bytes.toString('latin1').replace(/[\x80-\xff]/g, (char) => page[char.charCodeAt(0) - 0x80] ?? char)

/**
 * Windows' names for what the Encoding standard has under others, with the same characters (compared with glibc's iconv, which
 * git uses). CP949 is none of them: Node's `euc-kr` lacks what Windows added to it.
 */
const windowsNames: ReadonlyMap<string, string> = new Map([
  ['cp932', 'shift_jis'],
  ['cp936', 'gbk'],
  ['cp950', 'big5'],
])

const decoderOf = (encoding: string): InstanceType<typeof TextDecoder> | null => {
  try {
    const decoder = new TextDecoder(windowsNames.get(encoding.toLowerCase()) ?? encoding, { fatal: true })
    return decoder.encoding.startsWith('utf-16') ? null : decoder
  } catch {
    return null
  }
}
