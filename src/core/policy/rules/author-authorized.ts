import { noOption } from '../option.js'
import { approvalOf, isUserApproved } from '../registry.js'
import { every, rule } from '../rule.js'
import { toolNames } from '../took-part.js'

/** Who used a tool, the commit's author, is one whom the registry lets use it. */
export const authorAuthorized = rule({
  option: noOption,
  needs: [],
  kinds: every,
  check: (facts) => {
    const { registry, commit } = facts
    return toolNames(facts).flatMap((tool) => {
      const approval = approvalOf(registry, tool)
      return registry === null || approval === undefined || isUserApproved(registry, approval, commit.author.email)
        ? []
        : [{ args: { tool, author: commit.author.email } }]
    })
  },
})
