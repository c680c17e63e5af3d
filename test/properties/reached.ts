/** What must have happened somewhere in some thousands of histories: events, facts, fates of imports, and faults. */
export const REACHED: readonly string[] = [
  ...['ReminderSent', 'DemandSent', 'NoticeSent', 'LetterBounced', 'LetterPosted', 'ActReleased'],
  ...['ContactTaskCreated', 'ContactAttempted', 'ObjectionLodged', 'ObjectionWithdrawn', 'ItemDisputed'],
  ...['DisputeResolved', 'ArrangementAgreed', 'ArrangementBroken', 'ArrangementKept', 'ThreatDeclared'],
  ...['SignalHeld', 'SignalQueued', 'SignalClaimed', 'SignalWritten', 'SignalDelivered'],
  ...['SignalRejected', 'SignalVoided', 'RoundAsked', 'WithdrawalClaimed', 'WithdrawalWritten', 'SignalWithdrawn'],
  ...['RedeliveryAsked', 'AnswerReceived', 'SuspensionStarted', 'SuspensionEnded', 'HandedOver', 'AgencyInformed'],
  ...['PaymentBooked', 'CasePaid', 'ArrearsChanged', 'CaseFactsCorrected', 'RenterDataChanged', 'staff-daily'],
  ...['mandate', 'agreement', 'client', 'import-confirmed', 'accepted', 'quarantined', 'rejected'],
  ...['cut', 'lost', 'refused', 'denied', 'not-begun', 'unheard', 'twice', 'at-once', 'killed'],
]
