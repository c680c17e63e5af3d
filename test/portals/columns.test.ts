import { expect, test } from 'vitest'
import { OPTIONAL_FIELDS } from '../../shared/contracts/registers.ts'
import { mandatoryColumns, optionalColumns, signalColumns } from '../../shared/portals/columns.ts'

test('the eleven columns stand in the order of RIS Matching, with the titles of the work instruction', () => {
  expect(signalColumns.map(({ title }) => title)).toEqual([
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
  expect(mandatoryColumns.map(({ title }) => title)).toEqual([
    'Achternaam',
    'Huisnummer',
    'Postcode',
    'Aantal maanden achterstand',
    'Bedrag achterstand',
  ])
  expect(optionalColumns.map(({ title }) => title)).toEqual([
    'Voorletters',
    'Straatnaam',
    'Huisnummer toevoeging',
    'Woonplaats',
    'Telefoonnummer 1',
    'E-Mailadres',
  ])
})

test('only the last two columns are numeric', () => {
  expect(signalColumns.filter(({ type }) => type !== 'text').map(({ title }) => title)).toEqual([
    'Aantal maanden achterstand',
    'Bedrag achterstand',
  ])
})

test('the register of clients allows exactly the optional columns (R2)', () => {
  expect(optionalColumns.map(({ title }) => title)).toEqual(OPTIONAL_FIELDS)
})
