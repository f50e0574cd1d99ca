import { describe, expect, test } from 'vitest'
import { modelKey } from '../../../src/core/marks/models.js'
import { readMarks } from '../../../src/core/marks/read-marks.js'
import { lastBlock } from '../../support/corpus/last-block.js'
import { type CorpusItem, loadCorpus } from '../../support/corpus/load.js'

type Field = 'ai' | 'tool' | 'model'
type Reading = Readonly<Record<Field, readonly string[]>>

const spelling = (model: string): string => modelKey(model) ?? model.toLowerCase()
const unique = (values: readonly (string | null)[]): readonly string[] => [
  ...new Set(values.filter((value) => value !== null)),
]

const expectedOf = ({ expected }: CorpusItem): Reading => ({
  ai: expected.ai ? ['yes'] : [],
  tool: unique(expected.tools),
  model: unique(expected.models.map(spelling)),
})

const readingOf = (item: CorpusItem): Reading => {
  const person = { ...item.author, date: 0, zone: '+0000' }
  const commit = { author: person, committer: person, message: item.message }
  const marks = readMarks(commit, lastBlock(item.message)).filter(({ ai }) => ai)
  return {
    ai: marks.length > 0 ? ['yes'] : [],
    tool: unique(marks.map(({ tool }) => tool)),
    model: unique(marks.map(({ model }) => (model === null ? null : spelling(model)))),
  }
}

const items = loadCorpus().filter(({ expected }) => expected.scored)
const readings = items.map((item) => ({ id: item.id, wanted: expectedOf(item), got: readingOf(item) }))

const score = (field: Field) => {
  let right = 0
  let wrong = 0
  let missed = 0
  const misread: string[] = []
  for (const { id, wanted, got } of readings) {
    const extra = got[field].filter((value) => !wanted[field].includes(value))
    const lost = wanted[field].filter((value) => !got[field].includes(value))
    right += got[field].length - extra.length
    wrong += extra.length
    missed += lost.length
    if (extra.length + lost.length > 0) misread.push(`${id} extra ${extra.join(' ')} lost ${lost.join(' ')}`)
  }
  return { field, items: items.length, precision: right / (right + wrong), recall: right / (right + missed), misread }
}

describe('reading real messages', () => {
  const scores = (['ai', 'tool', 'model'] as const).map(score)
  console.table(scores.map(({ misread, ...rest }) => ({ ...rest, misread: misread.length })))
  console.log(scores.flatMap(({ field, misread }) => misread.map((line) => `${field}: ${line}`)).join('\n'))

  test.each([
    ['ai', 0.99],
    ['tool', 0.99],
    ['model', 0.97],
  ] as const)('%s: precision and recall of at least %d', (field, least) => {
    const { precision, recall, misread } = score(field)
    expect({ precision: precision >= least, recall: recall >= least, misread }).toEqual({
      precision: true,
      recall: true,
      misread,
    })
  })
})
