import { expect, test } from 'vitest'
import { mayHoldSign } from '../../../src/core/marks/hint.js'
import { lookAlikes } from '../../../src/core/trailer/look-alike.js'
import { stepsIn } from '../../support/steps.js'

test('keys that only look like a record’s are found, with the line they stand in', () => {
  const fakes = [
    'АI-Tool: none; basis=observed', // Cyrillic А
    'ΑΙ-Tool: x', // Greek Α and Ι
    'AI-Tооl: x', // Cyrillic о
    'AI‑Tool: x', // a dash that is no hyphen
    'AI\u200b-Tool: x', // hidden character
    'AI_Tool: x',
    'AI Tool: x',
    'ＡＩ－Ｔｏｏｌ: x', // full width
    'AI-Tool：x', // full-width colon, for which git reads no key at all
    'ÁI-Model: x',
    'Al-Tool: none; basis=observed', // a small L
    'A1-Change: x',
    'AI-TooI: x', // a capital I
    'AI-ModeI: x',
    'AI-T00l: x', // zeros
    'Al-T00I: x',
    'AI-Prornpt-Hash: x', // r and n
    'AI-Hurnan-Edited-Ratio: x',
    'AI-Too|: x',
    'ᎪI-Tool: x', // Cherokee A
    'AI-Tᴏᴏl: x', // small capitals
    'ᴀɪ-ᴛᴏᴏʟ: x',
    'AI-Toօl: x', // Armenian o
    'AI-Tooӏ: x', // Cyrillic palochka
    'AI−Tool: x', // a minus
    '𝐀𝐈-𝐓𝐨𝐨𝐥: x', // bold letters of mathematics
    'AI\u3164-Tool: x', // a Hangul filler, which shows nothing
    'AI-Tool꞉ x', // colons that are none
    'AI-Tool∶ x',
    'AI-Tool׃ x',
    'AI-Tool﹕ x',
    'AI-Toolꓽ x',
  ]
  for (const fake of fakes)
    expect(
      lookAlikes(`Subject\n\n${fake}\n`).map(({ line }) => line),
      fake,
    ).toEqual([3])
})

test('real keys, prose and other trailers are not', () => {
  for (const text of [
    'AI-Tool: x',
    'ai-model: x',
    'Größe: 3',
    'Ключ: значение',
    'Naïve: no',
    'AI_Other: x',
    'about AI tool: it works',
    'AI-Tool: x ∶ y',
    'AI-Prompt: x',
    'AI model of 10: x',
    'Ai-Too: x',
    '',
  ])
    expect(lookAlikes(`Subject\n\n${text}\n`), text).toEqual([])
})

test('long and hostile messages are cut, and their look-alikes counted to ten', () => {
  expect(stepsIn(() => expect(lookAlikes(`${'А'.repeat(2_000_000)}:`)).toEqual([]))).toBeLessThan(1_000)
  expect(stepsIn(() => expect(lookAlikes('АI-Tool: x\n'.repeat(200_000))).toHaveLength(10))).toBeLessThan(10_000)
})

test('what is found in ASCII is not passed over by the quick look before it', () => {
  for (const key of ['Al-T00I', 'A1_Model', 'Al-Prornpt-Hash', 'A|-Hurnan-Edited-Ratio', 'Al Change'])
    expect([key, mayHoldSign(`Subject\n\n${key}: x\n`), lookAlikes(`${key}: x`).length]).toEqual([key, true, 1])
})
