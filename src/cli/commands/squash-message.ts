import { visible } from '../../report/escape.js'
import { squashMessage } from '../../workflows/verify/squash-message.js'
import { asJson, type Output } from '../output.js'
import { packageVersion } from '../program-files.js'

type Options = { readonly repository: string; readonly subject?: string; readonly json?: boolean }

const named = ({ oid, subject }: { readonly oid: string; readonly subject: string }): string =>
  `${oid.slice(0, 12)} ${visible(subject)}`

/** `provenance squash-message`: the canonical body of a squash merge, its record the sum of the commits' records. */
export const squashMessageCommand = async (
  words: readonly string[],
  options: Options,
  output: Output,
): Promise<number> => {
  const { body, leftOut, silent, unnamed } = await squashMessage({
    words,
    repository: options.repository,
    since: null,
    until: null,
    firstParent: false,
    policyFile: null,
    builtIn: true,
    toolVersion: packageVersion(),
  })
  const message = options.subject === undefined ? body : `${options.subject}\n\n${body}`
  output.answer(
    options.json
      ? asJson({ message, leftOut: leftOut.map(({ oid }) => oid), silent: silent.map(({ oid }) => oid), unnamed })
      : message,
  )
  for (const one of leftOut) output.talk(`${named(one)}: its record is broken or of another change, and is left out\n`)
  if (silent.length > 0)
    output.talk(
      `${silent.length === 1 ? '1 of the commits carries' : `${silent.length} of the commits carry`} no record; what AI wrote in them is unknown\n${silent.map((one) => `  ${named(one)}\n`).join('')}`,
    )
  if (unnamed > 0)
    output.talk(`${unnamed} more who wrote in the commits are not named; they must not be who reviews the squash\n`)
  return 0
}
