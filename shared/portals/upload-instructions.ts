import type { Manifest } from './manifest.ts'

type Upload = Pick<Manifest, 'file' | 'kind' | 'portal'>

const PORTALS = {
  RIS: {
    name: 'RIS Matching van Inforing',
    login: 'Log in op RIS Matching. U krijgt een code per sms.',
    signals: 'Kies het uploaden van een Excel- of CSV-bestand, en kies dit bestand.',
    withdrawals: 'Kies in het menu ‘meldingen intrekken’, en kies dit bestand.',
    after: 'RIS Matching laat op het scherm zien welke regels het niet aanneemt. Bewaar die lijst.',
  },
  VPS: {
    name: 'Vindplaats van Schulden (VPS) van BKR',
    login: 'Log in op het Zakelijk Klantportaal van BKR, met uw token.',
    signals: 'Lever dit bestand aan zoals in de handleiding data-uitwisseling van BKR staat.',
    withdrawals: 'Trek de signalen uit dit bestand in, zoals in de handleiding van BKR staat.',
    after: 'Bewaar de melding die het portaal geeft. Weigert het regels, bewaar dan de lijst daarvan.',
  },
} as const

/** How a colleague brings a file to its portal and reports that it is done, in Dutch (B1). */
export function uploadInstructions({ file, kind, portal }: Upload): string {
  const { name, login, after, ...what } = PORTALS[portal]
  const confirmation = { at: 'jjjj-mm-ddTuu:mm', type: 'upload-confirmed', file, by: 'uw naam of initialen' }
  return [
    `Bestand: ${file}`,
    `Meldpunt: ${name}`,
    `Inhoud: ${kind === 'signals' ? 'nieuwe signalen' : 'signalen die worden ingetrokken'}`,
    '',
    'Wat u doet, vandaag nog:',
    `1. Haal ${file} op uit de map ${kind}. Open het niet in Excel: dat kan gegevens veranderen.`,
    `2. ${login}`,
    `3. ${what[kind]}`,
    `4. ${after}`,
    '5. Meld dat het klaar is. Geef daarvoor deze gebeurtenis door, met uw eigen gegevens:',
    `   ${JSON.stringify(confirmation)}`,
    '',
    'Gaat het mis? Upload het bestand dan niet nog een keer, maar vraag het eerst na bij het meldpunt.',
    'Verwijder het bestand van uw computer als u klaar bent: er staan persoonsgegevens in.',
    '',
  ].join('\r\n')
}
