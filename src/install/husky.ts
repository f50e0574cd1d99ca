import { type HookManager, hookNames } from './manager.js'
import { shimCommand, shimMark } from './shim.js'

const lineFor = (hook: string) => shimCommand(hook, '"$@"')

/**
 * husky 9: `<folder>/<hook>` is run by `sh -e` with the hook's arguments (its own `husky` script); the folder is `.husky` where
 * none is named to it. Our line comes last, so that a commit-msg of theirs judges first.
 */
export const huskyIn = (folder: string): HookManager => ({
  name: 'husky',
  files: hookNames.map((hook) => `${folder}/${hook}`),
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
  farewell: () => null,
})

/** The folder that husky runs scripts from, by the `core.hooksPath` that it sets: `<folder>/_`; null for another's path. */
export const huskyFolder = (hooksPath: string | null, hasHuskysScript: boolean): string | null => {
  const [, folder] = /^(.*?[^\\/])[\\/]_[\\/]?$/.exec(hooksPath ?? '') ?? []
  return folder !== undefined && (hasHuskysScript || /(?:^|[\\/])\.husky$/.test(folder)) ? folder : null
}
