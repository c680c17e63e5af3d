import { expect, test } from 'vitest'
import { heldBecause } from '../../shared/domain/gate-reasons.ts'

test('a held signal says in Dutch what is missing, and what resolves it, in the order of its reasons', () => {
  expect(heldBecause(['G4b', 'G6'])).toEqual([
    'Er is over deze huur geen recente poging tot contact. Bel de huurder, en leg dat vast.',
    'Er is vandaag geen mandaat van de opdrachtgever. Spreek het af, en zet het in het register.',
  ])
  expect(heldBecause([])).toEqual([])
})
