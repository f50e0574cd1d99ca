import { aliasNames } from './aliases.js'

/** A value that denies AI: whether that is what it says first, and what it says besides. */
export type Denial = { readonly outright: boolean; readonly besides: string }

const either = (...words: readonly string[]): string => `(?:${words.join('|')})`

const clauseEnd = String.raw`(?=\s*(?:$|[,;:!?()[\]{}]|\.(?!\w)|\s[-\u2013\u2014]|\sbut\b))`

/** Answers by themselves. A name may begin like one (`Nil`, `No`, `Human`), so that nothing may follow these in their clause. */
const bareAnswer = either(
  String.raw`no(?:pe)?|nil|null|false|never|n\.\s?a|0 ?%?|-+|not applicable|not used|not at all`,
  'human(?:[- ](?:only|written|authored|made))?(?: at all)?',
  '(?:all |only |entirely |purely )?(?:(?:done |made |written )?by hand|hand-?written|manual(?:ly)?)',
)
/** Answers that no name begins with: what follows in small letters says of what (`none of the code`). */
const pronounAnswer = String.raw`(?:none|nobody|no[ -]?one|nothing|n\/?a)(?![\w-])(?:(?= [a-z])(?: (?!but\b)[^\s,;:!?()[\]{}.]+)+)?`
const answer = String.raw`^[^\p{L}\p{N}-]*${either(bareAnswer, pronounAnswer)}${clauseEnd}[)\]}.]*`

const negator = String.raw`(?:\b(?:no|not|non|never|neither|nor|without|zero)|\bw\/o|n['\u2019]t)(?![\w])`
/** Words that stand between a negation and what it denies: of grammar, and of using, helping and making. */
const between = either(
  'an?|any|the|of|from|by|with|via|using|us(?:e|ed|es)|been|be|even|either|kind|sort|form|single|such|or|in|whatsoever',
  'help|assistance|aid|support|involvement|contributions?|input|generated|written|assisted|made|created|produced|authored',
  'generative|automated|autonomous|coding|external|online',
)
/** `No code was written by`: a subject that is denied with its verb. Without one, `No code with` denies no AI. */
const passive = String.raw`[\w' ]{1,40} (?:was|were|is|are|been) `

/** Names of AI as such, and of tools and models. */
const ai = either(
  String.raw`(?:gen(?:erative)?[- ]?)?a\.?i\b\.?|artificial intelligence|llms?|(?:large )?language models?|chat-?bots?`,
)
/** Stands for the number of the group before it. */
const taken = String.raw`\@`
/** What is matched is never tried in another way: a list of such would be, in time that doubles with each. */
const whole = (pattern: string): string => `(?=(${pattern}))${taken}`

