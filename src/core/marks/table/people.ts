import { authorMarks } from './author.js'
import { coauthorMarks } from './coauthor.js'
import { coauthorBots } from './coauthor-bots.js'
import { moreCoauthors } from './coauthor-more.js'
import { seenPeopleMarks } from './people-seen.js'
import type { MarkRow } from './row.js'

/**
 * Agents as people of a commit, in the order in which rows are tried: an agent is the same whether it stands as author,
 * committer or co-author, so every row is tried for each. A new row goes into people-seen.ts; the other tables are what others
 * published, as they had it, so that some rows stand there as author and as co-author.
 */
export const peopleMarks: readonly MarkRow[] = [
  ...coauthorMarks,
  ...coauthorBots,
  ...moreCoauthors,
  ...seenPeopleMarks,
  ...authorMarks,
]
