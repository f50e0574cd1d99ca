import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Location, locate } from '../../store/location.js'
import { isOwnPlace } from './own-place.js'

/** So many words of a command are looked at. */
const maxWords = 200

/** What stands between the words of a command that may be paths; those with blanks in them are not found. */
const boundary = /[\s;&|()<>"'`={}$]+/

/**
 * Work trees that a command names, by a path into them, and those around the folder it is given in: a command that went into
 * a submodule is told of from there. Those alone that are set up.
 */
export const placesNamed = (command: string, cwd: string, home: string | undefined): readonly Location[] => {
  const words = [...new Set(command.split(boundary))].slice(0, maxWords)
  const paths = words.map((word) => resolve(cwd, word.startsWith('~/') && home ? `${home}${word.slice(1)}` : word))
  const named = paths.filter((path, index) => words[index]?.includes('/') === true || existsSync(resolve(path, '.git')))
  const places = [...named.map(locate), ...around(locate(cwd))].flatMap((place) => place ?? [])
  return [...new Map(places.map((place) => [place.state, place])).values()].filter(isOwnPlace)
}

const around = (place: Location | null): readonly Location[] => {
  const outer = place === null || dirname(place.top) === place.top ? null : locate(dirname(place.top))
  return outer === null ? [] : [outer, ...around(outer)]
}
