import { type HookManager, hookNames } from './manager.js'
import { shimCommand, shimMark } from './shim.js'

const lineFor = (hook: string) => shimCommand(hook, '"$@"')

/** husky 9: `.husky/<hook>` is run by `sh -e` with the hook's arguments (its own `husky` script). Our line comes last, so that a commit-msg of theirs judges first. */
export const husky: HookManager = {
  name: 'husky',
  files: hookNames.map((hook) => `.husky/${hook}`),
  add: (path, text) => {
    const hook = path.split('/').at(-1) ?? ''
    if (text?.includes(shimMark)) return text
    const before = text === null || text === '' || text.endsWith('\n') ? (text ?? '') : `${text}\n`
    return `${before}${lineFor(hook)}\n`
  },
  remove: (_, text) => {
    const left = text
      .split('\n')
      .filter((line) => !line.includes(shimMark))
      .join('\n')
    return left.trim() === '' ? null : left
  },
  followUp: null,
}
