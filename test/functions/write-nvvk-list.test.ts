import { describe, expect, test } from 'vitest'
import { writeNvvkList } from '../../functions/write-nvvk-list/write-nvvk-list.ts'
import type { CaseSummary } from '../../shared/contracts/ports.ts'
import { instantAt } from '../../shared/domain/calendar.ts'
import { aWorld } from '../support/in-memory/world.ts'
import { REGISTERS } from '../support/landscape.ts'

/** A register with open cases in some municipalities, and the folder where the lists come. */
async function aRegister(organisation: object = {}) {
  let morning = '2026-01-01'
  const ports = await aWorld(() => new Date(instantAt(morning, '07:30')), {
    ...REGISTERS,
    organisation: { ...REGISTERS.organisation, ...organisation },
  })
  let seq = 0
  const text = (on: string) => ports.objects.text('erpReturn', `nvvk/${on}.csv`)
  return {
    text,
    files: () => ports.objects.keys(),
    registers: ports.registers,
    /** The cases that are open from now on, by where they are. */
    async cases(...where: readonly (string | null)[]) {
      seq += 1
      for await (const summary of ports.log.openOf('BELEGGER-A'))
        await ports.log.summarise({ ...summary, seq, phase: 'paid' })
      for (const [index, gemeentecode] of where.entries())
        await ports.log.summarise(openCase(`C-${index}`, seq, gemeentecode))
    },
    morning: (on: string) => {
      morning = on
      return writeNvvkList(ports)
    },
    municipalities: (on: string) =>
      text(on)
        .split('\r\n')
        .filter((line) => line.startsWith('Gemeente;')),
  }
}

const openCase = (caseId: string, seq: number, gemeentecode: string | null): CaseSummary => ({
  caseId,
  seq,
  renter: '100001',
  client: 'BELEGGER-A',
  gemeentecode,
  phase: 'reminding',
  step: 'notice',
  due: null,
  queue: null,
  openedOn: '2026-01-02',
  months: 1,
  amountCents: 100_000,
})

describe('R4 the municipalities to register with at the NVVK', () => {
  test('are those where cases are open and no agreement is in force, also when it ended or is unknown', async () => {
    const there = await aRegister()
    await there.cases('0363', '0518', '0758', '0518', null, '0855', '9999')
    expect(await there.morning('2026-03-02')).toEqual({ municipalities: 4 })
    expect(there.municipalities('2026-03-02')).toEqual([
      'Gemeente;Den Haag;gemeentecode 0518, open dossiers: 2, overeenkomst: geen',
      'Gemeente;Breda;gemeentecode 0758, open dossiers: 1, overeenkomst: nog niet of niet meer geldig',
      'Gemeente;Tilburg;gemeentecode 0855, open dossiers: 1, overeenkomst: aangevraagd',
      'Gemeente;gemeentecode 9999;gemeentecode 9999, open dossiers: 1, overeenkomst: geen, zet deze gemeente in het register',
    ])
  })

  test('are listed anew only when others stand in the list', async () => {
    const there = await aRegister()
    await there.cases('0363', '0518')
    await there.morning('2026-03-02')
    await there.cases('0363', '0518', '0518')
    await there.morning('2026-03-03')
    await there.registers.setAgreement(
      '0518',
      { status: 'in-force', from: '2026-03-04', until: null },
      '2026-03-03T12:00:00.000Z',
      'M-1',
    )
    await there.morning('2026-03-04')
    await there.cases('0855')
    await there.morning('2026-03-05')
    expect(there.files()).toEqual(['erpReturn/nvvk/2026-03-02.csv', 'erpReturn/nvvk/2026-03-05.csv'])
  })

  test('come with the fields of the form, in its order', async () => {
    const there = await aRegister({
      nvvk: {
        contact: { name: 'A. Contact', email: 'a@voorbeeld.example' },
        shareContact: false,
        signatory: { name: 'B. Baas', role: 'directeur', email: 'b@voorbeeld.example', mobile: '+31 6 12345678' },
      },
    })
    await there.cases('0518')
    await there.morning('2026-03-02')
    expect(there.text('2026-03-02').split('\r\n').slice(0, 10)).toEqual([
      '\uFEFFVeld;Waarde;Toelichting',
      'Type signaalpartner;Verhuurder;',
      'Organisatie signaalpartner;Vastgoed Voorbeeld BV;',
      'Contactpersoon Vroegsignalering;A. Contact;',
      'E-mailadres contactpersoon;a@voorbeeld.example;',
      'Contactpersoon delen met gemeenten en softwareleveranciers;NEE;',
      'Tekenbevoegde;B. Baas;',
      'Functie tekenbevoegde;directeur;',
      'E-mailadres tekenbevoegde;b@voorbeeld.example;',
      `Mobiel nummer tekenbevoegde (optioneel);"'+31 6 12345678";`,
    ])
  })

  test('say what must still be filled in by hand', async () => {
    const there = await aRegister()
    await there.cases('0518')
    await there.morning('2026-03-02')
    expect(there.text('2026-03-02')).toContain(
      'Tekenbevoegde;;zelf invullen: staat niet in het register (organisation.nvvk)',
    )
  })
})
