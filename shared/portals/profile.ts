import { z } from 'zod'
import { portalSchema } from '../contracts/portals.ts'
import { SIGNAL_COLUMNS, type SignalField } from './columns.ts'

/**
 * `fileDate` is the date on which the file is written, in the profile's `dateFormat`. It is the only source outside the
 * row. `reference` is the number by which the portal itself knows a signal, in a withdrawal (S4).
 */
const SOURCES = [...SIGNAL_COLUMNS.map((column) => column.field), 'reference', 'fileDate'] as const
type Source = SignalField | 'reference' | 'fileDate'

const WITHDRAWAL_SOURCES: readonly Source[] = [
  'postcode',
  'houseNumber',
  'houseNumberAddition',
  'reference',
  'fileDate',
]

const typesOf = (source: Source): readonly string[] => {
  if (source === 'monthsInArrears') return ['number']
  if (source === 'amountCents') return ['money']
  if (source === 'fileDate') return ['date']
  return source === 'houseNumber' ? ['text', 'number'] : ['text']
}

const profileColumnSchema = z
  .strictObject({
    title: z.string().min(1),
    source: z.enum(SOURCES),
    type: z.enum(['text', 'number', 'money', 'date']),
  })
  .refine(({ source, type }) => typesOf(source).includes(type), {
    path: ['type'],
    error: ({ input }) => {
      const { source } = input as { source: Source }
      return `voor ${source} kan dit alleen ${typesOf(source).join(' of ')} zijn`
    },
  })

const common = {
  name: z.string().regex(/^[a-z0-9-]+$/),
  version: z.string().min(1),
  /** Whom a person has to ask before this profile is used for real, and what; left out when nothing is open. */
  confirm: z.string().min(1).optional(),
  kind: z.enum(['signals', 'withdrawals']),
  portal: portalSchema,
  /** `{date}` and `{part}` are both needed: a file is written once and never overwritten (`S2`). */
  fileName: z.string().regex(/^[A-Za-z0-9_-]*\{date\}[A-Za-z0-9_-]*\{part\}[A-Za-z0-9_-]*$/, {
    error: 'moet {date} en daarna {part} bevatten, met verder alleen letters, cijfers, - en _',
  }),
  dateFormat: z.enum(['yyyy-MM-dd', 'yyyyMMdd', 'dd-MM-yyyy', 'ddMMyyyy']),
  columns: z.array(profileColumnSchema).min(1),
}

const xlsxProfileSchema = z.strictObject({
  ...common,
  fileType: z.literal('xlsx'),
  sheetName: z.string().regex(/^[^'[\]:*?/\\]{1,31}$/),
})

const csvProfileSchema = z.strictObject({
  ...common,
  fileType: z.literal('csv'),
  separator: z.enum([';', ',', '\t']),
  decimalMark: z.enum([',', '.']),
  encoding: z.enum(['utf-8', 'utf-8-bom', 'windows-1252']),
  lineEnd: z.enum(['\r\n', '\n']),
  quote: z.enum(['always', 'when-needed']),
})

/**
 * How a portal wants its file: data, not code, since portals hand out their exact format after the contract (`S3`).
 * A profile can lay out the fields of a signal, and has no way to add anything else of a person.
 */
export const formatProfileSchema = z
  .discriminatedUnion('fileType', [xlsxProfileSchema, csvProfileSchema])
  .superRefine(({ kind, columns }, context) => {
    const problem = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
    for (const [index, { title, source }] of columns.entries()) {
      if (columns.findIndex((other) => other.title === title) < index)
        problem(['columns', index, 'title'], `staat er twee keer: ${title}`)
      if (kind === 'withdrawals' && !WITHDRAWAL_SOURCES.includes(source))
        problem(['columns', index, 'source'], `hoort niet in een intrekking: ${source}`)
      if (kind === 'signals' && source === 'reference')
        problem(['columns', index, 'source'], `hoort niet in een signaal: ${source}`)
    }
    if (columns.some(({ source }) => source === 'reference')) return
    const needed = SIGNAL_COLUMNS.filter(
      ({ field, mandatory }) => mandatory && (kind === 'signals' || WITHDRAWAL_SOURCES.includes(field)),
    )
    for (const { field } of needed) {
      if (!columns.some(({ source }) => source === field)) problem(['columns'], `verplicht gegeven ontbreekt: ${field}`)
    }
  })
export type FormatProfile = z.infer<typeof formatProfileSchema>
export type XlsxProfile = z.infer<typeof xlsxProfileSchema>
export type CsvProfile = z.infer<typeof csvProfileSchema>
export type ProfileColumn = z.infer<typeof profileColumnSchema>

/**
 * Reads a format profile. `file` is the name that the error gives, so that the reader knows where to look.
 *
 * @throws Error in Dutch that names the file and every field that is wrong
 */
export function parseProfile(value: unknown, file: string): FormatProfile {
  const result = formatProfileSchema.safeParse(value, { error: z.locales.nl().localeError })
  if (result.success) return result.data
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'profiel'}: ${message}`)
  throw new Error(`${file} is geen geldig formaatprofiel: ${problems.join('; ')}`)
}
