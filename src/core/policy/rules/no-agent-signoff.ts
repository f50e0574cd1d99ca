import { readPerson } from '../../marks/people.js'
import { parseTrailers } from '../../trailer/parse.js'
import { noOption } from '../option.js'
import { every, rule } from '../rule.js'

/** As much of a line as is read for a name. */
const maxLine = 400

/** No Signed-off-by is an AI's: only a person can certify the origin of a contribution (Developer Certificate of Origin 1.1). */
export const noAgentSignoff = rule({
  option: noOption,
  needs: [],
  kinds: every,
  check: ({ commit }) => {
    if (!/signed-off-by/i.test(commit.message)) return []
    const signers = parseTrailers(commit.message).flatMap(({ key, value }) =>
      key.toLowerCase() === 'signed-off-by' ? [value.slice(0, maxLine)] : [],
    )
    return [...new Set(signers)].filter((one) => readPerson(one) !== null).map((signer) => ({ args: { signer } }))
  },
})
