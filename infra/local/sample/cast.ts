import type { ClientId } from './landscape.ts'

// Who may play in a story, and when it may begin so that it ends within the five months.

export const ANYONE: readonly ClientId[] = ['BELEGGER-A', 'BELEGGER-B', 'BELEGGER-C', 'BELEGGER-D', 'BELEGGER-E']
/** With a mandate all the time. */
export const MANDATED: readonly ClientId[] = ['BELEGGER-A', 'BELEGGER-B', 'BELEGGER-E']
/** Of these there is a book in the first days of the month (see books.ts). */
export const EXPORTED_EARLY: readonly ClientId[] = ['BELEGGER-A', 'BELEGGER-B', 'BELEGGER-E']
/** With a mandate all the time, and handing over only after the answer period. */
export const DELIVERABLE: readonly ClientId[] = ['BELEGGER-A', 'BELEGGER-E']

export const JANUARY = ['2026-01-01'] as const
export const EARLY = ['2026-01-01', '2026-02-01'] as const
export const THREE_MONTHS = ['2026-01-01', '2026-02-01', '2026-03-01'] as const
export const FOUR_MONTHS = ['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01'] as const
export const ANY_MONTH = ['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01'] as const
