import { expect, test } from 'vitest'
import type { OptionalField } from '../../shared/domain/closed-lists.ts'
import { fieldsToShare } from '../../shared/rounds/fields-to-share.ts'
import { aCaseReadyToReport, anArrearsCase, type CaseBuilder } from '../support/case-builder.ts'

const shared = ({ state }: CaseBuilder, ...today: OptionalField[]) =>
  fieldsToShare(state, { client: { optionalFields: today } })

const demanded = anArrearsCase()
  .withReminderSent('2026-03-05')
  .withDemandSent('2026-03-16', { shared: ['Voorletters', 'Woonplaats'] })

test('R2 what both the client shares today and the last offer named', () => {
  expect(shared(demanded, 'Woonplaats', 'E-Mailadres')).toEqual(['Woonplaats'])
  expect(shared(demanded)).toEqual([])
})

test('R2 the last letter with an offer decides', () => {
  const named = demanded.withNoticeSent('2026-04-07', { shared: ['E-Mailadres'] })
  expect(shared(named, 'Woonplaats', 'E-Mailadres')).toEqual(['E-Mailadres'])
  const silent = demanded.withNoticeSent('2026-04-07', { offer: false })
  expect(shared(silent, 'Woonplaats', 'E-Mailadres')).toEqual(['Woonplaats'])
})

test('R2 nothing optional where no letter made the offer', () => {
  const silent = anArrearsCase().withReminderSent('2026-03-05').withDemandSent('2026-03-16', { offer: false })
  expect(shared(silent, 'Woonplaats')).toEqual([])
})

test('R2 a letter from before its fields were kept named what the client shares', () => {
  expect(shared(aCaseReadyToReport(), 'Woonplaats')).toEqual(['Woonplaats'])
})
