/** What stands on the button for an answer that a question offers; a client or a renter is offered by its own code. */
const WORDS: Readonly<Record<string, string>> = {
  done: 'Afgehandeld',
  yes: 'Ja',
  no: 'Nee',
  'hand-over': 'Overdragen',
  wait: 'Wachten',
  close: 'Sluiten',
  report: 'Melden',
  'do-not-report': 'Niet melden',
  collect: 'Innen',
  leave: 'Laten',
}

export const answerWord = (answer: string): string => WORDS[answer] ?? answer
