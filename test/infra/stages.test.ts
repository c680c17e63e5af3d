import { expect, test } from 'vitest'
import { stageNamed } from '../../infra/aws/stages.ts'
import { maySendFrom, stageOfTable, wrongSender } from '../../infra/sender.ts'

const production = stageNamed('production')

test.each([
  ['incasso@voorbeeld.example', true],
  ['Incasso@VOORBEELD.example', true],
  ['incasso@post.voorbeeld.example', true],
  ['incasso@onvoorbeeld.example', false],
  ['voorbeeld.example@elders.example', false],
])('SES lets the stage send from %s: %s', (from, may) => {
  expect(maySendFrom(production, from)).toBe(may)
})

test('a table belongs to the stage whose stack made it', () => {
  expect(stageOfTable('vroegsignalering-production-data-TableCD117FA1-X')?.name).toBe('production')
  expect(stageOfTable('cases')).toBeNull()
})

test('on a machine of one’s own, any stage may be the one that the registers are for', () => {
  expect(wrongSender('incasso@test.voorbeeld.example', null)).toBeNull()
  expect(wrongSender('incasso@elders.example', null)).toContain(
    'ligt niet in test.voorbeeld.example of voorbeeld.example',
  )
  expect(wrongSender('incasso@voorbeeld.example', stageNamed('test'))).toContain('ligt niet in test.voorbeeld.example')
})
