import { dutchDate, euros } from './format.ts'
import type { AgencyLetter, Letter, StaffLetter } from './model.ts'
import { renterView } from './renter-view.ts'
import { addressLine, isOpen, printed, senderView, type View } from './view-parts.ts'

/** The values that a letter's templates see. Each kind has its own. */
export function viewOf(letter: Letter): View {
  switch (letter.kind) {
    case 'reminder':
    case 'demand':
    case 'notice':
    case 'follow-up':
      return renterView(letter)
    case 'staff-daily':
      return { ...senderView(letter), ...staffView(letter) }
    default:
      return agencyView(letter)
  }
}

const ACT_NAMES = {
  reminder: 'Herinnering',
  demand: 'Aanmaning',
  notice: '5-dagen sommatie',
  'follow-up': 'Herinnering latere maanden',
} as const

function agencyView(letter: AgencyLetter): View {
  const { caseId, renterNumber, client, agency } = letter
  return { ...senderView(letter), caseId, renterNumber, client, agency, ...messageView(letter) }
}

function messageView(letter: AgencyLetter): View {
  switch (letter.kind) {
    case 'agency-handover':
      return {
        renter: {
          addressLine: addressLine(letter.renter),
          surname: letter.renter.surname,
          initials: letter.renter.initials,
          phone: letter.renter.phone,
          email: letter.renter.email,
        },
        items: printed(letter.claims.filter(isOpen)),
        total: euros(letter.totalCents),
        lettersSent: letter.lettersSent.map(({ kind, sentOn }) => ({
          name: ACT_NAMES[kind],
          sentOn: dutchDate(sentOn),
        })),
      }
    case 'agency-update': {
      const added = letter.claims.filter((claim) => claim.added).map(({ invoice }) => ({ invoice }))
      return {
        items: printed(letter.claims),
        total: euros(letter.totalCents),
        hasNewItems: added.length > 0,
        newItems: added,
      }
    }
    case 'agency-pause':
      return { ...aboutClaims(letter.claims), pauseUntil: dutchDate(letter.pauseUntil) }
    case 'agency-resume':
    case 'agency-stop':
      return aboutClaims(letter.claims)
  }
}

/** What the agency has, also where it is paid by now. */
const aboutClaims = (claims: Parameters<typeof printed>[0]): View => ({
  hasItems: claims.length > 0,
  items: printed(claims),
})

function staffView({ tasks, moreTasks, questions, overdue, moreOverdue }: StaffLetter): View {
  return {
    taskCount: tasks.length + moreTasks,
    hasTasks: tasks.length > 0,
    tasks: tasks.map(({ caseId, renter, client, totalCents, months, contactBefore }) => ({
      task: caseId,
      renterNumber: renter,
      clientName: client.name,
      amount: euros(totalCents),
      months,
      contactBefore: dutchDate(contactBefore),
    })),
    moreTasks,
    questionCount: questions.length,
    hasQuestions: questions.length > 0,
    questions: questions.map(({ caseId, renter, question }) => ({ about: questioned(caseId, renter), question })),
    overdueCount: overdue.length + moreOverdue,
    hasOverdue: overdue.length > 0,
    overdue: overdue.map(({ caseId, renter, client, municipality, answerBy }) => ({
      case: caseId,
      renterNumber: renter,
      clientName: client.name,
      municipality: `gemeente ${municipality}`,
      answerBy: dutchDate(answerBy),
    })),
    moreOverdue,
  }
}

/** What a question is about, as the first words of a line. */
function questioned(caseId: string | null, renter: string | null): string {
  const parts = [caseId === null ? null : `dossier ${caseId}`, renter === null ? null : `debiteur ${renter}`]
  const known = parts.filter((part) => part !== null).join(', ')
  return known === '' ? 'Zonder dossier' : known.charAt(0).toUpperCase() + known.slice(1)
}
