const MB = 1024 * 1024

/**
 * How much of an export is read before it is refused. Sizes are in bytes, lengths in characters.
 *
 * A book of 100,000 claims is about 20 MB as CSV, and as XLSX about 11 MB that unpacks to 85 MB. The defaults leave two
 * to five times that room. What is held at once: the file as it came, the texts that cells share, and per claim the few
 * values by which lines are compared; a sheet is only passed through. Measured for 100,000 claims with Node's own idea
 * of when to tidy up, the process takes 130 MB for CSV and 330 MB for XLSX.
 */
export interface Limits {
  readonly csvBytes: number
  readonly xlsxBytes: number
  /**
   * Everything that is unpacked from one workbook, counted while it comes out, whatever the workbook says of itself.
   */
  readonly inflatedBytes: number
  /** The part of a workbook that holds the texts of its cells. */
  readonly sharedTextBytes: number
  readonly rows: number
  readonly columns: number
  readonly cellLength: number
}

export const DEFAULT_LIMITS: Limits = {
  csvBytes: 100 * MB,
  xlsxBytes: 25 * MB,
  inflatedBytes: 300 * MB,
  sharedTextBytes: 64 * MB,
  rows: 250_000,
  columns: 200,
  cellLength: 2_000,
}

/** Rows with anything in them among which the titles are looked for: reports put a few rows of their own above. */
export const HEADER_SEARCH = 50

/** A size as a person reads it, in whole megabytes. */
export function megabytes(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / MB))} MB`
}
