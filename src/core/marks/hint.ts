/**
 * Beginnings of words without which no rule here can find anything. One pass with this over a message costs a few
 * nanoseconds a character, so commits without AI are left at once.
 */
const beginnings = [
  'aider|aikido|all-hands|amazon q|amp|antigravity|assisted|augment|auggie|ai(?![a-z0-9])|ai-|agent|agents',
  'anthropic|bolt|chat|claude|clawd|clio-|cline|coauthor|co-?author|co-develop|codeium|codeflash|coderabbit|codex',
  'coding-agent|cody|command ?code|composer|continue|copilot|craft|crush|cubic|cursor|deepseek|devin|devstral|droid',
  'ellipsis|entire-|executed-by|factory|fable|firebender|gemini|genai|generated-|glm|goose|gpt|greptile|grok|haiku|happy',
  'hermes|human-edit|jetbrains|jules|junie|kilo|kimi|kiro|letta|llama|llms?|lovable|magistral|made-|minimax|mimo|mistral',
  'mythos|nori|oh-my|omx|open ?claw|open ?code|open ?devin|openai|open ?hands|openqed|opncd|opus|ox@|oz|paperclip|pi(?![a-z])|pullfrog',
  'q developer|qwen|qwq|rearm|replit|roo(?![fkmt])|ruv|sageox|sisyphus|sonnet|sourcery|sourcegraph|sweep|tabnine|termai|terragon|trae',
  // What only looks like a record (trailer/look-alike.ts).
  'a[il1|][_ -](?:tool|model|prompt|human|change)',
  'turbocommit|ultraworked|v0(?![.][0-9])|verdent|vibe|vtcode|warp|whence|windsurf|zed|o[1-9]-',
]

/** The robot that agents sign with stands for tools that nobody has heard of yet. */
const hint = new RegExp(String.raw`\[bot\]|\ud83e\udd16|(?:^|[^a-z0-9])(?:${beginnings.join('|')})`, 'i')

/** False when no rule could find a sign in the text, nor an ASCII look-alike of a record. */
export const mayHoldSign = (text: string): boolean => hint.test(text)
