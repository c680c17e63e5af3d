/** One column of the signal file, as RIS Matching names and orders it. */
export interface SignalColumn {
  readonly title: string
  readonly field: string
  readonly mandatory: boolean
  readonly type: 'text' | 'number' | 'money'
}

/**
 * The eleven columns of a signal, in the order of RIS Matching (work instruction, step 3). Nothing more may be shared.
 * House number and postcode are text, as the work instruction says.
 */
export const SIGNAL_COLUMNS = [
  { title: 'Achternaam', field: 'surname', mandatory: true, type: 'text' },
  { title: 'Voorletters', field: 'initials', mandatory: false, type: 'text' },
  { title: 'Straatnaam', field: 'street', mandatory: false, type: 'text' },
  { title: 'Huisnummer', field: 'houseNumber', mandatory: true, type: 'text' },
  { title: 'Huisnummer toevoeging', field: 'houseNumberAddition', mandatory: false, type: 'text' },
  { title: 'Postcode', field: 'postcode', mandatory: true, type: 'text' },
  { title: 'Woonplaats', field: 'city', mandatory: false, type: 'text' },
  { title: 'Telefoonnummer 1', field: 'phone', mandatory: false, type: 'text' },
  { title: 'E-Mailadres', field: 'email', mandatory: false, type: 'text' },
  { title: 'Aantal maanden achterstand', field: 'monthsInArrears', mandatory: true, type: 'number' },
  { title: 'Bedrag achterstand', field: 'amountCents', mandatory: true, type: 'money' },
] as const satisfies readonly SignalColumn[]

type Columns = (typeof SIGNAL_COLUMNS)[number]
type OptionalColumn = Extract<Columns, { mandatory: false }>

/** The name of a field in a `SignalRow`. */
export type SignalField = Columns['field']

/** The title of a column that a client may, or may not, allow to be shared (`R2`). */
export type OptionalTitle = OptionalColumn['title']

const isOptional = (column: Columns): column is OptionalColumn => !column.mandatory

/** The columns that leave only when the client allows it (`R2`). */
export const OPTIONAL_COLUMNS: readonly OptionalColumn[] = SIGNAL_COLUMNS.filter(isOptional)

/** The columns without which a signal is not valid (`G8`). */
export const MANDATORY_COLUMNS = SIGNAL_COLUMNS.filter((column) => column.mandatory)
