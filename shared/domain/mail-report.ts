/** Why SES could not deliver a mail yet, and tries again; in its own words, which are a closed list. */
export const DELAY_REASONS = [
  ...(['InternalFailure', 'General', 'MailboxFull', 'SpamDetected', 'RecipientServerError', 'IPFailure'] as const),
  ...(['TransientCommunicationFailure', 'BYOIPHostNameLookupUnavailable', 'SendingDeferral', 'Undetermined'] as const),
] as const

/**
 * What SES reported of a mail after it had left. What the receiving server answered may tell who the renter is: it is
 * in a kept file, and the history has its key, its hash and the code of the answer alone (invariant 6).
 */
export type MailReport =
  | {
      readonly type: 'LetterAccepted'
      readonly reservation: string
      /** The code with which the server took it, such as `250` or `250 2.0.0`; null when it gave none. */
      readonly status: string | null
      readonly document: string
      readonly sha256: string
    }
  | { readonly type: 'LetterDelayed'; readonly reservation: string; readonly reason: (typeof DELAY_REASONS)[number] }
