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

const staffView = ({ summary, sections }: StaffLetter): View => ({
  summary,
  sections: sections.map(({ heading, intro, lines, more }) => ({
    heading,
    intro,
    lines: lines.map(({ about, text }) => ({ about, text })),
    more,
  })),
})
