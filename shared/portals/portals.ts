import type { Format, Portal } from '../contracts/portals.ts'
import type { AnswerProfile } from './answer-profile.ts'
import { BUNDLED_ANSWER_PROFILES, BUNDLED_PROFILES } from './bundled-profiles.ts'
import type { FormatProfile } from './profile.ts'

interface PortalFiles {
  /** As people know it. */
  readonly name: string
  /** What a colleague does there with a file, in Dutch (B1). */
  readonly upload: Readonly<Record<'login' | 'signals' | 'withdrawals' | 'after', string>>
  /** What a colleague does there with one signal that is withdrawn, in Dutch (B1). */
  readonly button: string
  /**
   * The bundled profile for signals by the format in the register; a portal with one format has the same twice (R3).
   */
  readonly signals: Readonly<Record<Format, FormatProfile>>
  readonly withdrawals: FormatProfile
  readonly answers: readonly AnswerProfile[]
  /** The portal published its columns: a profile of one's own may only say how the file is written. */
  readonly fixedColumns: boolean
}

/** How each portal takes files and gives answers; its channels are in the contracts. */
export const PORTAL_FILES: Readonly<Record<Portal, PortalFiles>> = {
  RIS: {
    name: 'RIS Matching van Inforing',
    upload: {
      login: 'Log in op RIS Matching. U krijgt een code per sms.',
      signals: 'Kies het uploaden van een Excel- of CSV-bestand, en kies dit bestand.',
      withdrawals:
        'Kies in het menu ‘meldingen intrekken’, en kies dit bestand. Dat doet u ook voor signalen die via sFTP zijn ' +
        'aangeleverd.',
      after: 'RIS Matching laat op het scherm zien welke regels het niet aanneemt. Bewaar die lijst.',
    },
    button: 'Klik op de knop ‘intrekken’ bij dat signaal.',
    signals: { xlsx: BUNDLED_PROFILES['ris-xlsx'], csv: BUNDLED_PROFILES['ris-csv'] },
    withdrawals: BUNDLED_PROFILES['ris-withdrawal'],
    answers: [BUNDLED_ANSWER_PROFILES['ris-answers']],
    fixedColumns: true,
  },
  VPS: {
    name: 'Vindplaats van Schulden (VPS) van BKR',
    upload: {
      login: 'Log in op het Zakelijk Klantportaal van BKR, met uw token.',
      signals: 'Lever dit bestand aan zoals in de handleiding data-uitwisseling van BKR staat.',
      withdrawals: 'Trek de signalen uit dit bestand in, zoals in de handleiding van BKR staat.',
      after: 'Bewaar de melding die het portaal geeft. Weigert het regels, bewaar dan de lijst daarvan.',
    },
    button: 'Trek dat signaal in zoals in de handleiding van BKR staat.',
    signals: { xlsx: BUNDLED_PROFILES.vps, csv: BUNDLED_PROFILES.vps },
    withdrawals: BUNDLED_PROFILES['vps-withdrawal'],
    answers: [BUNDLED_ANSWER_PROFILES['vps-answers'], BUNDLED_ANSWER_PROFILES['vps-report']],
    fixedColumns: false,
  },
}
