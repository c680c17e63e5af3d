/** The moment it is now. The only clock that the handlers read; the embedded cloud puts a virtual one in its place. */
export const now = (): Date => new Date()

/** The time of day where people are, also where the embedded cloud's clock stands elsewhere: for who is signed in. */
export const timeOfDay = (): Date => new Date()
