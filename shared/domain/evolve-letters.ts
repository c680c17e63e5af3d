import { dateOf } from './calendar.ts'
import type { ContactKind } from './closed-lists.ts'
import type { Letter, SentToRenter, StoredEvent } from './event.ts'
import type { CaseState, SentLetter } from './state.ts'

// What a letter, and an effort at personal contact, make of the state (C6, C10, C14).

type Left = SentToRenter & { readonly at: string; readonly claims: readonly number[] }

const letter = (act: Letter, event: Left, before: readonly SentLetter[]): SentLetter => ({
  act,
  reservation: event.reservation,
  channel: event.channel,
  document: event.document,
  sha256: event.sha256,
  messageId: event.messageId,
  receivedOn: event.receivedOn,
  debtHelp: event.debtHelp,
  offer: event.offer,
  ...(event.shared && { shared: event.shared }),
  claims: event.claims,
  on: dateOf(event.at),
  first: event.claims.some((number) => !before.some(({ claims }) => claims.includes(number))),
})

/** A letter left. */
export const sent = (state: CaseState, act: Letter, event: Left): Partial<CaseState> => ({
  letters: [...state.letters, letter(act, event, state.letters)],
  returned: toldIn(state.returned, event),
  reservation: null,
})

/** The letter that bounced went by post: it takes its own place, with the day on which the renter has it (C5). */
export function posted({ letters, toPost, returned }: CaseState, act: Letter, event: Left): Partial<CaseState> {
  const place = letters.findLastIndex(
    (each) => each.act === act && (!toPost || each.reservation === toPost.reservation),
  )
  const before = letters.filter((_, index) => index !== place)
  const first = letters[place]?.first ?? true
  return {
    letters: [...before, { ...letter(act, event, before), first }],
    returned: toldIn(returned, event),
    reservation: null,
    toPost: null,
  }
}

const toldIn = (returned: CaseState['returned'], { at, claims }: Left): CaseState['returned'] =>
  returned.size === 0
    ? returned
    : new Map(
        [...returned].map(([number, back]) => [
          number,
          claims.includes(number) ? { ...back, toldOn: dateOf(at) } : back,
        ]),
      )

/** Kinds that are an effort by themselves; any other is one when the renter answered (C6 b). */
const AN_EFFORT: ReadonlySet<ContactKind> = new Set([
  ...(['Telefoon', 'Huisbezoek', 'SMS/Whatsapp', 'Afspraak op locatie', 'Kaartje'] as const),
])

/** What counts as an effort is for the kind to say, and for whether the renter answered. */
export function contacted(
  state: CaseState,
  event: Extract<StoredEvent, { type: 'ContactAttempted' }>,
): Partial<CaseState> {
  const counts = event.reached || AN_EFFORT.has(event.kind)
  return {
    contacts: [...state.contacts, { on: event.on, counts }],
    contactTaskDue: counts ? null : state.contactTaskDue,
  }
}

/** Claims came back, with what earlier cases did about them (C14). */
export function afterReturn(
  { letters, contacts, returned }: CaseState,
  { claims, earlier, at }: Extract<StoredEvent, { type: 'ClaimReturned' }>,
): Partial<CaseState> {
  const on = dateOf(at)
  const before = (earlier?.letters ?? []).map((each) => ({ ...letter(each.act, { ...each, at }, []), on: each.on }))
  return {
    returned: new Map([...returned, ...claims.map((number) => [number, { on, toldOn: null }] as const)]),
    letters: [...before, ...letters],
    contacts: [...(earlier?.contacts ?? []), ...contacts],
  }
}
