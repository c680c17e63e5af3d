import { z } from 'zod'
import { eurosAsCentsSchema } from './fields.ts'

const counts = {
  signalDay: z.int().min(1).max(28).default(20),
  objectionDays: z.int().min(1).max(60).default(7),
  suspensionDays: z.int().min(1).max(30, 'volgens LCV 4.2 hoogstens 30 dagen').default(30),
  answerDays: z.int().min(1).max(90).default(28),
  reminderDay: z.int().min(1).max(28).default(5),
  demandDay: z.int().min(1).max(28).default(15),
  noticeDay: z.int().min(1).max(28).default(5),
  reminderToDemandDays: z.int().min(1).max(60).default(7),
  demandToNoticeDays: z.int().min(1).max(60).default(14),
  threatAnswerWorkingDays: z.int().min(1).max(20).default(3),
  letterBookDays: z.int().min(1).max(60).default(14),
  signalBookDays: z.int().min(1).max(60).default(10),
  contactDays: z.int().min(1).max(366).default(90),
}

/** What is open of a claim that is no more than a remainder, unless told: ten euros. */
const REMAINDER_CENTS = 1000

/** `policy` of `registers.json`. */
export const policySchema = z
  .strictObject({ ...counts, remainder: eurosAsCentsSchema.default(REMAINDER_CENTS) })
  .refine(({ reminderDay, demandDay }) => reminderDay < demandDay, {
    path: ['demandDay'],
    message: 'de aanmaning komt na de herinnering',
  })
  .refine(({ noticeDay, signalDay }) => noticeDay < signalDay, {
    path: ['signalDay'],
    message: 'het vroegsignaal komt na de sommatie',
  })
  .transform(({ remainder, ...rest }) => ({ ...rest, remainderCents: remainder }))

/** The same as it is kept. */
export const keptPolicySchema = z.strictObject({ ...counts, remainderCents: z.int().default(REMAINDER_CENTS) })
