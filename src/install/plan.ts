import { basename, dirname, join } from 'node:path'
import { ProvenanceError } from '../core/errors.js'
import { shellWord } from '../core/shell-word.js'
import { templateMark } from './global.js'

/** One change of a file. `before` is what stood there, null for nothing; `after` null takes the file away. */
export type FileChange = {
  readonly path: string
  readonly before: string | null
  readonly after: string | null
  /** Null for a file of a person's or a team's: it keeps its mode, and is written where its link leads. */
  readonly mode: number | null
  readonly why: string
}

/** A rename that moves a foreign hook aside, or back. */
export type Rename = { readonly from: string; readonly to: string; readonly why: string }

/** A file that is not changed though hooks of ours stand in it, and why; `unread` where it could not be understood. */
export type Left = { readonly path: string; readonly why: string; readonly unread: boolean }

/** What installing or uninstalling does; nothing of it is done yet. */
export type Plan = {
  readonly renames: readonly Rename[]
  readonly changes: readonly FileChange[]
  /** Hooks, ours now, whose foreign one is called by its name, each with the place where it is; and folders of hooks in which that ends. */
  readonly named: readonly { readonly hook: string; readonly place: string }[]
  readonly unnamed: readonly string[]
  /** Files in which something of ours stays. */
  readonly left: readonly Left[]
  /** Files and folders that are nobody's but the program's, and go with all that is in them. */
  readonly state: readonly string[]
  /** Calls of git that change its configuration. */
  readonly git: readonly (readonly string[])[]
  /** A command that a person runs then. */
  readonly followUp: string | null
  /** Where the git hooks go, and why there. */
  readonly place: { readonly choice: string; readonly sign: string } | null
}

export const noPlan: Plan = {
  renames: [],
  changes: [],
  named: [],
  unnamed: [],
  left: [],
  state: [],
  git: [],
  followUp: null,
  place: null,
}

/** What stands in a hook of ours, a clone's, one in a folder of others too, a server's or one from our template, and in no other's. */
const hookMarks = [
  '# commit-provenance: the one shim behind every git hook',
  '# commit-provenance: a hook in a folder that others use too',
  '# commit-provenance: the gate of a server',
  templateMark,
]

export const isOurHook = (text: string | null): boolean => hookMarks.some((mark) => text?.includes(mark))

/** The folder among the hooks of a team, and once of all, in which those that were moved aside are called by their own names. */
export const savedFolder = 'commit-provenance.saved'

const besideHooks = '.commit-provenance'

/**
 * Where a hook that was moved aside can be by its own name: in a folder beside the one of the hooks, as deep as git would find
 * it, since many find the repository from their own place; or in the folder among the hooks.
 */
export const savedPlaces = (path: string): { readonly beside: string; readonly among: string } => ({
  beside: join(`${dirname(path)}${besideHooks}`, basename(path)),
  among: join(dirname(path), savedFolder, basename(path)),
})

/** Where a hook of ours, by its text, looks for it. */
const savedPlace = (text: string, path: string): string =>
  text.includes(`}${besideHooks}/`) ? savedPlaces(path).beside : savedPlaces(path).among

/** False for a hook of ours of before, which calls what stands beside it as `.saved`, whoever put it there. */
export const callsByName = (text: string | null): boolean =>
  !isOurHook(text) ||
  text?.includes(templateMark) === true ||
  [savedFolder, `}${besideHooks}/`].some((place) => text?.includes(place))

/** A hook file as it stands, and what is called so with `.saved` behind it: a foreign hook that was moved aside for ours, or a file of theirs. */
export type GitHookFile = {
  readonly path: string
  readonly text: string | null
  readonly saved: 'ours' | 'theirs' | 'none'
  /** True where the two are one to the byte: its program wrote the same hook over ours. */
  readonly isSame: boolean
}

/**
 * Installs each hook with its text, by name; a foreign hook is moved aside and called first. One that its own program wrote over ours
 * takes the place of the one that we kept, as it would have without us. Throws HOOK_FOREIGN where a file of theirs is in its way.
 */
