import { isAcceptedByGit } from '../../git/ownership.js'
import { isSetUp, type Location, locate } from '../../store/location.js'
import { isOwnRepository, keepsOwnState } from '../../store/own-repository.js'

/**
 * True for a work tree in which something may be kept: one that is set up, and of the current user, or of somebody whom git was
 * told to trust. An agent writes anywhere, and in a folder that all can write to anybody can have made a repository, with links
 * to the user's files in it (CVE-2022-24765). A hook of git's own need not ask: git has.
 */
export const isOwnPlace = (location: Location): boolean =>
  isSetUp(location) && (isOwnRepository(location) || isAcceptedByGit(location)) && keepsOwnState(location)

/** The work tree around a folder, where something may be kept in it; else null. */
export const ownPlace = (folder: string): Location | null => {
  const location = locate(folder)
  return location !== null && isOwnPlace(location) ? location : null
}
