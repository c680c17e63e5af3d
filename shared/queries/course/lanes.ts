/** The lanes of the picture of a case, in their order. */
export const LANES = ['Brieven', 'Contact', 'Signaal', 'Betaling', 'Opschorting'] as const
export type Lane = (typeof LANES)[number]
