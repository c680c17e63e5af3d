/**
 * A row that cannot be written to a portal file. The caller can hold that one case and write the others.
 * The message is for staff, in Dutch, and holds no value of a person. `row` counts from 0, over the rows handed in.
 */
export class PortalFileError extends Error {
  override readonly name = 'PortalFileError'
  readonly row: number
  readonly field: string

  constructor(row: number, field: string, problem: string) {
    super(`Signaal ${row + 1}, ${field}: ${problem}`)
    this.row = row
    this.field = field
  }
}
