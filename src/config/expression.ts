/** True for what JavaScript takes for a regular expression, without case and by Unicode. */
export const isExpression = (text: string): boolean => {
  try {
    return new RegExp(text, 'giu') instanceof RegExp
  } catch {
    return false
  }
}
