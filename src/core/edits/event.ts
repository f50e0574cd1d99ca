/** A file as it stood at one moment: its text, null where it did not exist, undefined where it could not be read (binary, too large). */
export type FileSnapshot = {
  readonly path: string
  readonly content: string | null | undefined
  /** Where the text is not known: how the file stood in the file system, so that a change of it shows. */
  readonly stamp?: string
}

/**
 * One replacement that an agent says it made; with `line`, counted from 1, of whole lines that begin there; a `hunk` of a patch is
 * of whole lines that it finds by its context.
 */
export type Replacement = {
  readonly old: string
  readonly new: string
  readonly all: boolean
  readonly line?: number
  readonly hunk?: true
}

/** What a payload says of one file's edit. `path` is as the agent gave it. */
export type ReportedFile = {
  readonly path: string
  readonly replacements: readonly Replacement[]
  /** The whole text the agent wanted to write, where it says so. */
  readonly written: string | null
  /** The text before the edit: null where the agent says the file was new, undefined where it does not say. */
  readonly original: string | null | undefined
  /** A person changed the proposal in the agent's approval view before it was written. */
  readonly userModified: boolean
}

export const observationKinds = [
  'prompt',
  'edit-before',
  'edit-after',
  'shell-before',
  'shell-after',
  'session-start',
  'session-end',
  'model',
  'forgotten',
  'unread',
  'ignored',
] as const

/** One hook payload, understood: who really called, and what it reports. Pure text, nothing read from disk yet. */
export type Observation = {
  readonly kind: (typeof observationKinds)[number]
  readonly tool: string
  readonly toolVersion: string | null
  readonly model: string | null
  readonly session: string | null
  /** The id that joins the reports before and after one tool call. */
  readonly call: string | null
  readonly cwd: string | null
  /** All folders of a window that has several: what is asked in it may be done in any of them. */
  readonly roots?: readonly string[]
  readonly transcript: string | null
  /** A subagent did it, whose model may be another than its session's. */
  readonly bySubagent?: true
  readonly prompt: string | null
  readonly command: string | null
  /** What a tool answered after an edit whose file is not named. */
  readonly answer?: string
  /** The command goes on when its call has been answered. */
  readonly inBackground?: true
  /** An edit that is reported once it stands in an editor, before or after it is saved, and never again. */
  readonly unsaved?: true
  readonly files: readonly ReportedFile[]
}

/** An observation as it is kept: prompts only as leaves, files as they stood on disk, paths relative to the work tree. */
export type AgentEvent = Omit<Observation, 'prompt' | 'command' | 'answer' | 'cwd' | 'roots'> & {
  /** The commitment to a prompt: `hmac-sha256:<key id>:<base64url>` or `sha256:<base64url>`. */
  readonly leaf: string | null
  readonly snapshots: readonly FileSnapshot[]
  /** The edit was reported before it was made, and never after: its snapshots are what it should have come to. */
  readonly expected?: true
  /** The commit that HEAD named before a shell command, where the text of a then clean file can be found. */
  readonly head: string | null
  /** What else stood before a shell command, by which it shows what git did since. */
  readonly standing?: LookState
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** How a repository stood, beside the text of its files. */
export type LookState = {
  /** The command's words may mean that git lays out what somebody wrote before. */
  readonly moves: boolean
  readonly stashes: readonly string[]
  /** How long the log of HEAD was; -1 where it is no file. */
  readonly log: number
  /** Of changed files: their blob in the index, their mode there, and that in the work tree. */
  readonly index: Readonly<Record<string, readonly [blob: string, index: string, work: string]>>
  /** How files stood whose text is not kept: hidden ones, and those whose names are not UTF-8 (these in hexadecimal). */
  readonly stamps: Readonly<Record<string, string>>
}

/**
 * The event of a hook whose report nobody understood: after it the hooks cannot say that they saw no agent. With paths (a folder's
 * ends with `/`), that is so only of a commit that takes one of them.
 */
export const unreadEvent = (at: number, paths: readonly string[] = []): AgentEvent => ({
  ...({ kind: 'unread', tool: 'provenance', toolVersion: null, model: null, session: null } as const),
  call: null,
  transcript: null,
  files: [],
  leaf: null,
  head: null,
  at,
  snapshots: paths.map((path) => ({ path, content: undefined })),
})
