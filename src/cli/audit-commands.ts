import { Option } from 'commander'
import { providerNames } from '../core/ci/index.js'
import { reviewWords } from '../core/review/review.js'
import { reportFormats } from '../report/index.js'
import type { Define } from './define.js'

/** The commands that read history and ledgers: for release managers, CI and auditors. */
export const addAuditCommands = ({ command, json, dryRun, run }: Define): void => {
  const allowedSigners = () =>
    new Option(
      '--allowed-signers <file>',
      'whose commit signatures count (ssh-keygen(1)); never taken from the repository',
    )
  const validAt = () => new Option('--valid-at <time>', "when keys must be valid, instead of at each commit's own date")

  const approvals = () =>
    new Option('--approvals <file>', "a forge's approvals: what GitHub or GitLab answer, or a list of our own")

  command(
    'verify [range...]',
    'walk history, judge every commit, write the ledger',
    'provenance verify v1.4.0..v1.5.0 --output ledger.jsonl',
  )
    .option('-C, --repository <dir>', 'the repository to read', '.')
    .option('--since <date>', 'commits of this time and later, by committer date')
    .option('--until <date>', 'commits up to this time')
    .option('--first-parent', 'follow first parents only')
    .option('--policy <file>', "the policy, instead of the one in the range's base commit")
    .addOption(allowedSigners())
    .addOption(validAt())
    .addOption(approvals())
    .option('--branch <name>', 'the branch the commits are meant for, where the policy tells branches apart')
    .option('--as-of <time>', "when waivers must hold, instead of the date of the range's last commit")
    .option('--after <ledger>', 'the ledger of the release before, which this one then names')
    .option('--no-notes', "leave out other tools' notes, which do not travel with a clone")
    .option('--pull-request <range>', 'the commits BASE..HEAD of a branch that was squashed')
    .option('--squashed <commit>', 'the commit it was squashed into: the ledger is of this one')
    .option('--output <file>', 'write the ledger there')
    .option('--sign <key>', 'and a signed in-toto Statement beside it: an Ed25519 key in PEM, or a key of SSH')
    .addOption(dryRun())
    .addOption(
      new Option('--format <format>', 'what standard output shows').choices([...reportFormats]).default('text'),
    )
    .addOption(json())
    .action((range: string[], options) =>
      run(async (output) => (await import('./commands/verify.js')).verify(range, options, output)),
    )

  command(
    'ci',
    'in a CI: find the new commits, judge them by the policy of their base, leave ledger and reports',
    'provenance ci --output-folder provenance-report',
  )
    .option('-C, --repository <dir>', 'the repository to read', '.')
    .option('--policy <file>', "the policy, instead of the base's; never a file of the commits to judge")
    .addOption(allowedSigners())
    .addOption(approvals())
    .option('--base <revision>', 'what is there already, instead of what the CI says (or PROVENANCE_BASE)')
    .option('--head <revision>', 'the last commit to judge, instead of what the CI says (or PROVENANCE_HEAD)')
    .addOption(new Option('--provider <name>', 'the CI, instead of what its variables say').choices([...providerNames]))
    .option('--output-folder <dir>', 'where ledger and reports are written', 'provenance-report')
    .addOption(dryRun())
    .addOption(json())
    .action((options) => run(async (output) => (await import('./commands/ci.js')).ci(options, output)))

  command('show [commit]', "one commit's record, marks, binding, signature and findings", 'provenance show HEAD')
    .option('-C, --repository <dir>', 'the repository to read', '.')
    .option('--policy <file>', "the policy, instead of the one in the commit's first parent")
    .addOption(allowedSigners())
    .addOption(validAt())
    .addOption(json())
    .action((commit: string | undefined, options) =>
      run(async (output) => (await import('./commands/show.js')).show(commit ?? 'HEAD', options, output)),
    )

  command(
    'blame <file>',
    'who wrote each line: commit, tool, model and evidence',
    'provenance blame src/main.ts -L 10,20',
  )
    .option('-C, --repository <dir>', 'the repository to read', '.')
    .option('--revision <commit>', 'the file as it is there', 'HEAD')
    .option('-L, --lines <range>', 'these lines only: START, START,END or START,+COUNT')
    .addOption(json())
    .action((file: string, options) =>
      run(async (output) => (await import('./commands/blame.js')).blame(file, options, output)),
    )

  command(
    'squash-message <range...>',
    "the body for a squash merge: subjects, marks, authors, and one record that is the sum of the commits' records",
    'provenance squash-message origin/main..HEAD --subject "Sum the prices"',
  )
    .option('-C, --repository <dir>', 'the repository to read', '.')
    .option('--subject <text>', 'a first line, so that the whole can be given to git commit -F -')
    .addOption(json())
    .action((range: string[], options) =>
      run(async (output) =>
        (await import('./commands/squash-message.js')).squashMessageCommand(range, options, output),
      ),
    )

  command(
    'inventory [range...]',
    'tools and models in use, by whom, how often, against the approved registry; without a range, of all that leads to HEAD',
    'provenance inventory --since 2026-01-01 --until 2026-12-31',
  )
    .option('-C, --repository <dir>', 'the repository to read', '.')
    .option('--since <date>', 'commits of this time and later, by committer date')
    .option('--until <date>', 'commits up to this time')
    .option('--first-parent', 'follow first parents only')
    .option(
      '--policy <file>',
      "the policy with the registry, instead of the one in the range's base commit, or without a base in its last",
    )
    .option('--unregistered', 'only what the registry does not approve: 1 where there is any')
    .addOption(json())
    .action((range: string[], options) =>
      run(async (output) => (await import('./commands/inventory.js')).inventory(range, options, output)),
    )

  command(
    'backfill [range...]',
    'write what marks reveal about commits without a record, as notes labelled inferred; without a range, of all that leads to HEAD',
    'provenance backfill --dry-run',
  )
    .option('-C, --repository <dir>', 'the repository', '.')
    .option('--since <date>', 'commits of this time and later, by committer date')
    .option('--until <date>', 'commits up to this time')
    .option('--first-parent', 'follow first parents only')
    .addOption(dryRun())
    .addOption(json())
    .action((range: string[], options) =>
      run(async (output) => (await import('./commands/backfill.js')).backfill(range, options, output)),
    )

  command(
    'ledger check <file>',
    'check chain and counts and, in the repository, that every entry is what history says',
    'provenance ledger check ledger.jsonl',
  )
    .option('-C, --repository <dir>', 'the repository to compare with', '.')
    .option('--offline', 'the file alone')
    .option('--policy <file>', 'the policy it was judged by, where that was a file')
    .option('--public-key <file>', "the Ed25519 key in PEM that the ledger's own signature must be of")
    .option('--ledger-signers <file>', "who signs ledgers, where they are others than the commits' allowed signers")
    .option('--signature <file>', 'the envelope, instead of LEDGER.dsse.json')
    .option('--after <ledger>', 'the ledger that it should come after')
    .addOption(allowedSigners())
    .addOption(validAt())
    .addOption(approvals())
    .addOption(json())
    .action((file: string, options) =>
      run(async (output) => (await import('./commands/ledger-check.js')).ledgerCheck(file, options, output)),
    )

  command(
    'ledger sign <file>',
    'sign a ledger: an in-toto Statement in a DSSE envelope, written beside it',
    'provenance ledger sign ledger.jsonl --key ~/.ssh/id_ed25519',
  )
    .requiredOption('--key <file>', 'an Ed25519 private key in PEM, or a key of SSH (through ssh-keygen)')
    .addOption(dryRun())
    .addOption(json())
    .action((file: string, options) =>
      run(async (output) => (await import('./commands/ledger-sign.js')).ledgerSign(file, options, output)),
    )

  command(
    'review [range...]',
    'sign, as a person, what you say of commits that are not your own; HEAD, one commit, or each of a range',
    'provenance review main..feature --statement approved',
  )
    .option('-C, --repository <dir>', 'the repository', '.')
    .addOption(
      new Option('--statement <word>', 'what you say; tests: you vouch for the tests')
        .choices([...reviewWords])
        .makeOptionMandatory(),
    )
    .option('--comment <text>', 'a few words, kept in the statement')
    .option('--key <file>', 'a key of SSH, or its .pub where an agent holds it; without it, the one git signs with')
    .addOption(dryRun())
    .addOption(json())
    .action((range: string[], options) =>
      run(async (output) => (await import('./commands/review.js')).review(range, options, output)),
    )

  command('report <ledger>', 'render a saved ledger again', 'provenance report ledger.jsonl --format json')
    .addOption(new Option('--format <format>', 'the format').choices([...reportFormats]).default('text'))
    .addOption(json())
    .action((file: string, options) =>
      run(async (output) => (await import('./commands/report.js')).report(file, options, output)),
    )
}
