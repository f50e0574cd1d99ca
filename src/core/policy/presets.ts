import type { RuleId } from './rules/index.js'
import type { Severity } from './severity.js'

/** What a preset says of a rule, and in a sentence why. */
type Choice = {
  readonly setting: Severity | readonly [Severity, Readonly<Record<string, unknown>>]
  readonly why: string
}

/** A named set of settings that a policy can extend. */
export type Preset = { readonly for: string; readonly choices: Readonly<Partial<Record<RuleId, Choice>>> }

const choice = (setting: Choice['setting'], why: string): Choice => ({ setting, why })

const sound = {
  'record-wellformed': choice('error', 'A record that cannot be read is no evidence.'),
  'record-bound': choice('error', 'A record of another change tells nothing of this one.'),
  'no-contradiction': choice('error', 'Where record and marks disagree, one of them is wrong.'),
} as const

const relaxed: Preset = {
  for: 'A team that wants to see where it stands, and be stopped by nothing.',
  choices: {
    'record-required': choice(
      'warn',
      'Commits without a record are counted and named, so that the gap can be seen closing.',
    ),
    'record-wellformed': choice('warn', 'A damaged record is worth knowing of before it matters.'),
    'record-bound': choice('warn', 'Shows which rebases and amends went around the hooks.'),
    'no-contradiction': choice('warn', 'Shows tools that leave marks but report nothing.'),
    'squash-kept-records': choice('warn', 'Shows where the forge’s squash button loses records.'),
  },
}

const recommended: Preset = {
  for: 'A team that has the hooks installed and wants its records to be true.',
  choices: {
    ...sound,
    'record-required': choice('warn', 'A person without the hooks is told, and not yet stopped.'),
    'model-version-exact': choice('warn', 'A family name cannot be traced when a model turns out to be at fault.'),
    'no-agent-signoff': choice('error', 'Only a person can certify where a contribution comes from.'),
    'squash-kept-records': choice('error', 'A lost record cannot be had back once the branch is gone.'),
  },
}

const strict: Preset = {
  for: 'A team that lets nothing onto a protected branch that it cannot account for.',
  choices: {
    ...recommended.choices,
    'record-required': choice('error', 'Silence is unknown, and unknown is not let through.'),
    'tool-approved': choice('error', 'Only tools that somebody assessed take part.'),
    'model-approved': choice('error', 'A new model behind an approved tool is a new supplier.'),
    'model-version-exact': choice('error', 'An incident must be traceable to the very model.'),
    'author-authorized': choice('error', 'A licence and a training belong to a person.'),
    'prompt-hash-required': choice(
      ['error', { keyed: true }],
      'What was asked for can be proven later, and guessed by nobody.',
    ),
    'review-required': choice('error', 'What a machine wrote has been looked at by somebody else.'),
    'tests-independent': choice('error', 'Tests by the author of the code repeat its mistakes.'),
    'signature-required': choice('error', 'Anybody can write anybody’s name into a commit.'),
  },
}

const soc2: Preset = {
  for: 'Evidence for SOC 2: CC6.1, CC8.1 (changes are authorized, tested and approved) and CC9.2 (vendors are assessed).',
  choices: {
    ...sound,
    'record-required': choice('error', 'CC8.1 speaks of every change: the population must be whole.'),
    'tool-approved': choice('error', 'CC9.2 asks that vendors are assessed before they are used.'),
    'model-approved': choice('error', 'CC9.2: the assessment was of the models that were named in it.'),
    'author-authorized': choice('error', 'CC6.1 asks that access is given to people, by name.'),
    'review-required': choice(
      ['error', { of: 'all' }],
      'CC8.1 asks that changes are approved by somebody other than who made them.',
    ),
    'tests-independent': choice('warn', 'CC8.1 asks that changes are tested; a test by the same AI is weak evidence.'),
    'squash-kept-records': choice('error', 'A squash that loses records makes a hole in the population.'),
    'no-agent-signoff': choice('error', 'An approval by a program is none.'),
  },
}

const hipaa: Preset = {
  for: 'Evidence for HIPAA 164.312(b), (c)(1) and (d), and for business associates (164.308(b)): name the files with their BAA in registry.paths.',
  choices: {
    ...sound,
    'record-required': choice('error', '164.312(b) asks for records of activity in systems that hold health data.'),
    'tool-approved': choice(
      'error',
      '164.308(b): who may see health data has an agreement; registry.paths says for which files.',
    ),
    'model-approved': choice('error', 'The agreement names the service, and the service names its models.'),
    'author-authorized': choice('error', '164.312(d) asks that a person is the one they claim to be, and allowed.'),
    'prompt-hash-required': choice(
      ['error', { keyed: true }],
      '164.312(c)(1): what was sent can be proven later, without keeping it.',
    ),
    'review-required': choice(
      'error',
      '164.312(c)(1): what a machine wrote is looked at before it can alter health data.',
    ),
    'signature-required': choice('warn', '164.312(d): a name in a commit is only a claim until it is signed.'),
    'squash-kept-records': choice('error', 'A lost record is a hole in the audit trail.'),
  },
}

const sox: Preset = {
  for: 'Evidence for SOX 404 change management: segregation of duties over systems that feed the accounts.',
  choices: {
    ...sound,
    'record-required': choice('error', 'The auditor samples from a population that must be whole.'),
    'review-required': choice(
      ['error', { of: 'all', how: ['forge', 'signed'] }],
      'Segregation of duties: a line that anybody can type is not an approval.',
    ),
    'tests-independent': choice('error', 'A test by who made the change is no independent control.'),
    'signature-required': choice('error', 'Who made a change must be more than a claim.'),
    'tool-approved': choice('error', 'A tool that writes code for the accounts is itself under change management.'),
    'author-authorized': choice('error', 'Access to change is given to people, by name.'),
    'squash-kept-records': choice('error', 'What was reviewed must be what landed.'),
    'no-agent-signoff': choice('error', 'A program cannot take responsibility for a change.'),
  },
}

const pci: Preset = {
  for: 'Evidence for PCI DSS 4.0: 6.2.3 (review of custom software before release) and 6.5.1 (change control).',
  choices: {
    ...sound,
    'record-required': choice('error', '6.5.1 asks that every change is documented.'),
    'review-required': choice(
      ['error', { of: 'all' }],
      '6.2.3.1: reviewed by somebody other than the author, who knows how.',
    ),
    'tests-independent': choice('warn', '6.5.1 asks for tests that show the change does no harm.'),
    'tool-approved': choice('error', '6.3.2 asks for an inventory of what goes into custom software.'),
    'model-version-exact': choice('warn', '6.3.1: a weakness found in a model must lead to the code it wrote.'),
    'prompt-hash-required': choice('warn', 'What was asked for can be proven when a flaw is traced.'),
    'squash-kept-records': choice('error', 'What was reviewed must be what was released.'),
  },
}

/** Every preset by its name. */
export const presets = { relaxed, recommended, strict, soc2, hipaa, sox, pci } as const satisfies Record<string, Preset>
export type PresetName = keyof typeof presets

export const isPreset = (name: string): name is PresetName => Object.hasOwn(presets, name)

/** A preset as a configuration says it. */
export const presetRules = (name: PresetName): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries((presets[name] as Preset).choices).map(([id, { setting }]) => [id, setting]))
