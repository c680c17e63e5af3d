import type { Completeness, LogFault, Uncovered } from '../../../shared/domain/completeness.ts'
import type { ChangedNames } from './claims.ts'

/** What is wrong with a log, as people read it. */
export function sentenceOf(fault: LogFault): string {
  switch (fault.fault) {
    case 'chain-broken':
      return `Dossier ${fault.caseId}: de keten klopt niet vanaf gebeurtenis ${fault.seq}.`
    case 'event-changed':
      return `Dossier ${fault.caseId}: gebeurtenis ${fault.seq} is niet wat in het anker van ${fault.day} staat${
        fault.after === fault.seq - 1
          ? ''
          : `; de wijziging zit in gebeurtenis ${fault.after + 1} tot en met ${fault.seq}`
      }.`
    case 'tail-cut':
      return `Dossier ${fault.caseId}: eindigt bij gebeurtenis ${fault.seq}, maar in het anker van ${fault.day} waren er ${fault.anchored}.`
    case 'case-missing':
      return `Dossier ${fault.caseId}: ontbreekt, en staat in het anker van ${fault.day}.`
    case 'not-anchored':
      return `Dossier ${fault.caseId}: gebeurtenis ${fault.seq} van ${fault.day} staat in geen anker; zij is er later bij gezet.`
    case 'anchors-gone-before':
      return `Het anker van ${fault.day} volgt op een ander, maar de ankers daarvoor ontbreken.`
    case 'anchor-missing':
      return `Het anker van ${fault.day} ontbreekt.`
    case 'anchor-changed':
      return `Het anker van ${fault.day} is gewijzigd: het anker erna hoort bij een ander.`
    case 'anchors-end':
      return fault.last === null
        ? `Er is geen enkel anker, terwijl het log loopt tot ${fault.newest}: de ankers zijn weg of niet gemaakt.`
        : `Het laatste anker is van ${fault.last}, terwijl het log loopt tot ${fault.newest}: de ankers daarna zijn weg of niet gemaakt.`
  }
}

/** How many cases are named of those that no anchor covers yet. */
const NAMED = 20

/** What is proved of a log without faults, a line each. */
export function conclusionOf({ until, earlier, later }: Completeness): string[] {
  if (until === null) return ['Er is nog geen anker: dat niets ontbreekt, is niet bewezen.']
  return [
    `Volledig tot en met ${until}: van wat tot dan gebeurde, is niets gewijzigd en ontbreekt niets.`,
    ...listed('Van vóór het eerste anker, en dus niet bewezen', earlier),
    ...listed('Nog niet verankerd, en dus nog niet bewezen', later),
  ]
}

function listed(title: string, parts: readonly Uncovered[]): string[] {
  if (parts.length === 0) return []
  const events = parts.reduce((sum, { from, until }) => sum + until - from + 1, 0)
  const named = parts.slice(0, NAMED).map(({ caseId, from, until }) => {
    const places = from === until ? `gebeurtenis ${from}` : `gebeurtenis ${from} tot en met ${until}`
    return `  dossier ${caseId}: ${places}`
  })
  const rest = parts.length > NAMED ? [`  en nog ${parts.length - NAMED} dossiers`] : []
  return [`${title}: ${events} gebeurtenissen in ${parts.length} dossiers.`, ...named, ...rest]
}

/** Of claims whose names in the renter's record changed since. */
export const changedNames = ({ caseId, seq }: ChangedNames): string =>
  `Dossier ${caseId}: de omschrijving van een vordering is veranderd na gebeurtenis ${seq}.`
