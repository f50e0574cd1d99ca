/** Arrows only downwards: bin and hooks, cli and hook, workflows, edges, pure. */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

export default {
  forbidden: [
    rule('no-circular', 'A circle has no bottom to start reading from.', {}, { circular: true }),
    rule(
      'core-is-pure',
      'Decisions are values in, values out: they are tested without a disk, and audited without one.',
      { path: '^src/core' },
      { path: '^src/(?!core)' },
    ),
    rule(
      'core-has-no-io',
      'The core reads no file, starts no process, and is told what it needs.',
      { path: '^src/(core|agents|report|sqlite)' },
      { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|buffer)$' },
    ),
    rule(
      'agents-know-the-core',
      'An agent turns a payload into an observation, and nothing else.',
      { path: '^src/agents' },
      { path: '^src/(?!agents|core)' },
    ),
    rule(
      'sqlite-stands-alone',
      'A reader of another program’s files knows pages and rows, and not what they are read for.',
      { path: '^src/sqlite' },
      { path: '^src/(?!sqlite)' },
    ),
    rule(
      'reports-know-the-core',
      'A report turns ledger lines into text, and nothing else.',
      { path: '^src/report' },
      { path: '^src/(?!report|core)' },
    ),
    rule(
      'edges-stay-apart',
      'Each edge has one door; what joins two of them is a workflow.',
      { path: '^src/(git|store|config|install)/' },
      { path: '^src/(git|store|config|install|workflows|cli|hook)/', pathNot: ['^src/$1/'] },
    ),
    rule(
      'workflows-look-down',
      'A workflow does not know who asked for it.',
      { path: '^src/workflows' },
      { path: '^src/(cli|hook)/' },
    ),
    rule(
      'hooks-start-fast',
      'A hook loads neither the command line nor its colours.',
      { path: '^src/hook' },
      { path: '^src/cli|node_modules/(commander|chalk)' },
    ),
    rule(
      'one-door-to-processes',
      'Every process is started where its environment is decided.',
      { path: '^src/(?!git/|sign/)', pathNot: '^src/cli/commands/record.ts$' },
      { path: '^(node:)?child_process$|node_modules/(simple-git|execa)' },
    ),
    rule(
      'one-door-to-configuration',
      'Configuration is found and judged in one place, where nothing of it is run.',
      { path: '^src/(?!config/)' },
      { path: 'node_modules/(cosmiconfig|ajv)' },
    ),
    rule(
      'one-door-to-terminals',
      'Words and colours for people are the command line’s.',
      { path: '^src/(?!cli/)' },
      { path: 'node_modules/(commander|chalk|@clack)' },
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    includeOnly: undefined,
  },
}
