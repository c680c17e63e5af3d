/** The dates and distances of the procedure (C1, S1, F1, U1). All counts are calendar days unless said otherwise. */
export interface Policy {
  readonly reminderDay: number
  readonly demandDay: number
  readonly noticeDay: number
  readonly signalDay: number
  readonly reminderToDemandDays: number
  readonly demandToNoticeDays: number
  readonly objectionDays: number
  readonly suspensionDays: number
  readonly answerDays: number
  readonly threatAnswerWorkingDays: number
  /** Of a claim of which no more is open nothing begins, and it keeps nothing alive. */
  readonly remainderCents: number
  /** How many days old the client's book may be on which a letter rests, and a signal or a hand-over. */
  readonly letterBookDays: number
  readonly signalBookDays: number
  /** For so many days an effort at personal contact counts for a signal (C6 b). */
  readonly contactDays: number
}

/** What a client agreed on with the property manager, as far as it decides the course of a case. */
export interface ClientConditions {
  /** Null while the management agreement has not been amended (R1). */
  readonly mandate: Period | null
  readonly handOver: 'after-answer-period' | 'after-signal' | 'never'
  readonly resignal: 'never' | 'monthly'
  readonly hasCollectionAgency: boolean
  /** What happens to a case that could not be reported for two rounds (F3). */
  readonly handOverUnreported: 'ask' | 'after-notice'
  /**
   * Since when it is agreed so: a running case that this moves is handed over the next working morning, or reported
   * again at the next round.
   */
  readonly since?: string
}

/** What a municipality agreed on, as far as it decides whether a signal may leave (R3). */
export interface MunicipalityConditions {
  readonly agreement: { readonly status: 'none' | 'requested' | 'in-force' | 'ended' } & Period
  readonly minimumAmountCents: number | null
}

/** Both days inclusive; null means without a limit on that side. */
export interface Period {
  readonly from: string | null
  readonly until: string | null
}

/** Whether the day (ISO date) lies in the period. */
export const holdsOn = (period: Period, day: string): boolean =>
  (period.from === null || period.from <= day) && (period.until === null || day <= period.until)
