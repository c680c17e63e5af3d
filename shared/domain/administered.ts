import type { EventType, StoredEvent } from './event.ts'

/**
 * What the renter's administration in the ERP must show (work instruction, step 2): every act, signal, answer and
 * suspension.
 */
export const ADMINISTERED = [
  ...([
    'ReminderSent',
    'DemandSent',
    'NoticeSent',
    'FollowUpSent',
    'LetterBounced',
    'LetterPosted',
    'ContactAttempted',
  ] as const),
  ...(['ObjectionLodged', 'ObjectionWithdrawn', 'ItemDisputed', 'DisputeResolved'] as const),
  ...(['ArrangementAgreed', 'ArrangementBroken', 'ArrangementKept', 'ThreatDeclared'] as const),
  ...(['SignalDelivered', 'SignalConfirmed', 'SignalRejected', 'SignalWithdrawn', 'WithdrawalConfirmed'] as const),
  ...(['SignalWithdrawnByHand'] as const),
  ...(['AnswerReceived'] as const),
  ...(['SuspensionStarted', 'SuspensionEnded', 'AgencyInformed', 'CasePaid', 'CaseClosed'] as const),
] satisfies EventType[]
export type Administered = Extract<StoredEvent, { readonly type: (typeof ADMINISTERED)[number] }>
