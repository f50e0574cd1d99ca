import { join } from 'node:path'
import { seeText } from '../../core/file-hints.js'
import { composeTrailers } from '../../core/trailer/compose.js'
import type { Location } from '../../store/location.js'
import { readText } from '../../store/text.js'
import { lookAtHooks } from '../../workflows/agents/liveness.js'
import { gather } from '../../workflows/commit/gather.js'
import { recordOf } from '../../workflows/commit/prepare-message.js'
import { type Check, wrong } from './doctor-check.js'

const endings = ['js', 'cjs', 'mjs', 'ts', 'cts', 'mts']
const data = ['', '.json', '.yaml', '.yml']

/** Where commitlint 20 looks (load, load-config.js); a package.json counts by its key. */
const files = [
  'package.json',
  ...[...data, ...endings.map((end) => `.${end}`)].map((end) => `.commitlintrc${end}`),
  ...endings.map((end) => `commitlint.config.${end}`),
]

/** Most characters in a line of a body, or of the footers behind a reference (@commitlint/config-conventional and config-angular 20). */
const limit = 100
const rules = ['body-max-line-length', 'footer-max-line-length']

/**
 * A record's line that commitlint would stop the commit for: a value is what a tool reports, untouched, and some models' names
 * are long. The configuration is read, not run; who names the rules in it is taken to have set them.
 */
export const commitlintChecks = (location: Location): readonly Check[] => {
  const file = files.find((name) => isStrict(name, readText(join(location.top, name)) ?? ''))
  const long = file === undefined ? undefined : longLine(location)
  if (file === undefined || long === undefined) return []
  const says = `the next commit's ${long.key} is a line of ${long.length} characters, and ${file} allows ${limit}: set ${rules.join(' and ')} to [2, "always", 300] there`
  return [wrong('commitlint', says, seeText(file))]
}

const isStrict = (name: string, text: string): boolean =>
  (name !== 'package.json' || /"commitlint"\s*:/.test(text)) &&
  /conventional|angular/.test(text) &&
  rules.some((rule) => !text.includes(rule))

const longLine = (location: Location) => {
  const { live } = lookAtHooks(location, process.env)
  const record = recordOf(gather(location, { flow: 'message', now: Date.now(), live }), process.env)
  return (record === null ? [] : composeTrailers(record))
    .map(({ key, value }) => ({ key, length: `${key}: ${value}`.length }))
    .find(({ length }) => length > limit)
}
