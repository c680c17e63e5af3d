import { describe, expect, test } from 'vitest'
import { informAgency } from '../../functions/inform-agency/inform-agency.ts'
import { AgencyUnknown } from '../../functions/inform-agency/recipient.ts'
import { sendLetter } from '../../functions/send-letter/send-letter.ts'
import { settleReservation } from '../../functions/settle-reservation/settle-reservation.ts'
import type { CaseEvent } from '../../shared/domain/event.ts'
import type { Templates } from '../../shared/letters/template.ts'
import { TemplateRefused } from '../../shared/letters/templates.ts'
import { templates } from '../letters/support.ts'
import { aLedger } from './ledger.ts'

/** A renter's case, with a post and a mail service that take everything. */
async function aCase() {
  const ledger = await aLedger()
  const person = { surname: 'Bos', initials: 'A.', street: 'Dorpsstraat', houseNumber: '1', postcode: '1011AB' }
  await ledger.book('2026-01-05', {
    person: { ...person, houseNumberAddition: '', city: 'Amsterdam', phone: '', email: 'bos@huis.example' },
  })
  let letters: Templates = templates
  const mails: string[] = []
  const sent = new Map<string, string>()
  let refused = false
  let lost = false
  const ports = {
    ...ledger.ports,
    workflow: null,
    mailer: {
      send: async (_raw: Uint8Array, _from: string, to: string, reservation: string) => {
        sent.set(reservation, `m-${mails.push(to)}`)
        if (lost) throw new Error('the answer was lost')
        return sent.get(reservation) ?? ''
      },
      sentAs: async (reservation: string) => sent.get(reservation) ?? null,
    },
    templates: async () => {
      if (refused) throw new TemplateRefused(['template demand.txt: het onderdeel "bezwaar maken" ontbreekt'])
      return letters
    },
    fonts: async () => Promise.reject(new Error('no letter goes by post here')),
  }
  const caseId = await ledger.caseId()
  return {
    ledger,
    ports,
    caseId,
    mails,
    break: () => {
      const unclosed = new Map([...templates.html.keys()].map((part) => [part, '{{#open}}']))
      letters = { txt: unclosed, html: unclosed }
    },
    mend: () => {
      letters = templates
      refused = false
    },
    /** Own templates that lack something are in place, past the check at the door. */
    refuse: () => {
      refused = true
    },
    /** The next mails leave, and nobody hears of it but the mail service. */
    losesAnswers: () => {
      lost = true
    },
    async happens(event: CaseEvent): Promise<void> {
      const loaded = await ledger.ports.log.load(caseId)
      if (loaded) await ledger.ports.log.append(caseId, loaded.state, event, ports.now().toISOString())
    },
    reasons: async () => (await ledger.questions()).map(({ reason, endedAt }) => [reason, endedAt !== null]),
  }
}

describe('C5 a letter that could not be written', () => {
  const asked = async () => {
    const world = await aCase()
    world.ledger.isAt('2026-01-07', '10:00')
    world.break()
    await expect(sendLetter(world.ports, { caseId: world.caseId, act: 'reminder' })).rejects.toThrow()
    expect(await world.reasons()).toEqual([['unwritable', false]])
    world.ledger.isAt('2026-01-07', '10:15')
    return world
  }

  test('asks nobody any more once it left after all', async () => {
    const world = await asked()
    world.mend()
    await sendLetter(world.ports, { caseId: world.caseId, act: 'reminder' })
    expect(world.mails).toEqual(['bos@huis.example'])
    expect(await world.reasons()).toEqual([['unwritable', true]])
  })

  test('I4 is one question where own templates are refused, however often it is tried, and leaves once they are mended', async () => {
    const world = await aCase()
    world.refuse()
    for (const time of ['10:00', '10:15', '11:15']) {
      world.ledger.isAt('2026-01-07', time)
      await expect(sendLetter(world.ports, { caseId: world.caseId, act: 'reminder' })).rejects.toThrow('refused')
      expect(await world.reasons()).toEqual([['unwritable', false]])
    }
    world.mend()
    world.ledger.isAt('2026-01-08', '09:00')
    await sendLetter(world.ports, { caseId: world.caseId, act: 'reminder' })
    expect(await world.reasons()).toEqual([['unwritable', true]])
  })

  test('also when only the mail service knows that it left', async () => {
    const world = await asked()
    world.mend()
    world.losesAnswers()
    await expect(sendLetter(world.ports, { caseId: world.caseId, act: 'reminder' })).rejects.toThrow('was lost')
    expect(await world.reasons()).toEqual([['unwritable', false]])
    await settleReservation(world.ports, { caseId: world.caseId })
    expect(world.mails).toHaveLength(1)
    expect(await world.reasons()).toEqual([['unwritable', true]])
  })
})

describe('U1, K1 a message to an agency that nobody knew', () => {
  test('asks nobody any more once it left after all', async () => {
    const world = await aCase()
    const { registers, now } = world.ledger.ports
    world.ledger.isAt('2026-02-09', '10:00')
    const copy = {
      claims: [1],
      channel: 'email',
      document: 'letters/x.eml',
      sha256: '0'.repeat(64),
      messageId: 'm-0',
    } as const
    await world.happens({ type: 'HandedOver', claims: [1] })
    await world.happens({ type: 'AgencyInformed', message: 'handover', reservation: `${world.caseId}-3`, ...copy })
    await world.ledger.reports('2026-02-10T10:00', 'payment', { amount: 'all' })
    const agency = { name: 'Bureau X', email: 'dossiers@bureau-x.example' }
    await registers.setClient('BELEGGER-A', { collectionAgency: null }, now().toISOString(), 'M-1')
    await expect(informAgency(world.ports, { caseId: world.caseId })).rejects.toThrow(AgencyUnknown)
    expect(await world.reasons()).toEqual([['unknown', false]])

    await registers.setClient('BELEGGER-A', { collectionAgency: agency }, now().toISOString(), 'M-1')
    await settleReservation(world.ports, { caseId: world.caseId })
    world.ledger.isAt('2026-02-10', '10:15')
    await informAgency(world.ports, { caseId: world.caseId })
    expect(world.mails).toEqual([agency.email])
    expect(await world.reasons()).toEqual([['unknown', true]])
  })
})
