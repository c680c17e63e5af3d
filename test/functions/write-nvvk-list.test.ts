import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeNvvkList } from '../../functions/write-nvvk-list/write-nvvk-list.ts'
import { dynamoNotebook } from '../../shared/adapters/dynamo-notebook.ts'
import { dynamoRegisterStore } from '../../shared/adapters/dynamo-register-store.ts'
import type { CaseSummary } from '../../shared/contracts/ports.ts'
import { registersSchema } from '../../shared/contracts/registers.ts'
import { instantAt } from '../../shared/domain/calendar.ts'
import { type Database, startDatabase } from '../support/dynalite.ts'
import { REGISTERS } from '../support/landscape.ts'

let database: Database
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.stop())

/** A register with open cases in some municipalities, and the folder where the lists come. */
async function aRegister(organisation: object = {}) {
  const table = await database.newTable()
  const registers = dynamoRegisterStore(database.client, table)
  const given = { ...REGISTERS, organisation: { ...REGISTERS.organisation, ...organisation } }
  await registers.load(registersSchema.parse(given), '2026-01-01T00:00:00.000Z')
  const files = new Map<string, string>()
  let codes: readonly (string | null)[] = []
  return {
    files,
    registers,
    cases(...where: readonly (string | null)[]) {
      codes = where
    },
    morning: (on: string) =>
      writeNvvkList({
        registers,
        notebook: dynamoNotebook(database.client, table),
        now: () => new Date(instantAt(on, '07:30')),
        objects: {
          async put(_, key, body) {
            files.set(key, String(body))
          },
        },
        log: {
          async *openOf(client) {
            if (client === 'BELEGGER-A') for (const gemeentecode of codes) yield { gemeentecode } as CaseSummary
          },
        },
      }),
    municipalities: (on: string) =>
      (files.get(`nvvk/${on}.csv`) ?? '').split('\r\n').filter((line) => line.startsWith('Gemeente;')),
  }
}

describe('R4 the municipalities to register with at the NVVK', () => {
  test('are those where cases are open and no agreement is in force, also when it ended or is unknown', async () => {
    const there = await aRegister()
    there.cases('0363', '0518', '0758', '0518', null, '0855', '9999')
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
    there.cases('0363', '0518')
    await there.morning('2026-03-02')
    there.cases('0363', '0518', '0518')
    await there.morning('2026-03-03')
    await there.registers.setAgreement(
      '0518',
      { status: 'in-force', from: '2026-03-04', until: null },
      '2026-03-03T12:00:00.000Z',
    )
    await there.morning('2026-03-04')
    there.cases('0855')
    await there.morning('2026-03-05')
    expect([...there.files.keys()]).toEqual(['nvvk/2026-03-02.csv', 'nvvk/2026-03-05.csv'])
  })

  test('come with the fields of the form, in its order', async () => {
    const there = await aRegister({
      nvvk: {
        contact: { name: 'A. Contact', email: 'a@voorbeeld.example' },
        shareContact: false,
        signatory: { name: 'B. Baas', role: 'directeur', email: 'b@voorbeeld.example', mobile: '+31 6 12345678' },
      },
    })
    there.cases('0518')
    await there.morning('2026-03-02')
    expect(there.files.get('nvvk/2026-03-02.csv')?.split('\r\n').slice(0, 10)).toEqual([
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
    there.cases('0518')
    await there.morning('2026-03-02')
    expect(there.files.get('nvvk/2026-03-02.csv')).toContain(
      'Tekenbevoegde;;zelf invullen: staat niet in het register (organisation.nvvk)',
    )
  })
})
