import { z } from 'zod'
import { lineOfText } from '../../contracts/fields.ts'
import { FIELDS, type Field } from './fields.ts'

const titleSchema = lineOfText(200)

/** Columns of ages; reports have four or five. */
export const MAX_AGES = 12

const mappedFileSchema = z.strictObject({
  /**
   * What the file's name holds behind the date. Null: any name, which only a file that names the client itself may
   * have.
   */
  name: lineOfText(80).nullable(),
  /** Which of our fields stands under which title. */
  columns: z.partialRecord(z.enum(FIELDS), titleSchema),
  /** Columns of amounts by age; `fromDays` null is not yet due. */
  ageing: z
    .array(z.strictObject({ column: titleSchema, fromDays: z.int().min(0).max(3660).nullable() }))
    .max(MAX_AGES)
    .default([]),
  /** Each column whose title is a month (`maart 2026`) holds what is open of it. */
  months: z.literal(true).optional(),
})
export type MappedFile = z.infer<typeof mappedFileSchema>

const STATED = ['Opdrachtgever', 'Soort huurder', 'Soort eenheid', 'Soort vordering', 'Aanmaanblokkade'] as const
/** What the file may say in words of its own. */
export type Stated = (typeof STATED)[number]

/**
 * How the exports of one source (a client's ERP) are read; kept as `<source>.mapping.json`. It counts once a person
 * confirmed it. The first file holds the amounts, the others are joined to it on the renter's number.
 */
export const mappingSchema = z.strictObject({
  source: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'gebruik kleine letters, cijfers en streepjes'),
  /** Who looked at it; null until then. */
  confirmedBy: lineOfText(120).nullable(),
  /** A line a claim; a balance a renter; or, as in the file of RIS Matching, a number of months and an amount. */
  shape: z.enum(['claims', 'balance', 'months']),
  /** What the file does not say, since it is the same for every row. */
  constants: z.partialRecord(z.enum(STATED), lineOfText(120)).default({}),
  /** What the words of this ERP mean, such as `"Opdrachtgever": { "Fonds Oost": "BELEGGER-A" }`. */
  values: z.partialRecord(z.enum(STATED), z.record(z.string(), lineOfText(120))).default({}),
  /**
   * When a claim falls due, if the file does not say: the first of its period; the first of the month on or after its
   * date (rent falls due on the first); or so many days after its date.
   */
  due: z.discriminatedUnion('rule', [
    z.strictObject({ rule: z.enum(['column', 'period', 'first-of-month']) }),
    z.strictObject({ rule: z.literal('days-after'), days: z.int().min(0).max(90) }),
  ]),
  /**
   * What stands first in dates such as `01/03/2026`. Left out: what the dates of a file show. Null: they show neither,
   * and a person must say it.
   */
  dates: z.enum(['day-first', 'month-first']).nullable().optional(),
  /** The sign of what a renter owes. */
  owedIs: z.enum(['positive', 'negative']).default('positive'),
  /** Whether a lone `-` in a column of amounts is nothing; if not, it is a fault. */
  dashIsZero: z.boolean().default(false),
  files: z.array(mappedFileSchema).min(1).max(5),
})

export type Mapping = z.infer<typeof mappingSchema>

export const mainFile = (mapping: Mapping): MappedFile => {
  const [main] = mapping.files
  if (!main) throw new RangeError('a mapping without files')
  return main
}

/** What a mapping still lacks, in Dutch; only one without gaps can be confirmed. */
export function gapsOf(mapping: Mapping): string[] {
  const main = mainFile(mapping)
  const has = (field: Field) => mapping.files.some(({ columns }) => columns[field] !== undefined)
  const inMain = (field: Field) => main.columns[field] !== undefined
  const gaps: string[] = []
  if (!has('Opdrachtgever') && mapping.constants.Opdrachtgever === undefined)
    gaps.push('Vul bij constants de Opdrachtgever in, of geef --client: geen kolom noemt die.')
  if (!inMain('Opdrachtgever') && main.name === null)
    gaps.push(
      'Vul bij files[0] een name in, een deel van de bestandsnaam achter de datum: zonder kolom Opdrachtgever wordt het bestand daaraan herkend.',
    )
  if (!has('Naam') && !has('Achternaam')) gaps.push('Geen kolom bevat de naam van de huurder.')
  const byContract = mapping.files.some(
    ({ columns }) => columns.Contractnummer !== undefined && columns.Debiteurnummer !== undefined,
  )
  if (mapping.shape !== 'months' && !inMain('Debiteurnummer') && !(inMain('Contractnummer') && byContract))
    gaps.push('Geen kolom bevat het debiteurnummer.')
  if (!hasAmount(main)) gaps.push('Geen kolom bevat het openstaande bedrag.')
  if (mapping.shape === 'months' && !inMain('Aantal maanden achterstand'))
    gaps.push('Geen kolom bevat het aantal maanden achterstand.')
  if (mapping.shape === 'claims') gaps.push(...dueGaps(mapping, inMain))
  if (mapping.dates === null)
    gaps.push(
      'Van de datums is niet te zien of de dag voorop staat of de maand. Zet bij dates "day-first" of "month-first".',
    )
  for (const [index, side] of mapping.files.entries()) {
    if (mapping.files.length > 1 && side.name === null)
      gaps.push(`Vul bij files[${index}] een name in: bestanden die bij elkaar horen worden aan hun naam herkend.`)
    if (index > 0 && side.columns.Debiteurnummer === undefined)
      gaps.push(`Bij files[${index}] staat het debiteurnummer niet, waarop de bestanden aan elkaar worden gekoppeld.`)
  }
  if (!has('Soort eenheid') && mapping.constants['Soort eenheid'] === undefined)
    gaps.push('Vul bij constants de Soort eenheid in (woning of overig): geen kolom noemt die.')
  return gaps
}

export const hasAmount = ({ columns, ageing, months }: MappedFile): boolean =>
  ageing.length > 0 ||
  months === true ||
  [columns.Openstaand, columns.Achterstand, columns.Saldo, columns.Debet, columns.Bedrag].some(
    (found) => found !== undefined,
  )

function dueGaps({ due }: Mapping, inMain: (field: Field) => boolean): string[] {
  const needed = {
    column: 'Vervaldatum',
    period: 'Periode',
    'first-of-month': 'Factuurdatum',
    'days-after': 'Factuurdatum',
  } as const
  const field = needed[due.rule]
  return inMain(field) ? [] : [`Voor de vervaldatum is de kolom ${field} nodig, en die is er niet.`]
}
