import type { Remark } from '../../shared/contracts/import.ts'
import { ownerKey } from '../../shared/domain/renter-number.ts'

/** An open case, as far as the guard looks at it. */
export interface OpenCase {
  readonly client: string
  readonly renter: string
}

export interface Book {
  /** The clients that the file names. */
  readonly clients: ReadonlySet<string>
  /** It holds no claim at all. */
  readonly empty: boolean
  /** Who owes according to the file, as `client renter`. */
  readonly owing: ReadonlySet<string>
}

/** Closing more than this share, and more than this number, of the open cases looks like a file that was cut short. */
const SHARE = 0.2
const NUMBER = 10
/** That all of one or two open cases were paid at once is ordinary; of three or more it is not. */
const FEW = 3

/** Why a book looks wrong, in Dutch; none when it does not (invariant 7). `open` are the open cases of every client. */
export function suspicions(book: Book, open: readonly OpenCase[]): Remark[] {
  const remarks: Remark[] = []
  const about = (message: string) => remarks.push({ row: null, field: 'Opdrachtgever', message })
  const named = open.filter(({ client }) => book.clients.has(client))
  const closing = named.filter(({ client, renter }) => !book.owing.has(ownerKey(client, renter)))
  if (closing.length > NUMBER && closing.length > named.length * SHARE)
    remarks.push({
      row: null,
      field: null,
      message: `Dit bestand zou ${closing.length} van de ${named.length} open dossiers sluiten. Controleer of het bestand volledig is.`,
    })
  for (const client of book.clients) {
    const own = named.filter((each) => each.client === client)
    if (own.length >= FEW && own.every((each) => closing.includes(each)))
      about(
        `Geen van de ${own.length} open dossiers van ${client} staat in dit bestand. Controleer of het bestand volledig is.`,
      )
  }
  if (book.empty && open.length > 0)
    about(
      'Dit bestand bevat geen enkele vordering, terwijl er open dossiers zijn. Controleer of het bestand volledig is.',
    )
  return remarks
}
