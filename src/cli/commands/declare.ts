import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ProvenanceError } from '../../core/errors.js'
import { isPlainHash, plainHashWarning } from '../../core/record/prompt-commitment.js'
import { maxValueBytes } from '../../core/trailer/keys.js'
import { parseTool } from '../../core/trailer/tool.js'
import { isIdentifier } from '../../core/trailer/value.js'
import { headPosition } from '../../git/head-log.js'
import { visible } from '../../report/escape.js'
import { addDeclaration, type Declaration, removeDeclared, standing } from '../../store/declared.js'
import type { Location } from '../../store/location.js'
import { promptLeaf } from '../../workflows/agents/prompt-leaf.js'
import { type Declared, declarationText, declaredFor, lapsedText } from '../../workflows/commit/declared.js'
import { requireLocation } from '../../workflows/install/install.js'
import { asJson, type Output } from '../output.js'
import { hookChecks } from './doctor-hooks.js'
import { readPrompts } from './prompt-file.js'

type Options = {
  readonly tool?: string
  readonly model: string
  readonly promptFile: readonly string[]
  readonly ratio?: number
  readonly none?: boolean
  readonly clear?: boolean
  readonly dryRun?: boolean
  readonly json?: boolean
}

/** `provenance declare`: keeps a person's word for the next commit. */
export const declare = async (options: Options, output: Output): Promise<number> => {
  refuseBeside(options)
  const location = requireLocation(process.cwd())
  const one = options.clear ? null : options.none ? { none: true as const } : await declarationOf(location, options)
  const before = declaredFor(location, true)
  const declared = one === null ? [] : standing([...before.standing, one])
  if (!options.dryRun) keep(location, one, before)
  const unheard = one === null ? null : whyUnheard(location)
  if (options.json) output.answer(asJson({ applied: options.dryRun !== true, declared, unheard }))
  else
    output.answer(
      declared.length === 0
        ? 'Nothing is declared.\n'
        : declared.map((one) => `next commit: ${declarationText(one)}\n`).join(''),
    )
  for (const one of options.clear ? [] : before.lapsed) output.talk(`${lapsedText(one)}, and is forgotten\n`)
  if (one !== null && !one.none && one.leaves.some(isPlainHash)) output.talk(`warning: ${plainHashWarning}\n`)
  if (unheard !== null) output.talk(`No commit will take it up: ${unheard.says}; first: ${visible(unheard.mend)}\n`)
  return 0
}

/** Keeps one declaration more, or with null none at all; what was declared for a commit that is made goes. */
const keep = (location: Location, one: Declaration | null, before: Declared): void => {
  const since = headPosition(location)
  removeDeclared(location, one === null ? before.files : before.lapsed.map(({ file }) => file))
  if (one !== null) addDeclaration(location, one, since, Date.now())
}

type Unheard = { readonly says: string; readonly mend: string }

/** Why the hook that takes a declaration up would not run here, as `doctor` says it; null where it would. */
const whyUnheard = (location: Location): Unheard | null => {
  const mend = 'provenance init --yes'
  if (!existsSync(join(location.shared, 'runtime'))) return { says: 'the hooks are not installed here', mend }
  const check = hookChecks(location).find(({ ok, name }) => !ok && ['hooks', 'hook prepare-commit-msg'].includes(name))
  return check === undefined ? null : { says: `${check.name}: ${check.says}`, mend: check.mend ?? mend }
}

/** A declaration says what an AI wrote, that none did, or nothing; what stands beside the last two would be lost. */
const refuseBeside = ({ none, clear, tool, model, promptFile, ratio }: Options): void => {
  const alone = clear ? '--clear' : none ? '--none' : null
  const beside = [
    ...(clear && none ? ['--none'] : []),
    ...(tool === undefined ? [] : ['--tool']),
    ...(model === 'unknown' ? [] : ['--model']),
    ...(promptFile.length === 0 ? [] : ['--prompt-file']),
    ...(ratio === undefined ? [] : ['--ratio']),
  ]
  if (alone === null || beside.length === 0) return
  throw new ProvenanceError('USAGE', `declare: expected ${alone} alone, got ${beside.join(', ')} beside it`, {
    hint: 'provenance declare --help',
  })
}

const declarationOf = async (location: Location, options: Options): Promise<Declaration> => {
  const named = isIdentifier(options.tool ?? '') ? parseTool(options.tool ?? '') : null
  if (named === null) {
    const got = options.tool === undefined ? 'neither --tool nor --none' : JSON.stringify(options.tool)
    throw new ProvenanceError(
      'VALUE_REFUSED',
      `--tool: expected a name in lower kebab case, or name/version; got ${got}`,
    )
  }
  if (!isIdentifier(options.model) || /\s/.test(options.model)) {
    const bytes = Buffer.byteLength(options.model)
    const got = bytes > maxValueBytes ? `${bytes} bytes` : JSON.stringify(options.model)
    throw new ProvenanceError(
      'VALUE_REFUSED',
      `--model: expected an identifier of at most ${maxValueBytes} bytes, without blanks, semicolons and what cannot be seen, got ${got}`,
    )
  }
  const key = { random: () => randomBytes(32), keep: options.dryRun !== true }
  const prompts = await readPrompts(options.promptFile)
  // As behind a pipe whose first command failed.
  const empty = options.promptFile[prompts.indexOf('')]
  if (empty !== undefined) throw new ProvenanceError('USAGE', `--prompt-file ${empty}: expected a prompt, got no text`)
  const leaves = prompts.flatMap((prompt) => promptLeaf(location, prompt, key) ?? [])
  return {
    none: false,
    ...named,
    model: options.model,
    leaves,
    ratio: options.ratio ?? null,
  }
}
