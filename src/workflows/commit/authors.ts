import { type Author, overlaid } from '../../core/edits/assemble.js'
import type { Settings } from '../../store/settings.js'

type Authors = ReadonlyMap<string, Author>

/** Several lists of authors as one, what a later one says before the others; where prompts are off none is committed to, those seen before neither. */
export const authorsOf = (several: readonly Authors[], { promptHash }: Settings): Authors => {
  const authors = several.reduce(joinAuthors)
  return promptHash === 'off' ? withoutPrompts(authors) : authors
}

const joinAuthors = (known: Authors, more: Authors): Authors => {
  const authors = new Map(known)
  for (const [key, author] of more) {
    const old = authors.get(key)
    authors.set(key, {
      ...author,
      toolVersion: author.toolVersion ?? old?.toolVersion ?? null,
      leaves: overlaid(old?.leaves ?? [], author.leaves),
    })
  }
  return authors
}

const withoutPrompts = (authors: Authors): Authors =>
  new Map([...authors].map(([key, author]) => [key, { ...author, leaves: [] }]))
