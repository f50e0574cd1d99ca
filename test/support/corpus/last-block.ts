type Trailer = { readonly key: string; readonly value: string }

/**
 * The trailers of a message whose last paragraph holds nothing else, folded lines joined: the plain case of what git
 * parses, so that the reading of marks is tested without the parser of trailers.
 */
export const lastBlock = (message: string): readonly Trailer[] => {
  const paragraph =
    message
      .trimEnd()
      .split(/\r?\n[ \t]*\r?\n/)
      .at(-1) ?? ''
  if (paragraph === message.trimEnd()) return []
  const lines = paragraph.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
  const trailers = lines.map((line) => /^([A-Za-z0-9-]+)[ \t]*:[ \t]*(.*)$/.exec(line))
  return trailers.every((found) => found !== null)
    ? trailers.map((found) => ({ key: found?.[1] ?? '', value: (found?.[2] ?? '').trim() }))
    : []
}
