import { namesOf } from '../cases/named-claims.ts'
import type { LoadedCase } from '../contracts/ports.ts'
import type { RenterRecord } from '../contracts/renters.ts'
import { openCents } from '../domain/arrears.ts'
import type { IsoDate } from '../domain/calendar.ts'
import type { Act, Letter } from '../domain/event.ts'
import { lettersAbout, levelOn } from '../domain/levels.ts'
import type { Policy } from '../domain/policy.ts'

/** A claim as people read it: what its number stands for comes from the renter's record, and goes with it. */
export interface ClaimView {
  readonly number: number
  /** Null once the renter's record is purged. */
  readonly invoice: string | null
  readonly description: string | null
  readonly dueOn: IsoDate
  /** In euros; 0 once it is paid, or the case is over. */
  readonly open: number
  readonly rent: boolean
  /** How far it is: the highest letter that listed it, as its own calendar allows (C10); null for none. */
  readonly level: Act | null
  /** The letters that listed it, the oldest first. */
  readonly letters: readonly Letter[]
}

/** The claims that a case is or was about, in the order of their numbers. */
export function claimViews(
  { state, events }: Pick<LoadedCase, 'state' | 'events'>,
  record: RenterRecord | null,
  policy: Policy,
  on: IsoDate,
): ClaimView[] {
  const names = record ? namesOf(record) : null
  const open = new Map(state.claims.map((claim) => [claim.number, openCents(claim)]))
  const last = new Map(
    events.flatMap((event) => ('mapping' in event ? event.claims : [])).map((claim) => [claim.number, claim]),
  )
  return [...last.values()]
    .sort((a, b) => a.number - b.number)
    .map((each) => {
      const { number, dueOn, rent } = each
      const claim = { ...each, staffPaidCents: 0, disputed: false }
      const level = levelOn(state, claim, policy, on)
      return {
        number,
        invoice: names?.get(number)?.invoice ?? null,
        description: names?.get(number)?.description ?? null,
        dueOn,
        open: state.ended ? 0 : (open.get(number) ?? 0) / 100,
        rent,
        level: level === 'none' ? null : level,
        letters: lettersAbout(state, claim).map(({ act }) => act),
      }
    })
}
