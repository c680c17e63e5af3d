/** In which a call of an emulator carries the moment that it is in the embedded cloud. */
export const CLOCK_HEADER = 'x-embedded-clock'
