import type { Random } from './random.js'

const words = [
  'order', 'user', 'total', 'index', 'cache', 'token', 'parser', 'buffer', 'session', 'item', 'price', 'limit', 'queue',
  'result', 'config', 'path', 'value', 'count', 'state', 'event', 'reader', 'chunk', 'header', 'record', 'stream',
] as const // biome-ignore format: a list of words

const verbs = ['load', 'read', 'write', 'merge', 'split', 'check', 'send', 'build', 'find', 'apply', 'close'] as const
const endings = ['}', '}', '', '', '})', '} else {', 'return null', 'break', '// eslint-disable-next-line'] as const

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
const name = (random: Random) => `${random.pick(words)}${capital(random.pick(words))}`
const call = (random: Random) => `${random.pick(verbs)}${capital(random.pick(words))}`

/** One line of a program, often one that stands elsewhere too: a brace, a blank line, `return null`. */
export const codeLine = (random: Random): string => {
  if (random.chance(0.3)) return `  ${random.pick(endings)}`.trimEnd()
  return `  ${random.pick<(random: Random) => string>([
    (of) => `const ${name(of)} = ${call(of)}(${name(of)}, ${of.below(1000)})`,
    (of) => `if (${name(of)}.${of.pick(words)} > ${of.below(100)}) return ${call(of)}(${name(of)})`,
    (of) => `this.${name(of)} = await this.${call(of)}(${of.pick(words)})`,
    (of) => `for (const ${of.pick(words)} of ${name(of)}.${of.pick(words)}s) {`,
    (of) => `logger.info('${of.pick(verbs)} ${of.pick(words)} ${of.pick(words)}', { ${name(of)} })`,
    (of) => `import { ${call(of)} } from './${of.pick(words)}-${of.pick(words)}.js'`,
    (of) => `${of.pick(words)} += 1`,
    (of) => `// ${of.pick(verbs)} the ${of.pick(words)} before the ${of.pick(words)} ${of.pick(verbs)}s it`,
  ])(random)}`
}

/** A function with its closing brace and a blank line behind it. */
export const codeBlock = (random: Random): readonly string[] => [
  `export const ${call(random)} = (${name(random)}: ${capital(random.pick(words))}) => {`,
  ...Array.from({ length: 1 + random.below(8) }, () => codeLine(random)),
  '}',
  '',
]

/** What a person changes in a line that otherwise stays: one word or number in it, or a little at its end. */
export const smallEdit = (text: string, random: Random): string => {
  const parts = text.split(/(\w+)/)
  const places = parts.flatMap((part, at) => (/^\w{2,}$/.test(part) ? [at] : []))
  const [first, ...rest] = places
  if (first === undefined || random.chance(0.25)) return `${text} // ${random.pick(words)}`
  const at = random.pick([first, ...rest])
  const old = parts[at] ?? ''
  parts[at] = /^\d+$/.test(old) ? String(Number(old) + 1 + random.below(9)) : random.pick(words)
  const changed = parts.join('')
  return changed === text ? `${text};` : changed
}

/** The same line but for white space. */
export const reindented = (text: string, random: Random): string =>
  text === '' ? text : `${random.chance(0.5) ? '  ' : '\t'}${text}`
