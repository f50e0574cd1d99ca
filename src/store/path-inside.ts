import { isAbsolute, relative, sep } from 'node:path'

/** A path from a folder that it lies in, empty for the folder itself; null where it lies outside. No link is followed. */
export const pathInside = (folder: string, path: string): string | null => {
  const way = relative(folder, path)
  return isAbsolute(way) || way.split(sep)[0] === '..' ? null : way
}

/** True for a path below a folder, and not for one whose name only begins like it: `.github` is not in `.git`. */
export const isBelow = (folder: string, path: string): boolean => (pathInside(folder, path) ?? '') !== ''
