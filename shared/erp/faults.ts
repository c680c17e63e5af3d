/** Where in a file something is wrong: the row as a spreadsheet numbers it, and the title of the column. */
export interface Place {
  readonly row: number | null
  readonly field: string | null
}

const NOWHERE: Place = { row: null, field: null }

/** The file as a whole cannot be used. Raised by the readers inside, which do not know the name of the file. */
export class FileFault extends Error {
  override readonly name = 'FileFault'
  readonly row: number | null
  readonly field: string | null

  /** @param message what is wrong and what to do, in Dutch, without data of a person */
  constructor(message: string, place: Partial<Place> = NOWHERE) {
    super(message)
    this.row = place.row ?? null
    this.field = place.field ?? null
  }
}

/** The layout of a file is not known, or nobody confirmed it. Once somebody did, the same file can be used. */
export class LayoutFault extends FileFault {}

/** The message with its place in front: `boek.csv, rij 1, kolom Postcode: …`. */
export function located(file: string, fault: FileFault): string {
  const row = fault.row === null ? '' : `, rij ${fault.row}`
  const field = fault.field === null ? '' : `, kolom ${fault.field}`
  return `${file}${row}${field}: ${fault.message}`
}

/**
 * An ERP export that cannot be used as a whole. `message` is for the person who delivers the file: Dutch, with the
 * file, the row and the column in it, and without data of a renter. What was read before it was raised counts for
 * nothing (invariant 7).
 */
export class UnusableExport extends Error {
  override readonly name = 'UnusableExport'
  readonly file: string
  readonly row: number | null
  readonly field: string | null
  /** A person can make the file usable without changing it: by confirming how it is laid out. */
  readonly waits: boolean

  constructor(file: string, fault: FileFault) {
    super(located(file, fault))
    this.file = file
    this.row = fault.row
    this.field = fault.field
    this.waits = fault instanceof LayoutFault
  }
}

/** A table of addresses that cannot be used. `message` is Dutch and names the file, the row and the column. */
export class UnusableAddressTable extends Error {
  override readonly name = 'UnusableAddressTable'
  readonly file: string
  readonly row: number | null
  readonly field: string | null

  constructor(file: string, fault: FileFault) {
    super(located(file, fault))
    this.file = file
    this.row = fault.row
    this.field = fault.field
  }
}
