const MB = 1024 * 1024

/**
 * How much of an export is read before it is refused. Sizes are in bytes, lengths in characters.
 *
 * A book of 100,000 claims is about 20 MB as CSV, and as XLSX about 8 MB that unpacks to 80 MB. The defaults leave two
 * to three times that room, and keep a reader below 300 MB of memory: the file as it came is held (`csvBytes`,
 * `xlsxBytes`), the texts that cells share are held (`sharedTextBytes`), and a sheet is only ever passed through.
 */
export interface Limits {
  readonly csvBytes: number
  readonly xlsxBytes: number
  /** Everything that is unpacked from one workbook, counted while it comes out, whatever the workbook says of itself. */
  readonly inflatedBytes: number
  /** The part of a workbook that holds the texts of its cells. */
  readonly sharedTextBytes: number
  readonly rows: number
  readonly columns: number
  readonly cellLength: number
}

export const defaultLimits: Limits = {
  csvBytes: 100 * MB,
  xlsxBytes: 25 * MB,
  inflatedBytes: 300 * MB,
  sharedTextBytes: 64 * MB,
  rows: 250_000,
  columns: 200,
  cellLength: 2_000,
}

/** A size as a person reads it, in whole megabytes. */
export function megabytes(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / MB))} MB`
}
