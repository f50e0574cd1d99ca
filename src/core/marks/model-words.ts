/**
 * Who serves a model, or made it, as a path (`openrouter/anthropic/…`), a prefix (`us.anthropic.…`) or a note says; every
 * separator a dash. Whoever else stands there may have made another model of it, under the same name (Hugging Face's `OWNER/MODEL`).
 */
const providers: ReadonlySet<string> = new Set(
  [
    'ai21 aihubmix alibaba alibaba-cloud amazon amazon-bedrock anthropic aws azure azure-ai azure-openai baseten',
    'bedrock bigmodel bytedance cerebras chutes claude-code cline cloudflare codex cohere coherelabs copilot',
    'cursor dashscope databricks deepinfra deepseek deepseek-ai droid factory fireworks fireworks-ai gemini',
    'gateway github github-copilot github-models google google-vertex google-vertex-anthropic groq huggingface',
    'hyperbolic ibm ibm-granite inference-net kilo kilocode kimi litellm litellm-proxy lm-studio lmstudio meta',
    'meta-llama microsoft minimax minimaxai mistral mistralai modelscope moonshot moonshotai nebius novita',
    'novita-ai nvidia nvidia-nim ollama ollama-chat ollama-cloud openai openai-codex opencode opencode-go',
    'opencode-zen openrouter parasail perplexity portkey poe qwen replicate requesty roo sambanova sap',
    'siliconflow snowflake stepfun synthetic tencent thudm together together-ai togetherai vercel',
    'vercel-ai-gateway vertex vertex-ai volcengine windsurf x-ai xai xiaomi xiaomimimo z-ai zai zai-org zed zenmux zhipu',
    'zhipuai',
  ].flatMap((names) => names.split(' ')),
)

/** Where a provider's models are served, and what it calls its shelves. */
const places =
  /^(?:the|us|eu|uk|ap|apac|au|jp|ca|sa|me|af|in|global|gov|(?:us|eu|ap|ca|sa|me|af|il)[nsewc]{1,2}\d|ug|open|models|hf|publishers|chat|responses|api|v\d+|anthropic-messages)$/

const dashed = (text: string): string => text.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '')

/** True for a part of a name that tells where the model is served, and not which one it is. */
const isProvider = (part: string): boolean => providers.has(part) || places.test(part)

/**
 * A name in small letters without the path before it; null where the path names somebody who is no provider, and whose
 * own model it may be. A gateway's inner path (`projects/P/locations/L/publishers/…`, an ARN) is its own affair: who stands
 * last before the name counts.
 */
export const withoutPath = (name: string): string | null => {
  const parts = name.replace(/^hf:/, '').split('/')
  const last = parts.pop() ?? ''
  const owner = parts.map(dashed).findLast((part) => !places.test(part))
  if (owner === undefined || providers.has(owner)) return last
  return /^arn-aws-bedrock-.*-(?:inference-profile|foundation-model)$/.test(owner) ? last : null
}

/** A name, every separator a dash, from where `begins` is true: what stands before must be providers and places. Null where it never is. */
export const withoutProviders = (name: string, begins: (rest: string) => boolean): string | null => {
  let rest = name
  while (!begins(rest)) {
    const words = rest.split('-', 4)
    const count = [1, 2, 3].find((length) => words.length > length && isProvider(words.slice(0, length).join('-')))
    if (count === undefined) return null
    rest = rest.slice(words.slice(0, count).join('-').length + 1)
  }
  return rest
}

/** Providers that are called like their models. */
const families = /^(?:deepseek|gemini|kimi|minimax|mistral|qwen)$/

/** Words that say how a model was asked, released or packed, and not which model it is. */
const manner =
  /^(?:preview|exp|experimental|latest|stable|free|beta|new|default|effort|reasoning|thinking|think|thought|extended|adaptive|mode|fast|slow|low|medium|high|xhigh|max|minimal|none|auto|context|window|long|ctx|tokens?|via|on|with|by|through|using|in|at|the|of|model|llm|agent|assistant|cli|code|online|nitro|floor|exacto|cloud|local|instruct|it|v\d+|a?\d{1,4}[kmb]?|20\d{6}|\d{3,4}|bf16|fp\d{1,2}|int\d|mxfp\d|nvfp\d|q\d|k|s|m|l|xs|awq|gptq|gguf|mlx)$/

/** True where a note or what stands behind a name tells nothing of which model it is: in every word, which may also be a provider's. */
export const tellsNothing = (text: string): boolean => {
  // The tool's name tells nothing, the family's does: of another one it says from whose answers that was made.
  const words = `-${dashed(text.toLowerCase())}-`.replaceAll('-claude-code-', '-').split('-')
  return words.every((word) => word === '' || manner.test(word) || (isProvider(word) && !families.test(word)))
}
