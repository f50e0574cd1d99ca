import type { Agent } from './agent.js'
import { readDialect } from './claude-dialect.js'

/**
 * Junie CLI (hooks of its Early Access builds, documentation of July 2026): an event before a tool, none after. Its hooks are
 * read from the person's own configuration only, so none is installed in a project.
 */
export const junie: Agent = {
  product: 'Junie',
  signs: [],
  read: readDialect('junie'),
  hooks: [],
  reportsBeforeOnly: true,
}
