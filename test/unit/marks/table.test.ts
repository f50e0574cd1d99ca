import { describe, expect, test } from 'vitest'
import { readMarks } from '../../../src/core/marks/read-marks.js'
import { sessionLinks } from '../../../src/core/marks/session-links.js'
import { authorMarks } from '../../../src/core/marks/table/author.js'
import { bodyMarks } from '../../../src/core/marks/table/body.js'
import { seenBodyMarks } from '../../../src/core/marks/table/body-seen.js'
import { botLogins } from '../../../src/core/marks/table/bot-logins.js'
import { branchMarks } from '../../../src/core/marks/table/branch.js'
import { coauthorMarks } from '../../../src/core/marks/table/coauthor.js'
import { coauthorBots } from '../../../src/core/marks/table/coauthor-bots.js'
import { moreCoauthors } from '../../../src/core/marks/table/coauthor-more.js'
import { exclusions } from '../../../src/core/marks/table/exclusion.js'
import { seenPeopleMarks } from '../../../src/core/marks/table/people-seen.js'
import type { MarkRow } from '../../../src/core/marks/table/row.js'
import { trailerMarks } from '../../../src/core/marks/table/trailer.js'
import { trailerConventions } from '../../../src/core/marks/table/trailer-conventions.js'
import { isToolName } from '../../../src/core/marks/tools.js'
import { commitOf, identityOf, jane } from './commit-of.js'

const coauthors = [...coauthorMarks, ...coauthorBots, ...moreCoauthors]
const trailers = [...trailerMarks, ...trailerConventions]
const all = [
  ...coauthors,
  ...authorMarks,
  ...trailers,
  ...bodyMarks,
  ...seenBodyMarks,
  ...branchMarks,
  ...seenPeopleMarks,
]

const trailerOf = (line: string) => {
  const colon = line.indexOf(':')
  return { key: line.slice(0, colon), value: line.slice(colon + 1).trim() }
}

const expectRead = (row: MarkRow, marks: readonly { tool: string | null; model: string | null; ai: boolean }[]) => {
  expect(marks.map(({ ai }) => ai)).toContain(true)
  if (row.tool !== null) expect(marks.map(({ tool }) => tool)).toContain(row.tool)
  if (row.model) expect(marks.some(({ model }) => model !== null)).toBe(true)
}

describe('the table of signs', () => {
  test('holds every published fingerprint that is no environment variable', () => {
    expect([coauthors.length, authorMarks.length, trailers.length, bodyMarks.length, branchMarks.length]).toEqual([
      74, 35, 50, 10, 9,
    ])
  })

  test.each(all.map((row) => [row.example, row] as const))('%s matches its own row', (example, row) => {
    expect(row.pattern.test(example)).toBe(true)
    expect(row.tool === null || isToolName(row.tool)).toBe(true)
    expect(row.vendor).not.toBe('')
    expect(row.source).not.toBe('')
  })

  test.each([...coauthors, ...seenPeopleMarks].map((row) => [row.example, row] as const))(
    'co-author %s is read',
    (example, row) => {
      const trailer = { key: 'Co-authored-by', value: example }
      expectRead(row, readMarks(commitOf(`fix\n\nCo-authored-by: ${example}\n`), [trailer]))
    },
  )

  test.each([...authorMarks, ...seenPeopleMarks].map((row) => [row.example, row] as const))(
    'author %s is read',
    (example, row) => {
      expectRead(row, readMarks({ ...commitOf('fix\n'), author: identityOf(example) }, []))
      expectRead(row, readMarks({ ...commitOf('fix\n'), committer: identityOf(example) }, []))
    },
  )

  test.each(trailers.map((row) => [row.example, row] as const))(
    '%s is read as trailer and in the body',
    (example, row) => {
      expectRead(row, readMarks(commitOf(`fix\n\n${example}\n`), [trailerOf(example)]))
      expectRead(row, readMarks(commitOf(`fix\n\n${example}\n\nmore text\n`), []))
    },
  )

  test.each([...bodyMarks, ...seenBodyMarks].map((row) => [row.example, row] as const))(
    '%s is read in the body',
    (example, row) => {
      const message = row.tool === 'aider' ? `${example}\n` : `fix\n\n${example}\n`
      expectRead(row, readMarks(commitOf(message), []))
    },
  )

  test.each(sessionLinks)('$example is a session', ({ tool, pattern, example }) => {
    expect(pattern.test(example)).toBe(true)
    expect(readMarks(commitOf(`fix\n\n${example}\n`), [])).toMatchObject([{ tool, kind: 'session', where: 'body' }])
  })
})

test('every app that a row names is known by its login as well, with the same tool', () => {
  const apps = [...coauthors, ...authorMarks, ...seenPeopleMarks].flatMap(({ example, tool }) => {
    const login = /([\w-]+)\[bot\]@/.exec(example)?.[1]?.toLowerCase()
    return login === undefined || /^github-/.test(login) ? [] : [[login, tool]]
  })
  expect(apps.length).toBeGreaterThan(40)
  expect(apps.filter(([login, tool]) => botLogins[login ?? ''] !== tool)).toEqual([])
})

describe('the exclusions', () => {
  test.each(exclusions)('$example: $reason', ({ kind, pattern, example }) => {
    expect(pattern.test(example)).toBe(true)
    const trailer = kind === 'trailer' ? trailerOf(example) : { key: 'Co-authored-by', value: example }
    const author = kind === 'trailer' ? jane : identityOf(example)
    const message = `fix\n\n${trailer.key}: ${trailer.value}\n`
    expect(readMarks({ author, committer: author, message }, [trailer])).toEqual([])
  })
})
