import type { Mailer } from '../contracts/ports.ts'
import type { Organisation } from '../contracts/registers.ts'
import { composeMail } from '../letters/mail.ts'
import type { LetterModel } from '../letters/model.ts'
import { renderLetter } from '../letters/render.ts'
import type { Templates } from '../letters/template.ts'

export type StaffMail = Extract<LetterModel, { kind: 'staff-daily' }>

export interface StaffMailPorts {
  readonly mailer: Pick<Mailer, 'send'>
  readonly templates: () => Promise<Templates>
  readonly now: () => Date
}

/** Sends what waits for people to them. */
export async function mailStaff(
  ports: StaffMailPorts,
  { name, from }: Pick<Organisation, 'name' | 'from'>,
  to: string,
  letter: StaffMail,
  { reservation, kind }: { readonly reservation: string; readonly kind: string },
): Promise<void> {
  const raw = await composeMail({
    from: { name, address: from },
    to: { name, address: to },
    ...renderLetter(await ports.templates(), letter),
    date: ports.now(),
    headers: { 'X-Letter': kind, 'X-Reservation': reservation },
  })
  await ports.mailer.send(raw, from, to, reservation)
}
