/**
 * Values by names that anybody may choose (a file's, a tool's, an event's): it inherits nothing, so that `constructor` is no
 * name in it, and `__proto__` one like any other. Of a name in several parts the last counts.
 */
export const byName = <T>(...parts: readonly Readonly<Record<string, T>>[]): Record<string, T> =>
  Object.assign(Object.create(null), ...parts)
