/**
 * Values by names that anybody may choose (of files, tools, events). The object has no prototype: `constructor` is not in it, and
 * `__proto__` is a name like any other. Where several parts have the same name, the last one counts.
 */
export const byName = <T>(...parts: readonly Readonly<Record<string, T>>[]): Record<string, T> =>
  Object.assign(Object.create(null), ...parts)
