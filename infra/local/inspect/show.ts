import { NOT_EVEN } from '../../../shared/erp/mapping/balance.ts'
import { originalOnly } from '../../../shared/erp/mapping/complete.ts'
import { gapsOf, type Mapping, mainFile } from '../../../shared/erp/mapping/mapping.ts'
import { monthOf } from '../../../shared/erp/mapping/months.ts'
import { unreadTitles } from '../../../shared/erp/unread-titles.ts'
import type { Inspection } from './inspect.ts'

const SHOWN = 10

const SHAPES = {
  claims: 'een regel per vordering',
  balance: 'een saldo per huurder',
  months: 'een aantal maanden en een bedrag per huurder (indeling van RIS Matching)',
} as const

const DUE = {
  column: 'de kolom met de vervaldatum',
  period: 'de eerste dag van de periode',
  'first-of-month': 'de eerste van de maand op of na de datum van de vordering',
} as const

const euros = (cents: number): string =>
  `€ ${(cents / 100).toLocaleString('nl-NL', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`

const line = (label: string, text: string): string => `  ${label.padEnd(28)}${text}`

/** What was recognised, what was read by it, and what is wrong: for the person who is to confirm the mapping. */
export function show(inspection: Inspection): string {
  const { mapping, files, rows, claims, renters, openCents, creditCents, items } = inspection
  const of = (kind: 'error' | 'warning' | 'note') => items.filter((item) => item.kind === kind)
  return [
    ...files.map(({ fileName, layout }) => `${fileName}: titels in rij ${layout.row.row}`),
    ...(mapping ? mappingLines(mapping) : ['Dit is de bekende indeling; een koppeling is niet nodig.']),
    ...files.flatMap((file) => {
      const unused = unreadTitles(file)
      return unused.length === 0 ? [] : [line('niet gebruikt', `${unused.join(', ')}  (${file.fileName})`)]
    }),
    'Controletotalen',
    line('rijen', String(rows)),
    line(
      'vorderingen',
      `${claims.length}, waarvan ${claims.filter(({ openCents }) => openCents === 0).length} voldaan`,
    ),
    line('huurders met iets open', String(renters)),
    line('open', euros(openCents)),
    ...(creditCents > 0 ? [line('waarin afgetrokken', `${euros(creditCents)} aan tegoeden en vooruitbetalingen`)] : []),
    ...listed('Fouten', of('error')),
    ...listed('Let op', [...of('note'), ...of('warning')]),
  ].join('\n')
}

function mappingLines(mapping: Mapping): string[] {
  const due =
    mapping.due.rule === 'days-after' ? `${mapping.due.days} dagen na de datum van de vordering` : DUE[mapping.due.rule]
  return [
    `Koppeling ${mapping.source}: ${SHAPES[mapping.shape]}`,
    ...mapping.files.flatMap((file) => [
      ...(file.name === null ? [] : [line('bestandsnaam bevat', file.name)]),
      ...Object.entries(file.columns).map(([field, column]) => line(field, `kolom "${column}"`)),
      ...file.ageing.map(({ column, fromDays }) =>
        line('Openstaand', `kolom "${column}": ${agedAs(file.months && monthOf(column) !== undefined, fromDays)}`),
      ),
    ]),
    ...Object.entries(mapping.constants).map(([field, value]) => line(field, `altijd "${value}"`)),
    ...(usesNames(mapping)
      ? [line('Soort huurder', 'rechtspersoon bij B.V., stichting en dergelijke in de naam')]
      : []),
    ...(mapping.shape === 'claims' ? [line('Vervaldatum is', due)] : []),
    ...(mapping.dates ? [line('datums', mapping.dates === 'month-first' ? 'mm/dd/jjjj' : 'dd/mm/jjjj')] : []),
    ...(mapping.owedIs === 'negative' ? [line('teken', 'een negatief bedrag is schuld')] : []),
    ...(mapping.dashIsZero ? [line('"-" als bedrag', 'is 0,00')] : []),
  ]
}

const agedAs = (month: boolean | undefined, fromDays: number | null): string =>
  month ? 'de huur van die maand' : fromDays === null ? 'nog niet vervallen' : `vanaf ${fromDays} dagen`

const usesNames = ({ files, constants }: Mapping): boolean =>
  constants['Soort huurder'] === undefined && files.every(({ columns }) => columns['Soort huurder'] === undefined)

function listed(title: string, items: readonly Inspection['items'][number][]): string[] {
  if (items.length === 0) return []
  const shown = items.slice(0, SHOWN).map(({ row, field, message }) => {
    const where = [row === null ? '' : `rij ${row}`, field === null ? '' : `kolom ${field}`].filter(Boolean).join(', ')
    return `  ${where === '' ? '' : `${where}: `}${message}`
  })
  const more = items.length > SHOWN ? [`  … en nog ${items.length - SHOWN}`] : []
  return [`${title} (${items.length})`, ...shown, ...more]
}

/** What is to be done next. @param command that was typed, without what confirms */
export function nextStep(mapping: Mapping, path: string, command: string, inspection: Inspection | null): string {
  const gaps = missing(mapping)
  if (gaps.length > 0)
    return [
      `De koppeling staat in ${path}, en mist nog:`,
      ...gaps.map((gap) => `  ${gap}`),
      ...unrecognised(inspection),
    ].join('\n')
  if (mapping.confirmedBy !== null)
    return `De koppeling staat in ${path}, bevestigd door ${mapping.confirmedBy}. Lever haar aan naast de exports.`
  const items = inspection?.items ?? []
  const uneven = items.filter(({ message }) => NOT_EVEN.some((each) => message.startsWith(each)))
  if (uneven.length > 0)
    return [
      `De koppeling staat in ${path}. In ${uneven.length === 1 ? 'één rij' : `${uneven.length} rijen`} tellen de gelezen kolommen niet op tot het eigen totaal: er ontbreekt een kolom, of er is een verkeerde gelezen. Verbeter de koppeling, en bekijk het bestand opnieuw.`,
      ...unrecognised(inspection),
    ].join('\n')
  const errors = items.filter(({ kind }) => kind === 'error').length
  if (errors > 0)
    return [
      `De koppeling staat in ${path}. Er zijn nog fouten in ${errors === 1 ? 'één rij' : `${errors} rijen`}: kijk of een kolom verkeerd is gelezen. Klopt de koppeling toch? Bevestig haar: ${command} --confirm NAAM`,
      ...unrecognised(inspection),
    ].join('\n')
  return `De koppeling staat in ${path}. Klopt alles? Bevestig haar: ${command} --confirm NAAM`
}

/** What keeps a mapping from being confirmed. */
export const missing = (mapping: Mapping): string[] => {
  const original = originalOnly(mainFile(mapping))
  return original === null ? gapsOf(mapping) : [...gapsOf(mapping), original]
}

function unrecognised(inspection: Inspection | null): string[] {
  const titles = inspection?.files.flatMap(unreadTitles) ?? []
  const [first] = titles
  return first === undefined
    ? []
    : [
        `Niet herkend: ${titles.join(', ')}. Is daar een kolom bij die nodig is? Zet haar in de koppeling bij columns, zoals "Debiteurnummer": "${first}" (de velden staan in shared/erp/README.md), en bekijk het bestand opnieuw.`,
      ]
}
