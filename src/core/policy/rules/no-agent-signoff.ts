import { readPerson } from '../../marks/people.js'
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
    const signers = [...commit.message.matchAll(signoff)].map(([, text = '']) => text.replace(/\s+/g, ' ').trim())
    return [...new Set(signers.map((one) => one.slice(0, maxLine)))]
      .filter((one) => readPerson(one) !== null)
      .map((signer) => ({ args: { signer } }))
  },
})

/** Wherever a line of it stands, folded or not: a squash leaves sign-offs in the middle of a message. */
const signoff = /^[ \t]*signed-off-by[ \t]*:(.*(?:\n[ \t]+.*)*)/gim
