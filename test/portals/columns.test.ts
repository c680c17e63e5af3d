import { expect, test } from 'vitest'
import { OPTIONAL_FIELDS } from '../../shared/domain/closed-lists.ts'
import { MANDATORY_COLUMNS, OPTIONAL_COLUMNS, SIGNAL_COLUMNS } from '../../shared/portals/columns.ts'

test('the eleven columns stand in the order of RIS Matching, with the titles of the work instruction', () => {
  expect(SIGNAL_COLUMNS.map(({ title }) => title)).toEqual([
    'Achternaam',
    'Voorletters',
    'Straatnaam',
    'Huisnummer',
    'Huisnummer toevoeging',
    'Postcode',
    'Woonplaats',
    'Telefoonnummer 1',
    'E-Mailadres',
    'Aantal maanden achterstand',
    'Bedrag achterstand',
  ])
})

test('five columns are mandatory, six are for the client to allow', () => {
  expect(MANDATORY_COLUMNS.map(({ title }) => title)).toEqual([
    'Achternaam',
    'Huisnummer',
    'Postcode',
    'Aantal maanden achterstand',
    'Bedrag achterstand',
  ])
  expect(OPTIONAL_COLUMNS.map(({ title }) => title)).toEqual([
    'Voorletters',
    'Straatnaam',
    'Huisnummer toevoeging',
    'Woonplaats',
    'Telefoonnummer 1',
    'E-Mailadres',
  ])
})

test('only the last two columns are numeric', () => {
  expect(SIGNAL_COLUMNS.filter(({ type }) => type !== 'text').map(({ title }) => title)).toEqual([
    'Aantal maanden achterstand',
    'Bedrag achterstand',
  ])
})

test('the register of clients allows exactly the optional columns (R2)', () => {
  expect(OPTIONAL_COLUMNS.map(({ title }) => title)).toEqual(OPTIONAL_FIELDS)
})
