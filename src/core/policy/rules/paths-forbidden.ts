import { pathGlobs } from '../glob-forms.js'
import { noOption } from '../option.js'
import { every, firstOf, rule } from '../rule.js'
import { aiTookPart } from '../took-part.js'

/**
 * No AI in the files of its scope, `paths`; without it, nowhere. A record speaks of the whole commit: a person's change of
 * such a file goes into a commit of its own.
 */
export const pathsForbidden = rule({
  option: noOption,
  bare: { name: 'paths', type: pathGlobs('Globs of files that a commit with AI in it must not change.') },
  needs: ['changes'],
  kinds: every,
  check: (facts) => (aiTookPart(facts) ? firstOf(facts.changes.map(({ path }) => ({ path }))) : []),
})
