import { createHash } from 'node:crypto'

/** The page's whole look; dark where the reader's system is, and on paper without what paper cannot do. */
export const style = `
:root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--line:#d0d7de;--soft:#f6f8fa}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--paper:#0d1117;--line:#30363d;--soft:#161b22}}
body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:1100px;margin:0 auto;padding:1.5rem}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .5rem;border-bottom:1px solid var(--line)}
th,time,td code{white-space:nowrap}td{overflow-wrap:anywhere;max-width:22rem}
#controls td,#commits td:nth-child(2){overflow-wrap:break-word}#controls th,#commits th{white-space:normal}
#controls th[scope=row]{min-width:5rem}#controls td:nth-child(4){min-width:7.5rem}#controls td:nth-child(5){min-width:11rem}
th{background:var(--soft);position:sticky;top:0}
code{font:.9em ui-monospace,monospace}
figure{margin:1rem 0;break-inside:avoid}figcaption{font-weight:600;margin-bottom:.4rem}
svg{width:100%;max-width:760px;height:auto}svg text{fill:var(--ink);font:13px system-ui,sans-serif}
.verdict{padding:.1rem .5rem;border-radius:.3rem;border:1px solid currentColor}
.legend span{margin-right:1rem;white-space:nowrap}.legend i{print-color-adjust:exact;-webkit-print-color-adjust:exact;display:inline-block;width:.8rem;height:.8rem;margin-right:.3rem}
.attested{fill:#116329;background:#116329}.recorded{fill:#2da44e;background:#2da44e}.marked{fill:#bf8700;background:#bf8700}
.none{fill:#0969da;background:#0969da}.unknown{fill:#8c959f;background:#8c959f}.contradicted{fill:#cf222e;background:#cf222e}
.name{fill:#8250df}
form:not([hidden]){display:flex;gap:1rem;flex-wrap:wrap;margin:.8rem 0}
input,select{font:inherit;padding:.25rem .4rem}
@media screen and (max-width:1000px){.wide{overflow-x:auto}.wide th{position:static}}
@media print{body{font-size:12px}table{font-size:.8rem}th,td{padding:.2rem .3rem}h2,figcaption{break-after:avoid}form:not([hidden]){display:none}tr[hidden]{display:table-row}th{position:static}body{max-width:none;padding:0}tr{break-inside:avoid}}
`

/** Hides rows that do not hold the words or the class asked for. */
export const script = `
const [words, kind, count] = ['words', 'kind', 'count'].map((id) => document.getElementById(id))
const rows = [...document.querySelectorAll('#commits tbody tr')]
const filter = () => {
  const wanted = words.value.toLowerCase()
  let shown = 0
  for (const row of rows) {
    row.hidden = !((kind.value === '' || row.dataset.kind === kind.value) && row.textContent.toLowerCase().includes(wanted))
    if (!row.hidden) shown += 1
  }
  count.textContent = shown + ' of ' + rows.length + ' rows'
}
document.querySelector('form').hidden = false
words.addEventListener('input', filter)
kind.addEventListener('input', filter)
filter()
`

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Everything from outside is forbidden; the page's own style and script are named by their hashes (CSP3). */
export const contentSecurityPolicy = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`
