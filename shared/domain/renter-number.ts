// R6: numbers that differ by leading zeros or a formula wrapper are one number.

/** A debtor number without what keeps Excel from dropping its zeros: `="00012"` is `00012`. */
export const unwrapped = (number: string): string => /^="(.*)"$/.exec(number)?.[1] ?? number

/**
 * By what debtor numbers are compared, and found: one text for every spelling of a number. People see the number as the
 * book writes it.
 */
export const renterKey = (number: string): string => unwrapped(number).replace(/^0+(?=\d)/, '')

/** By what renters of several clients are told apart: a number belongs to one client. */
export const ownerKey = (client: string, renter: string): string => JSON.stringify([client, renterKey(renter)])
