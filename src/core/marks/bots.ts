const login = /\[bot\]/i
/** Coined names, which no person has; whatever follows belongs to them. */
const coined =
  /^(?:dependabot|github[- ]actions|pre-commit-ci|snyk-bot|allcontributors|greenkeeper|imgbot|semantic-release|release-please|web-flow|mergify|circleci|codecov|weblate|buildbot|gemini-cli-robot|k8s-ci-robot)(?![a-z])/i
const work =
  'ci|cd|bot|robot|app|user|admin|server|service|agent|worker|runner|actions?|automation|builds?|builder|release|deploy'
/** Programs called as people are too (Travis Oliphant, Jenkins Smith): the name alone, or with words that say it is a program. */
const namesakes = new RegExp(
  String.raw`^(?:(?:renovate|jenkins|bors|homu)(?:[\s_-]+(?:x|ng|${work}))*|travis(?:[\s_-]+(?:${work}))+)$`,
  'i',
)
const namesake = /^(?:renovate|jenkins|bors|homu|travis)(?![a-z])/i
/** A name written as a login: no surname stands behind a dash. */
const robotLogin = /^(?:bot|robot)$|[_-](?:bot|robot)$|(?:^|[\s_-])(?:autobot|ci-bot)$|^bot[_-]/i
/** What robots of a project are named for, and people are not. */
const robotOfWork = new RegExp(
  String.raw`(?:^|[\s_-])(?:${work}|merge|sync|update|version|test|lint|format|docs?|changelog|publish|backport|translations?|i18n|security|dependency|dependencies|github|gitlab|project|team|code|auto|nightly|bump)s? (?:bot|robot)$`,
  'i',
)
/** Bot is a surname and a given name as well (Jean Bot, Bot Nguyen). */
const robotWord = /\s(?:bot|robot)$|^bot\s/i
const robotAddress =
  /^(?:opencode@sst\.dev|(?:[\w.+-]*[-+])?(?:bot|robot)@|(?:[\w.+-]*[-+_.])?(?:actions|noreply-bot)@)/i
/** Nobody's own address; a dot before the word, as in `jean.bot@`, is how people's addresses are made. */
const programAddress =
  /^(?:[\w+-]*[-+_])?(?:no-?reply|do-?not-?reply|ci|cd|automation|builds?|jenkins-ci|travis-ci)@|@travis-ci\.(?:org|com)$/i

/**
 * True for the name or address of an automatic program: `X[bot]`, known release robots, names that end in `-bot`. A name that
 * people have too is a program's where the address, or a word beside it, says so: whom this holds for a program is asked for no
 * record, and approves nothing.
 */
export const isBotName = (name: string, address: string): boolean =>
  [login, coined, namesakes, robotLogin, robotOfWork].some((pattern) => pattern.test(name)) ||
  login.test(address) ||
  robotAddress.test(address) ||
  ((namesake.test(name) || robotWord.test(name)) && programAddress.test(address))
