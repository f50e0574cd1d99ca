import { counted } from '../../core/counted.js'
import { isoDay } from '../../core/iso-date.js'
import { askedRange, rangeWords } from '../../core/ledger/asked-range.js'
import { mostFirst } from '../../core/tally.js'
import { visible } from '../../report/escape.js'
import { type InventoryResult, takeInventory } from '../../workflows/verify/take-inventory.js'
import { asJson, type Output } from '../output.js'
import { type RangeOptions, rangeOf } from '../range-options.js'
import { walkFaultText } from '../walk-fault-text.js'

type Options = RangeOptions & { readonly json?: boolean; readonly unregistered?: boolean }

/** `provenance inventory`: tools and models in use, by whom, how often, against the registry. */
export const inventory = async (words: readonly string[], options: Options, output: Output): Promise<number> => {
  const taken = await takeInventory(rangeOf(words.length === 0 ? ['HEAD'] : words, options))
  const result = options.unregistered ? withoutApproved(taken) : taken
  const nothing = taken.uses.length === 0 ? noneNamed : allApproved
  output.answer(options.json ? asJson(documentOf(result)) : textOf(result, nothing))
  const objected = options.unregistered === true && result.uses.length > 0
  return result.exitCode === 0 && objected ? 1 : result.exitCode
}

/** What the registry does not approve; without a registry, all of it. */
const withoutApproved = (taken: InventoryResult): InventoryResult => ({
  ...taken,
  uses: taken.uses.filter(({ standing }) => !standing.includes('approved')),
})

const documentOf = ({ header, counts, uses, faults }: InventoryResult) => ({
  range: { ...header.range, ...askedRange(header) },
  policy: header.policy,
  flags: header.flags,
  faults,
  commits: counts.total,
  uses: uses.map(({ first, last, ...use }) => ({ ...use, first: isoDay(first), last: isoDay(last) })),
})

/** As many people as a row names. */
const maxPeople = 3

const noneNamed = 'no AI tool is named in them\n'
// Which files a tool may be used for is asked of each commit (tool-approved), and of no use as a whole.
const allApproved =
  'the registry approves every tool and model that is named in them; for which files, provenance verify says\n'

const textOf = ({ header, counts, uses, registered, faults }: InventoryResult, nothing: string): string => {
  const rows = uses.map(({ tool, model, commits, people, first, last, standing }) => {
    const names = mostFirst(people)
    const more = names.length > maxPeople ? ` and ${names.length - maxPeople} more` : ''
    const shown = names.slice(0, maxPeople).map(([person, times]) => `${visible(person)} ${times}`)
    const status = registered ? `  ${standing.join(', ')}` : ''
    return `${String(commits).padStart(8)}  ${visible(`${tool} ${model}`)}${status}\n          ${isoDay(first)} to ${isoDay(last)}, by ${shown.join(', ')}${more}\n`
  })
  const source = visible(header.policy.source)
  const note = registered
    ? `\nAgainst the registry of approved tools of ${source}\n`
    : `\nThe policy (${source}) names no registry of approved tools; of another: --policy FILE\n`
  return `${counted(counts.total, 'commit')} of ${visible(rangeWords(header))}\n${walkFaultText(faults)}\n${rows.length === 0 ? nothing : rows.join('')}${note}`
}
