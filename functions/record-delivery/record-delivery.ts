import { z } from 'zod'
import { type CasePorts, changeCase, seenOf } from '../../shared/cases/change-case.ts'
import type { ObjectsFor } from '../../shared/contracts/rights.ts'
import { ReservationStillOpen, reservationOf } from '../../shared/correspondence/correspondence.ts'
import { DELAY_REASONS, type MailReport } from '../../shared/domain/mail-report.ts'
import { keepJsonOnce } from '../../shared/runtime/keep-once.ts'
import { pool } from '../../shared/runtime/pool.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'

const mail = z.object({
  messageId: z.string().min(1),
  tags: z.object({ reservation: z.array(z.string()).min(1) }),
})
const timestamp = z.iso.datetime()
const acceptedSchema = z.object({
  mail,
  delivery: z.object({ timestamp, smtpResponse: z.string(), reportingMTA: z.string() }),
})
const delayedSchema = z.object({
  mail,
  // A reason that SES adds later is none that we know.
  deliveryDelay: z.object({ timestamp, delayType: z.enum(DELAY_REASONS).catch('Undetermined') }),
})
const reportSchema = z.object({ detail: z.union([acceptedSchema, delayedSchema]) })
type Report = z.infer<typeof reportSchema>['detail']
type Delivery = z.infer<typeof acceptedSchema>['delivery']

/** SES's reports of mail that the receiving server took, or not yet, as they come in a batch from the queue. */
export const recordDeliveryInput = z.object({
  Records: z.array(
    z.object({
      body: z.string().transform((text, context) => {
        const parsed = reportSchema.safeParse(JSON.parse(text))
        if (parsed.success) return parsed.data.detail
        context.addIssue({ code: 'custom', message: 'not a report of SES' })
        return z.NEVER
      }),
    }),
  ),
})

/** Without a workflow: what becomes of a mail moves no step of its case, and wakes nobody. */
export interface DeliveryPorts extends CasePorts {
  readonly workflow: null
  readonly objects: Pick<ObjectsFor<'evidence read' | 'evidence write'>, 'get' | 'putNew'>
}

/** Reports that are recorded at the same time. */
const WIDTH = 8

/**
 * Records in its case that a mail was taken by the server of who it is for, or that it is late: with the moment that
 * SES gives (C6). The server's answer is kept beside the letter. Safe to run twice.
 *
 * @throws ReservationStillOpen while an act of a case is not confirmed; the other reports are recorded by then
 */
export async function recordDelivery(
  ports: DeliveryPorts,
  { Records }: z.infer<typeof recordDeliveryInput>,
): Promise<void> {
  const tooEarly: ReservationStillOpen[] = []
  await pool(Records, WIDTH, async ({ body }) => {
    try {
      for (const reservation of body.mail.tags.reservation) await recordReport(ports, reservation, body)
    } catch (error) {
      if (!(error instanceof ReservationStillOpen)) throw error
      tooEarly.push(error)
    }
  })
  if (tooEarly[0]) throw tooEarly[0]
}

async function recordReport(ports: DeliveryPorts, reservation: string, report: Report): Promise<void> {
  const about = reservationOf(reservation)
  if (!about) return
  const loaded = await ports.log.load(about.caseId)
  if (loaded?.events[about.seq - 1]?.type !== 'ActClaimed') return
  const { caseId, state } = loaded
  const accepted = 'delivery' in report
  const cause = `${accepted ? 'delivery' : 'delay'}-${report.mail.messageId}`
  if (state.causes.has(cause)) return
  if (state.reservation) throw new ReservationStillOpen(caseId)

  const { refused } = await changeCase(
    ports,
    caseId,
    {
      type: 'mail-report',
      report: accepted
        ? await keptAnswer(ports, caseId, reservation, report.delivery)
        : { type: 'LetterDelayed', reservation, reason: report.deliveryDelay.delayType },
    },
    {
      origin: { cause, moment: (accepted ? report.delivery : report.deliveryDelay).timestamp },
      from: await seenOf(ports, loaded),
    },
  )
  // An act was reserved in the meantime.
  if (refused === 'elsewhere') throw new ReservationStillOpen(caseId)
}

/** The answer may name the renter, or a domain of the renter's own: it is kept like the letter, and goes with it. */
async function keptAnswer(
  { objects }: Pick<DeliveryPorts, 'objects'>,
  caseId: string,
  reservation: string,
  delivery: Delivery,
): Promise<MailReport> {
  const document = `letters/${caseId}/${reservation}.delivery.json`
  const bytes = await keepJsonOnce(objects, document, delivery)
  const status = codeOf(delivery.smtpResponse)
  return { type: 'LetterAccepted', reservation, status, document, sha256: sha256(bytes) }
}

/** The codes with which an answer begins (RFC 5321 and RFC 3463), such as `250 2.0.0`; null when it has none. */
function codeOf(smtpResponse: string): string | null {
  const [, code, enhanced] = /^([2-5]\d{2})(?:[ -]([245]\.\d{1,3}\.\d{1,3}))?(?![\d.])/.exec(smtpResponse) ?? []
  return code === undefined ? null : [code, enhanced].filter(Boolean).join(' ')
}
