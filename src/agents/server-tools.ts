/** Words in the names of tools that may write: `write_file`, `replace_symbol_body`, `executeCommand`. */
const words = [
  'writ',
  'edit',
  'creat',
  'insert',
  'replac',
  'delet',
  'rename',
  'mov',
  'patch',
  'apply',
  'append',
  'update',
  'refactor',
  'exec',
  'command',
  'shell',
  'terminal',
] as const

/** One of the words, in the letters that expressions of every language read alike. */
const word = `(${words.map((one) => `[${one.charAt(0).toUpperCase()}${one.charAt(0)}]${one.slice(1)}`).join('|')})`

/**
 * An expression for tools of MCP servers that may write, told by words in their names: one that reads starts no process of
 * ours. `names` is how an agent begins such names; it is read alike from the name's beginning and for the whole of it.
 */
export const writingToolsOf = (names: string): string => `^${names}.*${word}.*`

/** Claude Code, Codex, Qwen Code, Droid (docs.factory.ai, Hooks reference) and Devin (docs.devin.ai, Lifecycle hooks): `mcp__filesystem__write_file`. */
export const writingTools = writingToolsOf('mcp__')
/** Crush, Gemini CLI (geminicli.com/docs/hooks/reference) and VS Code: `mcp_filesystem_write_file`. */
export const writingToolsBehindOne = writingToolsOf('mcp_')

/** A server's tool, by its own name, where the agent says in another field that it is one. */
export const serverTool = (name: string): string => `MCP:${name}`

/** Signs in a name that no agent has in those of its own tools: also `filesystem__write_file`, `filesystem-write_file`, `@filesystem/write_file`. */
const ofServer = /^mcp_|__|[-:/]/i
const wordIn = new RegExp(words.join('|'), 'i')

/** What a tool's name says of a server's tool: whether it may write. Null for a tool that is no server's. */
export const serverToolWrites = (name: string): boolean | null => (ofServer.test(name) ? wordIn.test(name) : null)
