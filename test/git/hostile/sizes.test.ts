import { describe, expect, test } from 'vitest'
import { commitRaw, type Stage, setStage } from './stage.js'
import { expectRefusal } from './vector.js'

const who = 'Jo Dev <jo@example.com> 1767323045 +0000'

const head = (stage: Stage, parents: readonly string[], more = ''): string => {
  const tree = stage.git('rev-parse', 'HEAD^{tree}').trim()
  const lines = parents.map((oid) => `parent ${oid}\n`).join('')
  return `tree ${tree}\n${lines}author ${who}\ncommitter ${who}\n${more}`
}

const tip = (stage: Stage) => stage.git('rev-parse', 'HEAD').trim()

/** Many commits without a parent, stored at once. */
const roots = (stage: Stage, count: number): readonly string[] => {
  const commands = Array.from(
    { length: count },
    (_, at) =>
      `commit refs/heads/root-${at}\nmark :${at + 1}\ncommitter ${who}\ndata 5\n${String(at).padStart(5, '0')}\n`,
  )
  const marks = `${stage.home}/marks`
  stage.run('git', ['fast-import', '--quiet', '--force', `--export-marks=${marks}`], { input: commands.join('') })
  const names = stage.run('cut', ['-d', ' ', '-f', '2', marks]).stdout.trim().split('\n')
  stage.run('git', ['update-ref', '--stdin'], {
    input: names.map((_, at) => `delete refs/heads/root-${at}\n`).join(''),
  })
  return names
}

const sizes: Readonly<Record<string, (stage: Stage) => string>> = {
  'a message of one line of 20 MB': (stage) => `${head(stage, [tip(stage)])}\n${'x'.repeat(20_000_000)}`,
  'a message of 60,000 record lines': (stage) => `${head(stage, [tip(stage)])}\nx\n\n${'AI-Tool: x\n'.repeat(60_000)}`,
  'a message of 4 MB of blank lines': (stage) => `${head(stage, [tip(stage)])}\n${' \n'.repeat(2_000_000)}`,
  'a message of 2 MB of unfinished addresses': (stage) =>
    `${head(stage, [tip(stage)])}\nx\n\n${'Co-authored-by: <<<<<<<< @ @ @\n'.repeat(64_000)}`,
  'a trailer folded 300,000 times': (stage) =>
    `${head(stage, [tip(stage)])}\nx\n\nAI-Tool: x\n${' y\n'.repeat(300_000)}`,
  'a commit with 100,000 headers': (stage) =>
    `${head(stage, [tip(stage)], 'header x\n'.repeat(50_000) + 'author x\n'.repeat(50_000))}\nx\n`,
  'a commit with 10,000 parents': (stage) => `${head(stage, [tip(stage), ...roots(stage, 9_999)])}\nx\n`,
  'a name of 4 MB': (stage) =>
    `${head(stage, [tip(stage)]).replace('author Jo', `author ${'J'.repeat(4_000_000)}`)}\nx\n`,
  'a signature of 1 MB': (stage) =>
    `${head(stage, [tip(stage)], `gpgsig -----BEGIN SSH SIGNATURE-----\n${' A\n'.repeat(330_000)}`)}\nx\n`,
  'no message and no end of the header': (stage) => head(stage, [tip(stage)]).trimEnd(),
}

describe('commits out of all proportion', () => {
  for (const [name, made] of Object.entries(sizes)) {
    test(name, () => {
      const stage = setStage()
      const oid = commitRaw(stage, made(stage))
      for (const words of [
        ['verify', 'HEAD'],
        ['show', 'HEAD'],
      ]) {
        const ran = stage.provenance(words)
        expect([ran.status, ran.stderr], name).toEqual([0, ''])
        expect(ran.stdout).toContain(oid)
      }
    })
  }

  test('an object that is no commit in all but its type', () => {
    const stage = setStage()
    const oid = stage.run('git', ['hash-object', '-t', 'commit', '-w', '--literally', '--stdin'], {
      input: '\n',
    }).stdout
    stage.write('.git/refs/heads/main', oid)
    for (const words of [['verify', 'HEAD'], ['show']]) expectRefusal(stage.provenance(words), 3, 'OBJECT_TAMPERED')
  })
})
