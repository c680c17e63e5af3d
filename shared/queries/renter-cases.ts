import type { CaseLog, CaseSummary } from '../contracts/ports.ts'
import type { RenterRecord, RenterStore } from '../contracts/renters.ts'

/** The cases of a renter at every client, ended ones too, the newest first. */
export async function casesOfRenter(
  ports: { readonly log: Pick<CaseLog, 'summariesOf'>; readonly renters: Pick<RenterStore, 'all'> },
  renter: string,
): Promise<CaseSummary[]> {
  const records = await ports.renters.all(renter)
  return (await ports.log.summariesOf(records.flatMap(casesOf))).sort(newestFirst)
}

/** The cases of a renter at one client, ended ones too, the oldest first. */
export const casesOf = ({ caseId, earlierCases = [] }: Pick<RenterRecord, 'caseId' | 'earlierCases'>): string[] => [
  ...earlierCases,
  ...(caseId === null ? [] : [caseId]),
]

export const newestFirst = (a: CaseSummary, b: CaseSummary): number => (orderOf(a) > orderOf(b) ? -1 : 1)

const orderOf = ({ openedOn, caseId }: CaseSummary): string => `${openedOn} ${caseId}`
