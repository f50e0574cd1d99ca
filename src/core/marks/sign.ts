/** What a text says: AI took part, with the tool and the model where it names them. */
export type Sign = { readonly tool: string | null; readonly model: string | null }

/** Text longer than this is cut before any pattern looks at it, and in `raw`. */
export const maxText = 512
