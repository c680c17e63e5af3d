/**
 * Why a signal is held: each reason of the gate by the code of its rule, with what is missing and what resolves it, in
 * Dutch for a debtor department. A reason that the gate can give and that has no sentence here does not compile.
 */
const SENTENCES = {
  C9: 'De huurder is geen natuurlijk persoon, of de eenheid is geen woning. Klopt dat niet? Verbeter het in het ERP.',
  G1: 'Er staat niets open dat meetelt. Er is nu niets te melden.',
  G2: 'Het gaat niet om huur van een woning, of de huur is nog geen 30 dagen te laat. Wacht op een volgende ronde.',
  G3: 'Geen brief noemde deze huur. Eerst moeten de brieven weg.',
  G4a: 'Het bewijs van een schriftelijke herinnering ontbreekt. Eerst moeten de brieven weg.',
  G4b: 'Er is over deze huur geen recente poging tot contact. Bel de huurder, en leg dat vast.',
  G4c: 'Geen brief wees de huurder op schuldhulp. De aanmaning en de sommatie doen dat.',
  G4d: 'Geen brief bood aan om de gegevens door te geven. Was er toen geen mandaat? Dan blijft dit dossier aangehouden.',
  G5: 'De huurder maakte bezwaar, of kan dat nog doen. Wacht op het einde van de termijn, of op een intrekking.',
  G6: 'Er is vandaag geen mandaat van de opdrachtgever. Spreek het af, en zet het in het register.',
  G7: 'De gemeente is niet bekend, of er is geen overeenkomst met haar. Verbeter het adres, of meld u aan bij de NVVK.',
  G8: 'Een veld voor de gemeente ontbreekt of klopt niet. Verbeter de gegevens van de huurder in het ERP.',
  G9: 'De incasso rust, of dit dossier is al gemeld. U hoeft niets te doen.',
  G10: 'Een medehuurder is voor dezelfde huur al gemeld, of maakte bezwaar. Zeg wie de hoofdhuurder is.',
  R3: 'De achterstand is lager dan het bedrag waarvan de gemeente wil horen. Wacht op een volgende ronde.',
  R7: 'De huurder is in de wacht gezet, of staat onder bewind. Beslis of deze melding weg mag.',
  S5: 'Het meldpunt weigerde het signaal. Verbeter de gegevens in het ERP, of vraag om het opnieuw aan te leveren.',
} as const

/** The same in a few words, for who was told the whole before. */
const IN_SHORT: Readonly<Record<keyof typeof SENTENCES, string>> = {
  C9: 'geen natuurlijk persoon, of geen woning',
  G1: 'niets te melden',
  G2: 'geen huur, of nog geen 30 dagen te laat',
  G3: 'nog geen brief over deze huur',
  G4a: 'geen herinnering',
  G4b: 'nog niet gebeld',
  G4c: 'geen brief over schuldhulp',
  G4d: 'geen aanbod om te melden',
  G5: 'bezwaar, of de termijn daarvoor loopt',
  G6: 'geen mandaat',
  G7: 'gemeente onbekend, of geen overeenkomst',
  G8: 'een gegeven ontbreekt of klopt niet',
  G9: 'de incasso rust, of al gemeld',
  G10: 'medehuurder',
  R3: 'lager dan de gemeente wil horen',
  R7: 'in de wacht, of onder bewind',
  S5: 'geweigerd door het meldpunt',
}

/** The code of the rule that holds a signal: G1–G10, C9, R3, R7 or S5. */
export type GateReason = keyof typeof SENTENCES
export const GATE_REASONS = Object.keys(SENTENCES) as [GateReason, ...GateReason[]]

/** The reasons of a held signal in Dutch sentences, in the order given. */
export const heldBecause = (reasons: readonly GateReason[]): string[] => reasons.map((reason) => SENTENCES[reason])

/** The same in a few words. */
export const heldInShort = (reasons: readonly GateReason[]): string =>
  reasons.map((reason) => IN_SHORT[reason]).join('; ')
