import type { Observation } from '../core/edits/event.js'
import type { Environment } from '../core/environment.js'
import type { JsonObject } from './payload.js'

/** A hook as an agent's settings file lists it: the list it stands in, and its entry there. */
export type HookEntry = { readonly event: string; readonly value: JsonObject }

/**
 * A file in which an agent finds its hooks, its path from the top of the project. `merged` files are shared with a person
 * and other programs: our entries go beside theirs, under `hooks` or at the top; `head` is what a new file begins with.
 * `own` files are ours alone; one that an agent knows by its place may call a person's hook, which is kept `aside`.
 */
export type HookFile =
  | {
      readonly form: 'merged'
      readonly path: string
      readonly under: 'hooks' | null
      readonly head: JsonObject
      readonly entries: readonly HookEntry[]
      /** Another file that takes its place, where that one has hooks and this one is not there. */
      readonly instead?: { readonly path: string; readonly under: 'hooks' }
    }
  | {
      readonly form: 'own'
      readonly path: string
      readonly text: string
      readonly mode: number
      readonly aside?: string
      /** True where the agent runs it only while it is executable, which is how a person switches it off. */
      readonly runsByMode?: true
      /** What an older text of ours must hold for every version of the agent to hear it; none where each text is heard. */
      readonly needs?: string
    }

/**
 * A file whose text may say that no hook runs: its path from the top of the project, or `~/…` below the home. `folders` are
 * those in which the agent's files of ours may lie: the top of the project, and the home.
 */
export type HookSwitch = {
  readonly path: string
  readonly isOff: (text: string, folders: readonly string[]) => boolean
}

/** A tool call that a session's log tells of: when (Unix time in milliseconds), the tool's name and its arguments, which may be JSON in a string. */
export type LoggedCall = {
  readonly id: string | null
  readonly at: number | null
  readonly name: string
  readonly input: unknown
}

/** An answer of a model, or its choice, that a session's log tells of; null where it does not say which model it is from then on. */
export type LoggedUse = {
  readonly model: string | null
  readonly at: number | null
  readonly calls: readonly LoggedCall[]
}

/** What an agent's session log tells: the uses of models in the order of its lines, the tool's version. */
export type SessionLog = { readonly uses: readonly LoggedUse[]; readonly version: string | null }

/** A file that may tell the model and version of a session, and how it is read. `*` in a path stands for any one name. */
export type LogFile = { readonly path: string; readonly read: (text: string) => SessionLog }

/** Where a session is looked for: what its payload said, and the person's home and environment. */
export type LogPlace = {
  readonly session: string | null
  readonly transcript: string | null
  readonly home: string
  readonly env: Environment
}

/** One use of a model that an agent's database tells of: when (Unix time in milliseconds), and for which tool calls. */
export type ModelUse = { readonly model: string; readonly at: number | null; readonly calls: readonly string[] }

/** An edit whose model is looked for: its call, when it was done, and its files, none for what a command did. */
export type EditMoment = {
  readonly call: string | null
  readonly at: number
  readonly files: readonly { readonly path: string }[]
}

/** What a row says of the use of a model, before it is judged: `at` is Unix time, none where it holds for the whole session. */
export type SaidUse = { readonly model: unknown; readonly at?: unknown; readonly calls?: readonly unknown[] }

/** A table of an agent's database, some rows of which are uses of models. */
export type SessionTable = {
  readonly table: string
  /** The column that holds the session's id. */
  readonly session: string
  /** The columns that are read. */
  readonly columns: readonly string[]
  /** What a row says, null for one that is no use of a model. */
  readonly use: (row: JsonObject) => SaidUse | null
}

/** The SQLite database in which an agent keeps its sessions, and how the model behind an edit is told from it. */
export type SessionDatabase = {
  /** The files it may be; the first that tells of the session counts. `top` is the top of the work tree. */
  readonly paths: (place: LogPlace & { readonly top: string }) => readonly string[]
  readonly tables: readonly SessionTable[]
  readonly modelOf: (uses: readonly ModelUse[], edit: EditMoment) => string | null
}

/** A coding agent: how its payloads are read, where it finds our hooks, and where its sessions are logged. */
export type Agent = {
  /** Its name for people, as its maker writes it. */
  readonly product: string
  /** What a person must do before the agent runs our hooks, where more than its next start; never done for them. */
  readonly trust?: string
  /** Names in the project, the home or the PATH that show that somebody uses it: `~/…` is below the home, a bare word a program. */
  readonly signs: readonly string[]
  readonly read: (payload: JsonObject, env: Environment) => Observation
  readonly hooks: readonly HookFile[]
  readonly logs?: (place: LogPlace) => readonly LogFile[]
  /** True where its logs tell the session's model of now alone, and not which one made what: it is looked up with each prompt. */
  readonly logsNow?: true
  readonly database?: SessionDatabase
  /** Where a person can switch all of its hooks off. */
  readonly switches?: readonly HookSwitch[]
  /** True where the same files below a person's home hold for all of their projects. */
  readonly alsoInHome?: true
  /** True where it reads the project's files in the folder it is started in, and in none above. */
  readonly readsWhereStarted?: true
  /** Where each folder that it is started in has a folder of logs, and the name of that, made of a path sign by sign. */
  readonly startLogs?: (place: Omit<LogPlace, 'session' | 'transcript'>) => {
    readonly folder: string
    readonly nameOf: (path: string) => string
  }
  /** The session that an agent names in the environment of the commands it runs. */
  readonly sessionIn?: (env: Environment) => string | null
  /** The version that an agent names in the environment of the commands it runs. */
  readonly versionIn?: (env: Environment) => string | null
  /** True for an agent that reports no shell command before it runs: the files are looked at when a prompt is given. */
  readonly looksAtPrompt?: true
  /** True for an agent that reports an edit before it is made and not after: what it will write is worked out. */
  readonly reportsBeforeOnly?: true
}
