import { canonicalModel } from '../../marks/models.js'
import { noOption } from '../option.js'
import { approvalOf, isModelApproved } from '../registry.js'
import { every, rule } from '../rule.js'
import { namedTools } from '../took-part.js'

/** Every model that took part is one that the registry allows with its tool; a tool that nobody approved is tool-approved's. */
export const modelApproved = rule({
  option: noOption,
  needs: [],
  kinds: every,
  check: (facts) =>
    namedTools(facts).flatMap(({ tool, model }) => {
      const approval = approvalOf(facts.registry, tool)
      const names = [model, canonicalModel(model)]
      return approval === undefined || isModelApproved(approval, names) ? [] : [{ args: { tool, model } }]
    }),
})
