import type { Environment } from '../environment.js'
import { azure } from './azure.js'
import { bitbucket } from './bitbucket.js'
import { buildkite } from './buildkite.js'
import { circleci } from './circleci.js'
import { github } from './github.js'
import { gitlab } from './gitlab.js'
import { jenkins } from './jenkins.js'
import type { Provider } from './run.js'

/** Any place that is none of the others: which commits are new is then said by options or by PROVENANCE_BASE and PROVENANCE_HEAD. */
const generic: Provider = {
  setting: 'a clone without --depth',
  isHere: () => true,
  read: () => null,
}

/** Every CI system by its name, in the order in which they are asked for; Jenkins late, for its variables are set on its agents for other programs too. */
export const providers = {
  github,
  gitlab,
  azure,
  bitbucket,
  circleci,
  buildkite,
  jenkins,
  generic,
} as const satisfies Record<string, Provider>

export type ProviderName = keyof typeof providers

/** The names of all CI systems. */
export const providerNames = Object.keys(providers) as readonly ProviderName[]

/** The CI system whose variables these are. */
export const providerHere = (env: Environment): ProviderName =>
  providerNames.find((name) => providers[name].isHere(env)) ?? 'generic'
