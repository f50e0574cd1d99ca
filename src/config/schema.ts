import * as z from 'zod'
import { branchGlobs, pathGlob } from '../core/policy/glob-forms.js'
import { Registry } from '../core/policy/registry.js'
import { Override, Settings } from '../core/policy/setting.js'
import { Waiver } from '../core/policy/waiver.js'
import { type GuardSet, guardSets } from '../core/prompt-guard.js'
import { maxValueBytes } from '../core/trailer/keys.js'
import { isSafe } from '../core/trailer/value.js'
import { isExpression } from './expression.js'

/** Hooks in a clone that can be told to stop what the policy forbids. */
export const gates = ['commit-msg', 'pre-push'] as const

/** What a template of a trailer may hold: what stands between braces and is none of these would land in every message as it is. */
const template = z
  .string()
  .max(200)
  .refine(isSafe, `expected one line of 1 to ${maxValueBytes} bytes`)
  .refine((text) => !/\{(?!(?:tool|model|version)\})[a-z]*\}/i.test(text), {
    message: 'expected no other words between braces than {tool}, {model} and {version}',
  })

/** What `.provenancerc` may say. The single source: types, checks and `schemas/config.schema.json` come from here. */
export const Config = z
  .strictObject({
    $schema: z.string().optional(),
    version: z.literal(1).default(1).meta({ description: 'Version of this form of configuration.' }),
    policyVersion: z.int().min(1).optional().meta({
      description:
        'Number of this policy, one more with each change; an older one than a ledger before it saw is refused.',
    }),
    extends: z
      .union([
        z
          .string()
          .min(1)
          .transform((one) => [one]),
        z.array(z.string().min(1)).max(20),
      ])
      .optional()
      .meta({ description: 'Presets and files, from here, whose words hold where this file says nothing else.' }),
    rules: Settings.default({}).meta({
      description:
        'Severity of each rule: error stops, warn tells, off is silent; with its option, and for which commits.',
    }),
    overrides: z.array(Override).max(200).default([]).meta({
      description:
        'Settings for some branches, files or authors, laid over the others; the last that fits counts, for the files of its paths.',
    }),
    enforce: z
      .array(z.enum(gates))
      .max(gates.length)
      .default([])
      .meta({ description: 'Gates in each clone that stop what the policy forbids: commit-msg, pre-push.' }),
    protected: branchGlobs(
      'Globs of the branches that gates guard, on a push and on a server; all, where it is left out.',
    ).optional(),
    waivers: z
      .array(Waiver)
      .max(1000)
      .default([])
      .meta({ description: 'Commits for which a rule does not hold, by whose decision, why and until when.' }),
    adoption: z
      .union([z.string().min(1), z.strictObject({ after: z.string().min(1) })])
      .optional()
      .meta({
        description:
          'Commit, by its name, or tag from which on records are expected, or { after } the last one from before; those before are counted apart.',
      }),
    registry: Registry.optional().meta({
      description: 'Approved tools, with what the assessment of each vendor found.',
    }),
    prompts: z
      .strictObject({
        hash: z
          .enum(['keyed', 'plain', 'off'])
          .default('keyed')
          .meta({ description: 'How prompts are committed to; plain hashes of short prompts can be guessed.' }),
        keyFile: z
          .string()
          .optional()
          .meta({ description: 'An organisation’s key file of 32 bytes, instead of the clone’s own key.' }),
        guard: z
          .strictObject({
            action: z
              .enum(['warn', 'block'])
              .meta({ description: 'Whether a prompt that matches is told of, or held.' }),
            use: z
              .array(z.enum(Object.keys(guardSets) as [GuardSet, ...GuardSet[]]))
              .default([])
              .meta({ description: 'Sets of patterns to hold prompts against.' }),
            patterns: z
              .record(
                z.string(),
                z.string().refine(isExpression, 'expected a regular expression').meta({ format: 'regex' }),
              )
              .default({})
              .meta({ description: 'Expressions of the project’s own, by the name that is told of a match.' }),
          })
          .optional()
          .meta({ description: 'What a prompt must not hold; off where it is left out.' }),
      })
      .default({ hash: 'keyed' }),
    ignore: z
      .array(pathGlob)
      .default([])
      .meta({ description: 'Globs of files that are left out of the human-edited ratio.' }),
    noneRecord: z
      .boolean()
      .default(true)
      .meta({ description: 'Whether a commit without any agent says so: AI-Tool: none; basis=observed.' }),
    trailers: z
      .strictObject({
        assistedBy: template
          .optional()
          .meta({ description: 'Template of an Assisted-by line; {tool}, {model} and {version} are filled in.' }),
        coAuthoredBy: template.optional().meta({ description: 'Template of a Co-authored-by line.' }),
      })
      .default({}),
  })
  .meta({ id: 'commit-provenance/config/1', title: 'commit-provenance configuration' })

export type Config = z.infer<typeof Config>
