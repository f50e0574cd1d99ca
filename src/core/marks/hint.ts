import { spelledAlike } from '../trailer/look-alike.js'

/**
 * Beginnings of words without which no rule here can find anything. One pass with this over a message costs a few
 * nanoseconds a character, so commits without AI are left at once.
 */
const beginnings = [
  'aider|aikido|all-hands|amazon[ _-]q|amp|antigravity|assisted|augment|auggie|ai(?![a-z0-9])|ai-|agent|agents',
  'anthropic|bolt|chat|claude|clawd|clio-|cline|coauthor|co-?author|co-develop|codeium|codeflash|code[ _-]?rabbit|codex',
  'coding-agent|cody|command[ _-]?code|composer|continue|copilot|craft|crush|cubic|cursor|deepseek|devin|devstral|droid',
  'ellipsis|entire-|executed-by|factory|fable|firebender|gemini|genai|generated-|glm|goose|gpt|greptile|grok|haiku|happy',
  'hermes|human-edit|jetbrains|jules|junie|kilo|kimi|kiro|letta|llama|llms?|lovable|magistral|made-|minimax|mimo|mistral',
  'mythos|c?mux(?![a-z])|xum(?![a-z])|nori|oh[ _-]my|omx|open[ _-]?(?:claw|code|devin|hands)|openai|openqed|opncd|opus|ox@|oz|paperclip|pi(?![a-z])|pullfrog',
  'q[ _-]developer|qwen|qwq|rearm|replit|roo(?![fkmt])|roomote|ruv|sage[ _-]?ox|sisyphus|sonnet|sourcery|sourcegraph|sweep|tabnine|termai|terragon|trae',
  // Who made it, whatever it is called: `Generated with X`, `written entirely by X`.
  '(?:generated|created|written|authored|made|built|coded|implemented|developed|drafted)(?: [a-z]{1,12}){0,2} (?:with|by|using|via) ',
  // What only looks like a record (trailer/look-alike.ts).
  spelledAlike,
  'turbocommit|ultraworked|v0(?![.][0-9])|verdent|vibe|vt[ _-]?code|warp|whence|windsurf|zed|o[1-9]-',
]

/** The robot that agents sign with stands for tools that nobody has heard of yet. */
const hint = new RegExp(String.raw`\[bot\]|\ud83e\udd16|(?:^|[^a-z0-9])(?:${beginnings.join('|')})`, 'i')

/** False when no rule could find a sign in the text, nor an ASCII look-alike of a record. */
export const mayHoldSign = (text: string): boolean => hint.test(text)
