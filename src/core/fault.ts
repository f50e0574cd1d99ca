/** Something wrong in what was read, before it is known which commit and how grave: becomes a finding. */
export type Fault = { readonly code: string; readonly args: Readonly<Record<string, string | number>> }
