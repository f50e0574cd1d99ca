const login = /\[bot\]/i
const robots =
  /^(?:dependabot|renovate|github-actions|github actions|pre-commit-ci|snyk-bot|allcontributors|greenkeeper|imgbot|semantic-release|release-please|web-flow|bors|homu|mergify|travis|jenkins|circleci|codecov|weblate|buildbot|gemini-cli-robot|k8s-ci-robot)(?![a-z])/i
const robotWord = /(?:^|[\s_-])(?:bot|robot|autobot|ci-bot)$|^bot[\s_-]/i
const robotAddress = /^(?:opencode@sst\.dev|(?:[\w.+-]*[-+_.])?(?:bot|robot|actions|noreply-bot)@)/i

/** True for the name or address of an automatic program: `X[bot]`, known release robots, names that end in `bot`. */
export const isBotName = (name: string, address: string): boolean =>
  login.test(name) || login.test(address) || robots.test(name) || robotWord.test(name) || robotAddress.test(address)
