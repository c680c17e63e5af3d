import type { AgencyMessage, DeliveredHow, Letter, Sent } from './event.ts'

// What was done, in the Dutch words of the debtor department: the same in the ERP's file as in the course of a case.

export const LETTER_WORDS: Readonly<Record<Letter, string>> = {
  reminder: 'herinnering',
  demand: 'aanmaning',
  notice: '5-dagen sommatie',
  'follow-up': 'herinnering voor latere maanden',
}

export const CHANNEL_WORDS: Readonly<Record<Sent['channel'], string>> = { email: 'per e-mail', post: 'per post' }

export const AGENCY_WORDS: Readonly<Record<AgencyMessage, string>> = {
  handover: 'dossier overgedragen',
  update: 'wijziging doorgegeven',
  pause: 'gevraagd te pauzeren',
  resume: 'gevraagd verder te gaan',
  stop: 'gevraagd te stoppen',
}

export const DELIVERED_WORDS: Readonly<Record<DeliveredHow['how'], string>> = {
  fetched: 'opgehaald door het meldpunt',
  pushed: 'naar het meldpunt gestuurd',
  accepted: 'aangenomen door het meldpunt',
  uploaded: 'geüpload bij het meldpunt',
  answered: 'het meldpunt heeft geantwoord',
}
