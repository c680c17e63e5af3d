import type { CaseSummary } from '../contracts/ports.ts'
import type { Client } from '../contracts/registers.ts'
import type { IsoDate } from '../domain/calendar.ts'

/** What a matter is about: what a page leads to from it. Each is left out where it is about none. */
export interface Subject {
  readonly caseId?: string
  readonly question?: string
  readonly file?: string
  readonly client?: string
}

/** Something that people must know or do: a line of the morning mail, and of the console's first page. */
export interface Matter {
  readonly of: Subject
  /** The first words of the line. */
  readonly about: string
  /** What there is, and the step that resolves it. */
  readonly full: string
  /** A few words for a morning on which the line stood in the last mail too; null where it stands in full each time. */
  readonly short: string | null
  /** Since when it waits; null where nobody counts. */
  readonly since: IsoDate | null
  /** It is news, and asks nothing: it is told once. */
  readonly isNews?: boolean
}

/** Matters of one kind, the most urgent first. */
export interface Section {
  readonly heading: string
  readonly intro: string | null
  readonly matters: readonly Matter[]
  /** So many are listed. */
  readonly most: number
}

/**
 * So many lines stand in a section of a mail; of the rest it says how many there are. They come along the next days.
 */
export const MOST = 500

export const section = (heading: string, intro: string | null, matters: readonly Matter[], most = MOST): Section => ({
  heading,
  intro,
  matters,
  most,
})

export const aboutCase = ({ caseId, renter }: Pick<CaseSummary, 'caseId' | 'renter'>, { name }: Pick<Client, 'name'>) =>
  `Dossier ${caseId}, debiteur ${renter} (${name})`
