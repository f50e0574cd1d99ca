import { type HookManager, hookNames } from './manager.js'
import { shimCommand, shimMark } from './shim.js'

const lineFor = (hook: string) => shimCommand(hook, '"$@"')

/** husky's own script in the folder that `core.hooksPath` names: from husky 9 on `h`, in husky 8 `_/husky.sh`. */
export const huskyScripts = ['h', '_/husky.sh'] as const
export type HuskyScript = (typeof huskyScripts)[number]

/** The folder of a project's scripts, whether git itself runs them (husky 8) or husky does, and what has git look there, null where it does. */
export type HuskyPlace = { readonly folder: string; readonly runByGit: boolean; readonly followUp: string | null }

/** Where nobody has told git yet (package.json's `prepare` of husky 8 and 9). */
export const huskyToCome = (packageJson: string): HuskyPlace => {
  const [, major = '9'] = /"husky"\s*:\s*"[^\d"]*(\d+)/.exec(packageJson) ?? []
  const runByGit = Number(major) < 9
  return { folder: '.husky', runByGit, followUp: runByGit ? 'npx husky install' : 'npx husky' }
}

/**
 * From husky 9 on `<folder>/<hook>` is run by `sh -e` with the hook's arguments (its own `husky` script); the folder is `.husky`
 * where none is named to it. In husky 8 git runs it, executable as it must be, and the script itself heeds `HUSKY=0` (husky.sh).
 */
export const huskyIn = ({ folder, runByGit, followUp }: HuskyPlace): HookManager => ({
  name: 'husky',
  files: hookNames.map((hook) => `${folder}/${hook}`),
  mode: 0o755,
  add: (path, text) => {
    const hook = path.split('/').at(-1) ?? ''
    const lines = linesOf(text ?? (runByGit ? header : ''))
    if (lines.some(isOurs) && placeFor(lines.filter(isTheirs)) >= lines.findIndex(isOurs)) return text ?? ''
    const theirs = lines.filter(isTheirs)
    return `${theirs.toSpliced(placeFor(theirs), 0, lineFor(hook)).join('\n')}\n`
  },
  remove: (_, text) => {
    const left = text.split('\n').filter(isTheirs).join('\n')
    return ['', header.trim()].includes(left.trim()) ? null : left
  },
  followUp,
  farewell: () => null,
})

const header = '#!/usr/bin/env sh\n[ "$HUSKY" = 0 ] && exit 0\n'

const isOurs = (line: string): boolean => line.includes(shimMark)
const isTheirs = (line: string): boolean => !isOurs(line)

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))

/** Last, so that a commit-msg of theirs judges first; where their script ends in an `exit` or `exec`, before that, or above all where it tells a status. */
const placeFor = (lines: readonly string[]): number => {
  const last = lines.findLastIndex((line) => /^[^#\n]*\S/.test(line.trim()))
  const [before = '', end = ''] = [lines[last - 1], lines[last]]
  if (!/^(?:exit|exec)\b/.test(end) || /(?:\\|&&|\|)\s*$/.test(before)) return lines.length
  if (!/^exit\s*(?:[;#]|$)|\$\?/.test(end)) return last
  return lines.findIndex((line) => !/^(?:#|\s*$)|husky\.sh/.test(line))
}

/** The place by the `core.hooksPath` that husky sets, `<folder>/_` or, before husky 9, `<folder>`; null for another's path. */
export const huskyPlace = (hooksPath: string | null, script: HuskyScript | null): HuskyPlace | null => {
  if (hooksPath !== null && script === '_/husky.sh')
    return { folder: hooksPath.replace(/(.)[\\/]+$/, '$1'), runByGit: true, followUp: null }
  const [, folder] = /^(.*?[^\\/])[\\/]_[\\/]?$/.exec(hooksPath ?? '') ?? []
  const isHuskys = folder !== undefined && (script === 'h' || /(?:^|[\\/])\.husky$/.test(folder))
  return isHuskys ? { folder, runByGit: false, followUp: null } : null
}
