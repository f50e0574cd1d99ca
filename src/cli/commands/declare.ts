import { randomBytes } from 'node:crypto'
import { ProvenanceError } from '../../core/errors.js'
import { parseTool } from '../../core/trailer/tool.js'
import { addDeclaration, clearDeclared, type Declaration, readDeclared, withDeclaration } from '../../store/declared.js'
import type { Location } from '../../store/location.js'
import { requireLocation } from '../../workflows/install.js'
import { promptLeaf } from '../../workflows/prompt-leaf.js'
import { asJson, type Output } from '../output.js'
import { readPrompt } from './prompt-file.js'

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
  const one = options.clear ? null : options.none ? { none: true as const } : declarationOf(location, options)
  const declared = one === null ? [] : withDeclaration(readDeclared(location), one)
  if (!options.dryRun)
    if (one === null) clearDeclared(location)
    else addDeclaration(location, one, Date.now())
  if (options.json) output.answer(asJson({ applied: options.dryRun !== true, declared }))
  else
    output.answer(
      declared.length === 0
        ? 'Nothing is declared.\n'
        : declared.map((one) => `next commit: ${sentence(one)}\n`).join(''),
    )
  return 0
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

const sentence = (one: Declaration) =>
  one.none
    ? 'no AI took part'
    : `${one.tool}, model ${one.model}, ${one.ratio === null ? 'share changed unknown' : `${one.ratio} changed by a person`}`

const declarationOf = (location: Location, options: Options): Declaration => {
  const named = /^[\x21-\x3a\x3c-\x7e]+$/.test(options.tool ?? '') ? parseTool(options.tool ?? '') : null
  if (named === null) {
    const got = options.tool === undefined ? 'neither --tool nor --none' : JSON.stringify(options.tool)
    throw new ProvenanceError(
      'VALUE_REFUSED',
      `--tool: expected a name in lower kebab case, or name/version; got ${got}`,
    )
  }
  if (!/^[\x21-\x3a\x3c-\x7e]{1,200}$/.test(options.model)) {
    throw new ProvenanceError(
      'VALUE_REFUSED',
      `--model: expected an identifier without blanks, got ${JSON.stringify(options.model)}`,
    )
  }
  const key = { random: () => randomBytes(32), keep: options.dryRun !== true }
  const leaves = options.promptFile.flatMap((file) => promptLeaf(location, readPrompt(file), key) ?? [])
  return {
    none: false,
    ...named,
    model: options.model,
    leaves,
    ratio: options.ratio ?? null,
  }
}