/** A negation and what it denies; made of every tool's names, and so not before a value asks for it. */
const denialPattern = (): RegExp => {
  const named = either(
    [...aliasNames]
      .sort((one, other) => other.length - one.length)
      .join('|')
      .replaceAll('.', '\\.')
      .replaceAll(' ', '[ -]'),
    'claude|gpt|opus|sonnet|haiku|gemini|gemma|llama|qwen|kimi|glm|mistral|grok|deepseek',
  )
  /** Words for AI where nothing stands behind them that makes another thing of them (`no model given`, `no agent mode`). */
  const kind = String.raw`(?:agents?|assistants?|assistance|help|bots?|models?|tools?|machines?)(?=\s*(?:$|[,;.()[\]]|(?:was|were|is|are|has|have|used|involved|at|took|in|for|here)\b))`
  const parts =
    'tools?|tooling|assistants?|agents?|models?|assistance|help|support|involvement|generated|assisted|written|systems?|code|content'
  const thing = whole(
    String.raw`(?:${ai}|${named}[\w.-]*(?: (?:opus|sonnet|haiku|\d[\w.-]*))*|${kind})(?![\w])(?:[- ](?:${parts})\b)*`,
  )
  const also = String.raw`(?:(?:\s*,\s*${thing})*\s*(?:,\s*)?(?:\b(?:or|nor|and|like|such as|including)\b|e\.g\.|\/)[\s,]*(?:${between}[\s-]+){0,3}${thing})`
  const listed = String.raw`(?:\s*\((?:e\.g\.,? )?${thing}(?:\s*(?:,|\/|or|and)\s*${thing})*(?:,? etc\.?)?\))`
  const did =
    '(?:used|involved|employed|applied|needed|consulted|participat\\w+|assist\\w*|help\\w*|contribut\\w+|writ\\w+|generat\\w+|take part)'

  const denied = String.raw`${negator}[\s-]+(?:(?:${between}[\s-]+){0,6}|${passive}(?:${between}[\s-]+){1,4})${thing}${also}{0,4}${listed}?`
  const notUsed = String.raw`\b(?:${ai}|${named})(?:[- ](?:${parts})\b)* (?:(?:was|were|is|are|has|have|had|did|does) ?)?(?:not|never|n['\u2019]t)(?: been)? ${did}\b`
  const fieldNo = String.raw`\b${ai}(?: (?:${parts}|used?|usage))?: ?(?:no|none|not used|never|n\/a)${clauseEnd}`
  let groups = 0
  const numbered = [denied, notUsed, fieldNo].join('|').replaceAll(taken, () => `\\${++groups}`)
  return new RegExp(numbered, 'gi')
}

const patterns = () => ({
  answer: new RegExp(answer, 'iu'),
  denial: denialPattern(),
  /** With these the rest of the sentence says that AI did take part. */
  exception:
    /\b(?:except|excepting|excluding|other than|apart from|aside from|besides|beyond|save for|but for|only for|not without|would|could|might)\b/i,
  /** Before a denial these say nothing by themselves: `This commit was written by hand, without AI`. */
  unsaid:
    /^(?:[^\p{L}\p{N}]|\b(?:i|we|this|the|that|it|all|commit|change|patch|code|work|is|are|was|were|has|have|been|did|do|does|made|written|done|created|generated|used|uses|using|with|by|hand|hands|a|an|human|humans|person|people|only|entirely|purely|fully|completely|manually|handwritten|and|but|myself|ourselves)\b)*$/iu,
  /** What a project calls its rules is no use of AI. */
  rules: /\b(?:AI|LLM|GenAI)[- ](?:polic\w+|guidelines?|rules?|disclosures?|statements?)/g,
})

/** Built where the first value may deny something: few histories hold one. */
let built: ReturnType<typeof patterns> | null = null

const mayDeny =
  /^[^\p{L}\p{N}]*(?:n|0|false|human|by|hand|man|all|only|entirely|purely|done|made|written|-)|\b(?:no|not|non|never|without|neither|nor|zero|none)\b|w\/o|n['\u2019]t\b/iu

/**
 * Reads a value by its grammar: an answer (`none`, `n/a`, `no`), or a negation that governs AI, a tool or a model (`No AI was
 * used`, `not by AI`, `without Copilot or ChatGPT`, `AI was not used`). Null where it denies nothing of the kind: `No-code with
 * Claude` and `not only AI` say that AI took part, `Noah` and `No Min-woo` are people. What a value says besides counts
 * (`No Copilot, Claude Code`).
 */
export const denialIn = (value: string): Denial | null => {
  if (!mayDeny.test(value)) return null
  built ??= patterns()
  if (built.exception.test(value)) return null
  const text = value.replace(built.rules, ' ')
  const answered = built.answer.exec(text)?.[0] ?? ''
  const more = text.slice(answered.length)
  const first = more.search(built.denial)
  if (answered === '' && first === -1) return null
  const besides = more.replace(built.denial, ' ').replace(/^[\s,;:.-]*(?:but|only|just|and)\b/i, '')
  return { outright: answered !== '' || built.unsaid.test(more.slice(0, first)), besides: besides.trim() }
}
