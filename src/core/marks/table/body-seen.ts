import { type MarkRow, rows } from './row.js'

/** Lines of the body met in real histories that the published tables lack. */
export const seenBodyMarks: readonly MarkRow[] = [
  ...rows('mux', [
    // The program was called cmux before, and is called xum in some of its builds.
    [
      'high',
      /^[_*]*(?:\u{1F916}\s*)?Generated with (?:`?(?:c?mux|xum)`?[_*]*(?:$|\s*[\u2022\u00b7])|\[`?(?:[Cc]?[Mm]ux|xum)`?\]\(https:\/\/(?:mux\.coder\.com|github\.com\/coder\/))/u,
      '_Generated with `mux`_',
      'coder/mux history',
    ],
    [
      'high',
      /^<!-- (?:c?mux|xum)-attribution: model=/i,
      '<!-- mux-attribution: model=openai:gpt-5.4 thinking=high costs=0.08 -->',
      'coder/mux history',
      'model',
    ],
  ]),
  ...rows('kilo-code', [
    [
      'high',
      /^(?:built for .{1,200} )?by \[Kilo for Slack\]\(https:\/\/kilo\.ai\/|^built for .{1,200} by Kilo for Slack$/i,
      'by [Kilo for Slack](https://kilo.ai/features/slack-integration)',
      'Kilo-Org/cloud history',
    ],
  ]),
]
