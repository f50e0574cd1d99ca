import { visible } from './escape.js'

/** Text for an HTML element or a quoted attribute: mark-up escaped, and what could hide or turn text made visible. */
export const html = (text: string): string =>
  visible(text.toWellFormed()).replace(/[&<>"'`=]/g, (char) => `&#${char.charCodeAt(0)};`)
