import type { CaseLog, CaseSummary } from '../contracts/ports.ts'
import type { RenterStore } from '../contracts/renters.ts'

/** The cases of a renter at every client, ended ones too, the newest first. */
export async function casesOfRenter(
  ports: { readonly log: Pick<CaseLog, 'summariesOf'>; readonly renters: Pick<RenterStore, 'all'> },
  renter: string,
): Promise<CaseSummary[]> {
  const records = await ports.renters.all(renter)
  const ids = records.flatMap(({ caseId, earlierCases = [] }) => [
    ...earlierCases,
    ...(caseId === null ? [] : [caseId]),
  ])
  return (await ports.log.summariesOf(ids)).sort((a, b) => (orderOf(a) > orderOf(b) ? -1 : 1))
}

const orderOf = ({ openedOn, caseId }: CaseSummary): string => `${openedOn} ${caseId}`
