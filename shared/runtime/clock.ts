/** The moment it is now. The only clock that the handlers read; the embedded cloud puts a virtual one in its place. */
export const now = (): Date => new Date()
