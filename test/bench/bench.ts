import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

// `npm run bench -- 1000`: a simulation of so many cases over three months, beside one of half as many. Linear growth
// is a ratio of 2.

const SIMULATE = resolve(import.meta.dirname, '../../infra/local/simulate.ts')
const HEADER =
  'Opdrachtgever;Debiteurnummer;Contractnummer;Soort huurder;Achternaam;Voorletters;Straatnaam;Huisnummer;Huisnummer toevoeging;Postcode;Woonplaats;Telefoonnummer;E-mailadres;Soort eenheid;Factuurnummer;Omschrijving;Vervaldatum;Bedrag;Openstaand'

const REGISTERS = {
  organisation: {
    name: 'Vastgoed Meting BV',
    from: 'incasso@meting.example',
    objectionEmail: 'bezwaar@meting.example',
    website: 'https://meting.example',
    privacyUrl: 'https://meting.example/privacy',
  },
  clients: [{ id: 'M', name: 'Meting', mandate: { from: '2025-01-01' }, collectionAgency: null }],
  municipalities: [
    { gemeentecode: '0363', name: 'Amsterdam', portal: 'RIS', agreement: { status: 'in-force', from: '2025-01-01' } },
  ],
  addresses: [{ postcode: '1011', gemeentecode: '0363' }],
}

/** The book of a month: every renter owes the rent of each month so far. */
function book(cases: number, months: readonly string[]): string {
  const lines = [HEADER]
  for (let renter = 1; renter <= cases; renter += 1)
    for (const month of months)
      lines.push(
        `M;${100_000 + renter};;natuurlijk persoon;Jansen;A.;Kade;${(renter % 99_999) + 1};;1011AB;Amsterdam;;r${renter}@huurder.example;woning;F${month}-${renter};Huur;01-${month}-2026;900,00;900,00`,
      )
  return `${lines.join('\n')}\n`
}

function scenario(folder: string, cases: number): string[] {
  const exports = join(folder, 'exports')
  mkdirSync(exports)
  for (const [index, date] of ['2026-03-02', '2026-04-02', '2026-05-04'].entries())
    writeFileSync(join(exports, `${date}.csv`), book(cases, ['03', '04', '05'].slice(0, index + 1)))
  const calls = Array.from({ length: cases }, (_, index) =>
    JSON.stringify({
      at: `2026-03-${18 + (index % 10)}T${10 + (index % 6)}:${10 + (index % 50)}`,
      type: 'contact-attempt',
      renter: String(100_001 + index),
      kind: 'Telefoon',
      reached: false,
      by: 'meting',
    }),
  )
  writeFileSync(join(folder, 'events.jsonl'), calls.join('\n'))
  writeFileSync(join(folder, 'registers.json'), JSON.stringify(REGISTERS))
  const path = (name: string) => join(folder, name)
  return ['--registers', path('registers.json'), '--exports', exports, '--events', path('events.jsonl')]
}

interface Measured {
  readonly cases: number
  readonly seconds: number
  /** The most that all processes of the run held at once, in MB. */
  readonly memory: number
  readonly signals: number
}

async function measure(cases: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'meting-'))
  try {
    const out = join(folder, 'out')
    const started = performance.now()
    const dates = ['--from', '2026-03-01', '--until', '2026-05-31', '--out', out]
    const child = spawn(process.execPath, [SIMULATE, ...scenario(folder, cases), ...dates], { stdio: 'inherit' })
    let memory = 0
    const timer = setInterval(() => {
      memory = Math.max(memory, memoryOf(child.pid ?? 0))
    }, 1000)
    const [code] = await once(child, 'exit')
    clearInterval(timer)
    if (code !== 0) throw new Error(`the simulation ended with ${code}`)
    const { signals } = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'))
    return { cases, seconds: (performance.now() - started) / 1000, memory, signals: signals.delivered }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Resident memory of a process and all that it started, in MB, as Linux tells it; 0 elsewhere. */
function memoryOf(root: number): number {
  const children = new Map<number, number[]>()
  const pages = new Map<number, number>()
  try {
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      const parent = Number(fields[1])
      children.set(parent, [...(children.get(parent) ?? []), Number(name)])
      pages.set(Number(name), Number(fields[21]))
    }
  } catch {
    return 0
  }
  const sum = (pid: number): number =>
    (pages.get(pid) ?? 0) + (children.get(pid) ?? []).reduce((total, child) => total + sum(child), 0)
  return Math.round((sum(root) * 4096) / 1_048_576)
}

const cases = Number(process.argv[2] ?? 1000)
const half = await measure(Math.ceil(cases / 2))
const whole = await measure(cases)
const row = (label: string, a: number, b: number) =>
  `${label.padEnd(18)}${a.toFixed(0).padStart(10)}${b.toFixed(0).padStart(10)}${(b / Math.max(a, 1e-9)).toFixed(2).padStart(8)}`
process.stdout.write(
  `\n${''.padEnd(18)}${'half'.padStart(10)}${'whole'.padStart(10)}${'ratio'.padStart(8)}\n${[
    row('cases', half.cases, whole.cases),
    row('seconds', half.seconds, whole.seconds),
    row('memory, MB', half.memory, whole.memory),
    row('signals', half.signals, whole.signals),
    row('ms a case', (half.seconds * 1000) / half.cases, (whole.seconds * 1000) / whole.cases),
  ].join('\n')}\n`,
)
