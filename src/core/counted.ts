/** A number of things in words: `1 commit`, `2 commits`. */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
