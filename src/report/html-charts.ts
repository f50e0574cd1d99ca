import { type EvidenceClass, evidenceClasses } from '../core/ledger/schema.js'
import { shortened } from '../core/shortened.js'
import { html } from './html-escape.js'

/** Lengths of bars with their names and numbers, as one picture that also reads as a list. */
export const barChart = (
  title: string,
  bars: readonly { readonly name: string; readonly count: number; readonly style: string }[],
): string => {
  const most = Math.max(1, ...bars.map(({ count }) => count))
  const rows = bars.map(({ name, count, style }, index) => {
    const y = index * 26
    const width = Math.max(count > 0 ? 2 : 0, Math.round((400 * count) / most))
    return `<text x="0" y="${y + 17}">${html(shortened(name, 38))}</text><rect class="${style}" x="290" y="${y + 4}" width="${width}" height="18"/><text x="${296 + width}" y="${y + 17}">${count}</text>`
  })
  const label = `${title}: ${bars.map(({ name, count }) => `${name} ${count}`).join(', ')}`
  return `<figure><figcaption>${html(title)}</figcaption><svg role="img" aria-label="${html(label)}" viewBox="0 0 760 ${Math.max(26, bars.length * 26)}">${rows.join('')}</svg></figure>`
}

/** Commits of each class by month. */
export type Months = ReadonlyMap<string, Readonly<Partial<Record<EvidenceClass, number>>>>

/** As many months as fit side by side; the newest. */
const maxMonths = 36

/** A column a month, its parts the classes from the surest upwards. */
export const monthChart = (name: string, months: Months): string => {
  const title = months.size > maxMonths ? `${name}, the newest ${maxMonths} of ${months.size} months` : name
  const shown = [...months].sort(([a], [b]) => (a < b ? -1 : 1)).slice(-maxMonths)
  const total = (parts: Readonly<Partial<Record<EvidenceClass, number>>>) =>
    Object.values(parts).reduce((sum, one) => sum + one, 0)
  const most = Math.max(1, ...shown.map(([, parts]) => total(parts)))
  const width = Math.max(12, Math.floor(740 / Math.max(1, shown.length)))
  const columns = shown.map(([month, parts], index) => {
    let top = 160
    const blocks = evidenceClasses.map((name) => {
      const height = Math.round((150 * (parts[name] ?? 0)) / most)
      top -= height
      return height === 0
        ? ''
        : `<rect class="${name}" x="${index * width}" y="${top}" width="${width - 3}" height="${height}"><title>${month} ${name} ${parts[name] ?? 0}</title></rect>`
    })
    const every = Math.ceil(shown.length / 12)
    const label = index % every === 0 ? `<text x="${index * width}" y="176">${month}</text>` : ''
    return blocks.join('') + label
  })
  const legend = evidenceClasses.map((name) => `<span><i class="${name}"></i>${name}</span>`).join(' ')
  const words = shown.map(([month, parts]) => `${month} ${total(parts)}`).join(', ')
  return `<figure><figcaption>${html(title)}</figcaption><svg role="img" aria-label="${html(`${title}: ${words}`)}" viewBox="0 0 760 182">${columns.join('')}</svg><p class="legend">${legend}</p></figure>`
}
