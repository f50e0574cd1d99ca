import { aliasOf, coinedWithin, slug } from './aliases.js'
import { findModel, namedModel, statedModel, wholeModel } from './find-model.js'
import { readPerson, splitPerson } from './people.js'
import type { Sign } from './sign.js'

const decoration = /^[^\p{L}\p{N}<([]+|^(?:assisted|generated|co-authored)-by:\s*/iu

/** Emoji, quotes, bullets and a key written twice (`Assisted-by: Assisted-by: ...`) in front of a value. */
const undecorated = (value: string): string => value.trim().replace(decoration, '').replace(decoration, '').trim()

/** In the kernel's form analysis tools follow the model: `Claude:claude-3-opus coccinelle sparse`. */
const modelAfterAgent = (rest: string): string | null => {
  const [first = '', ...others] = rest.split(/\s+/)
  const listed = others.length > 0 && others.every((word) => /^\[?[a-z][a-z-]*\]?$/.test(word))
  return statedModel(listed && /\d|-/.test(first) ? first : rest)
}

/** `AGENT:MODEL [TOOL...]` (Linux coding-assistants.rst), with spaces in the agent as well. */
const colonForm = (name: string): Sign | null => {
  const [, agent = '', rest = ''] = /^([^():/<]{1,60}):\s*([^\s/][^<]*)$/.exec(name) ?? []
  if (agent === '') return null
  const alias = aliasOf(agent)
  if (alias !== null) return { tool: alias.tool, model: modelAfterAgent(rest) }
  const model = modelAfterAgent(rest)
  if (/^(?:LLM|AI)$/i.test(agent)) return { tool: null, model }
  return model !== null && wholeModel(model) !== null && !/\s/.test(agent) ? { tool: slug(agent), model } : null
}

/** `AGENT/MODEL` (FluxCD); a provider's path (`anthropic/claude-opus-4.6`) is a model. */
const slashForm = (name: string): Sign | null => {
  const slash = name.indexOf('/')
  const alias = slash > 0 && !/\s\/|\/\//.test(name) ? aliasOf(name.slice(0, slash)) : null
  const model = alias === null ? null : (wholeModel(name.slice(slash + 1)) ?? findModel(name.slice(slash + 1)))
  return alias !== null && model !== null ? { tool: alias.tool, model } : null
}

const codexModel = /^codex-[1-9][\d.]*(?:-[a-z]+)?$/i

const joint = /[()[\],;+]|\s(?:via|with|using|in|inside|through|and|on|by|from|w)\s|\s[&/-]\s|\smodel:?\s/i

/** What is left is read piece by piece: `MODEL via AGENT`, `AGENT (MODEL)`, `AGENT with MODEL`, either alone. */
const pieces = (name: string): Sign | null => {
  const parts = name
    .split(joint)
    .map((part) => part.trim().replace(/^(?:only|just|but) /i, ''))
    .filter((part) => part !== '')
  const [before, after] = name.split(/\s(?:via|in|inside|through)\s/i)
  const whole = wholeModel(name) ?? (before === undefined ? null : wholeModel(before))
  // `codex-5.3` is a tool with its version by itself, and a model beside a tool.
  const models = parts.map((part, index) => wholeModel(part) ?? (index > 0 && codexModel.test(part) ? part : null))
  // Behind a person's name a word in brackets is an employer: `Jane Doe (Warp)`. `No-code with Claude` names nobody.
  const nobody = /^[Nn]o[- ][a-z]/.test(name)
  const tools = parts.map((part, index) => {
    const alias = models[index] === null ? aliasOf(part) : null
    return index === 0 || nobody || alias?.certainty === 'coined' || models.some((found) => found !== null)
      ? alias
      : null
  })
  const behind = after === undefined ? null : aliasOf(after.replace(/\(.*$/, '').trim())
  const model = namedModel(name) ?? whole ?? models.find((found) => found !== null) ?? findModel(name)
  // `gpt-5.3-codex` is a model, whatever tool it ran in; the path before it may name one.
  const besides = model === null ? name : name.replace(model.replace(/^.*\//, ''), ' ')
  const tool =
    behind?.tool ?? tools.find((alias) => alias !== null)?.tool ?? leading(parts) ?? coinedWithin(besides)?.tool
  return tool === undefined && model === null ? null : { tool: tool ?? null, model }
}

/** `claude-code claude-opus-4-6`, `Claude Code v2.1 Opus 4.6`: a tool, then its model, in one piece. */
const leading = (parts: readonly string[]): ToolOrNone => {
  const first = parts[0] ?? ''
  const model = findModel(first)
  return model === null ? undefined : aliasOf(first.slice(0, first.indexOf(model)))?.tool
}
type ToolOrNone = string | undefined

const generic = /\b(?:AI|LLMs?|GenAI|GPT)\b|^(?:ai|llm)\b|\b(?:generic|an?) (?:ai|llm)\b|\bchatbot\b/
const bareFamily = /^(?:opus|sonnet|haiku|qwen|glm|llama|mistral|devstral|gpt|kimi k\d?)$/i

/**
 * Reads the value of a trailer such as `Assisted-by` or `Generated-by` in any of its shapes: the agent, the model, both
 * joined by `:`, `/`, `via`, `with` or brackets, or `NAME <ADDRESS>`. Null where no agent and no model is named: the
 * same keys name people and plain programs.
 */
export const readAttribution = (value: string): Sign | null => {
  const text = undecorated(value)
  const { name, address } = splitPerson(text)
  // `OpenCode.ai <Opus 4.6>`: no address, but a note in other brackets.
  if (address !== '' && wholeModel(address) !== null) return readAttribution(`${name} (${address})`)
  if (address !== '') {
    const agent = readPerson(`${name} <${address}>`)
    const said = looksPersonal(name, address) ? null : pieces(name)
    if (agent === null) return said
    return { tool: agent.tool ?? said?.tool ?? null, model: agent.model ?? said?.model ?? null, ...viaAgent(name) }
  }
  const form = colonForm(name) ?? slashForm(name) ?? pieces(name)
  if (form !== null) return form
  return generic.test(name) || bareFamily.test(name) ? { tool: null, model: null } : null
}

const viaAgent = (name: string): Partial<Sign> => {
  const tool = / via /i.test(name) ? pieces(name)?.tool : null
  return tool === null || tool === undefined ? {} : { tool }
}

/** One given name with an address of its own is a person: `Devin <devin@example.com>`. */
const looksPersonal = (name: string, address: string): boolean =>
  aliasOf(name)?.certainty === 'given' && !/noreply|no-reply|bot@|agent|\[bot\]/i.test(address)