export const planHooks = (files: readonly GitHookFile[], textOf: (name: string) => string): Plan => ({
  ...noPlan,
  renames: files.flatMap(({ path, text, saved }) => {
    if (text === null || isOurHook(text)) return []
    if (saved === 'theirs') {
      throw new ProvenanceError(
        'HOOK_FOREIGN',
        `${path}: expected a hook that can be moved to ${basename(path)}.saved, got another file there already`,
        { hint: `mv ${shellWord(`${path}.saved`)} ${shellWord(`${path}.kept`)}` },
      )
    }
    return [{ from: path, to: `${path}.saved`, why: 'an existing hook, kept and called first' }]
  }),
  named: files.flatMap(({ path, text, saved }) =>
    saved === 'ours' || (text !== null && !isOurHook(text))
      ? [{ hook: path, place: savedPlace(textOf(basename(path)), path) }]
      : [],
  ),
  changes: files
    .map((file) => ({ ...file, after: textOf(basename(file.path)) }))
    .filter(({ text, after }) => text !== after)
    .map(({ path, text, after }) => ({
      path,
      before: isOurHook(text) ? text : null,
      after,
      mode: 0o755,
      why: 'git hook',
    })),
})

/** A hook of ours that a manager moved aside to put its own there; `saved` is the foreign one that ours had kept, if any. */
export type AsideHook = { readonly path: string; readonly text: string | null; readonly saved: string | null }

/** Takes hooks of ours away from where a manager keeps what it found; the foreign hook that was there before us goes there instead. */
export const unplanAside = (files: readonly AsideHook[]): Plan => {
  const ours = files.filter(({ text }) => isOurHook(text))
  return {
    ...noPlan,
    changes: ours.map(({ path, text }) => ({ path, before: text, after: null, mode: 0o755, why: 'git hook' })),
    renames: ours.flatMap(({ path, saved }) =>
      saved === null ? [] : [{ from: saved, to: path, why: 'the hook that was there before' }],
    ),
  }
}

/** Several plans as one. Of places and follow-ups the last one's stands. */
export const combinePlans = (...plans: readonly Plan[]): Plan => ({
  renames: plans.flatMap(({ renames }) => renames),
  changes: plans.flatMap(({ changes }) => changes),
  named: plans.flatMap(({ named }) => named),
  unnamed: plans.flatMap(({ unnamed }) => unnamed),
  left: plans.flatMap(({ left }) => left),
  state: plans.flatMap(({ state }) => state),
  git: plans.flatMap(({ git }) => git),
  followUp: plans.findLast(({ followUp }) => followUp !== null)?.followUp ?? null,
  place: plans.findLast(({ place }) => place !== null)?.place ?? null,
})

/** Takes our hooks away and puts saved ones back; a hook that is not ours stays, and the one that it is not is named. */
export const unplanHooks = (files: readonly GitHookFile[]): Plan => {
  const ours = files.filter(({ text }) => isOurHook(text))
  const overwritten = files.filter(({ text, saved }) => saved === 'ours' && text !== null && !isOurHook(text))
  const doubled = overwritten.filter(({ isSame }) => isSame)
  return {
    ...noPlan,
    changes: [
      ...ours.map(({ path, text }) => ({ path, before: text, after: null, mode: 0o755, why: 'git hook' })),
      ...doubled.map(({ path, text }) => ({
        path: `${path}.saved`,
        before: text,
        after: null,
        mode: 0o755,
        why: 'the hook that was there before, and is again',
      })),
    ],
    left: overwritten
      .filter(({ isSame }) => !isSame)
      .map(({ path }) => ({
        path: `${path}.saved`,
        why: 'the hook that was there before; another was written over ours since',
        unread: false,
      })),
    renames: files
      .filter(({ text, saved }) => saved === 'ours' && (text === null || isOurHook(text)))
      .map(({ path }) => ({ from: `${path}.saved`, to: path, why: 'the hook that was there before' })),
    unnamed: [...new Set(files.map(({ path }) => dirname(path)))],
  }
}

/** True where a plan changes nothing. */
export const isEmpty = ({ changes, renames, git, state, left }: Plan): boolean =>
  [changes, renames, git, state, left].every((part) => part.length === 0)
