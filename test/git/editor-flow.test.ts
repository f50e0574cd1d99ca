import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { agentWrites, editor, test, typing } from '../support/commit-flow.js'

describe('git commit in an editor', () => {
  test('the subject typed on line 1, the record comes under it', ({ bench }) => {
    agentWrites(bench)
    const ran = bench.tryGit(['commit', '-a'], { env: { GIT_EDITOR: typing(bench, 'Typed') } })
    expect(ran.status).toBe(0)
    expect(bench.message()).toMatch(/^Typed\n\nAI-Tool: claude-code\/2\.1\.329\n/)
    expect(bench.trailer('AI-Change')).toHaveLength(1)
  })

  test('a person’s commit typed in an editor says that no agent was seen', ({ bench }) => {
    bench.write('start.txt', 'changed\n')
    bench.tryGit(['commit', '-a'], { env: { GIT_EDITOR: typing(bench, 'Typed') } })
    expect(bench.message().trim()).toBe('Typed\n\nAI-Tool: none; basis=observed')
  })

  for (const who of ['an agent', 'a person']) {
    test(`quit without typing aborts, with the work of ${who} staged`, ({ bench }) => {
      if (who === 'an agent') agentWrites(bench)
      else bench.write('start.txt', 'changed\n')
      const ran = bench.tryGit(['commit', '-a'], { env: { GIT_EDITOR: 'true' } })
      expect(ran.status).toBe(1)
      expect(ran.stderr).toContain('Aborting commit due to empty commit message')
      expect(bench.git('rev-list', '--count', 'HEAD').trim()).toBe('1')
    })

    test(`an untouched template aborts, with the work of ${who} staged`, ({ bench }) => {
      writeFileSync(join(bench.home, 'template'), 'Subject:\n\n# say why\n')
      if (who === 'an agent') agentWrites(bench)
      else bench.write('start.txt', 'changed\n')
      const ran = bench.tryGit(['commit', '-a', '-t', join(bench.home, 'template')], { env: { GIT_EDITOR: 'true' } })
      expect(ran.status).toBe(1)
      expect(ran.stderr).toContain('you did not edit the message')
    })
  }

  test.for(['Fix the cart', 'Fix the cart\n\nA body.', 'Fix the cart\n\nSigned-off-by: Jo <j@x.org>'])(
    'an editor that ends no last line gets its trailer all the same: %j',
    (text, { bench }) => {
      const env = { GIT_EDITOR: `printf '%b' '${text.replaceAll('\n', '\\n')}' >` }
      bench.tryGit(['commit', '-q', '--allow-empty'], { env })
      const gap = text.includes('Signed-off-by') ? '\n' : '\n\n'
      expect(bench.message()).toBe(`${text}${gap}AI-Tool: none; basis=observed\n\n`)
      expect(bench.trailer('AI-Tool')).toEqual(['none; basis=observed'])
    },
  )

  test('an aborted commit loses no event', ({ bench }) => {
    agentWrites(bench)
    bench.tryGit(['commit', '-a'], { env: { GIT_EDITOR: 'true' } })
    bench.git('commit', '-qam', 'Now')
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=3/)
  })

  test('a template that was filled in carries the record', ({ bench }) => {
    writeFileSync(join(bench.home, 'template'), 'Subject:\n\n# say why\n')
    agentWrites(bench)
    bench.git('config', 'commit.template', join(bench.home, 'template'))
    bench.tryGit(['commit', '-a'], { env: { GIT_EDITOR: editor(bench, 'sed -i "s/^Subject:/Subject: filled/" "$1"') } })
    expect(bench.message()).toMatch(/^Subject: filled\n\nAI-Tool: claude-code/)
    expect(bench.trailer('AI-Tool')).toHaveLength(1)
  })

  for (const cleanup of ['strip', 'whitespace', 'verbatim', 'scissors', 'default']) {
    test(`cleanup mode ${cleanup} leaves a record that git reads`, ({ bench }) => {
      agentWrites(bench)
      const ran = bench.tryGit(['commit', '-a', `--cleanup=${cleanup}`], {
        env: { GIT_EDITOR: typing(bench, 'Typed') },
      })
      expect(ran.status).toBe(0)
      expect(bench.message()).toMatch(/^Typed\n/)
      expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
      expect(bench.trailer('AI-Change')).toHaveLength(1)
    })
  }

  test('with -v the record stands above the diff, and the diff does not get in', ({ bench }) => {
    agentWrites(bench)
    bench.tryGit(['commit', '-a', '-v'], { env: { GIT_EDITOR: typing(bench, 'Typed') } })
    expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
    expect(bench.message()).not.toContain('diff --git')
  })

  test('another comment character is respected', ({ bench }) => {
    bench.git('config', 'core.commentChar', ';')
    agentWrites(bench)
    bench.tryGit(['commit', '-a'], { env: { GIT_EDITOR: typing(bench, 'Typed') } })
    expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
  })

  test('a record deleted in the editor comes back', ({ bench }) => {
    agentWrites(bench)
    const strip = editor(bench, 'sed -i "/^AI-/d" "$1"')
    bench.tryGit(['commit', '-a', '-m', 'Words', '-e'], { env: { GIT_EDITOR: strip } })
    expect(bench.trailer('AI-Tool')).toEqual(['claude-code/2.1.329'])
  })

  test('only the record left in the editor is an empty message, and aborts', ({ bench }) => {
    agentWrites(bench)
    const only = editor(bench, 'sed -i "/^Words/d" "$1"')
    const ran = bench.tryGit(['commit', '-a', '-m', 'Words', '-e'], { env: { GIT_EDITOR: only } })
    expect(ran.status).toBe(1)
    expect(bench.git('rev-list', '--count', 'HEAD').trim()).toBe('1')
  })
})
