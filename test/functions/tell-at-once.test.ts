import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { tellAtOnce } from '../../functions/tell-at-once/tell-at-once.ts'
import type { Question } from '../../shared/contracts/question.ts'
import { askQuestion, endQuestion } from '../../shared/questions/questions.ts'
import { at } from '../support/case-builder.ts'
import { aWorld } from '../support/in-memory/world.ts'
import { REGISTERS } from '../support/landscape.ts'

const NOW = at('2026-04-20T17:40')
const ready = (file: string, change: Partial<Question> = {}): Question => ({
  ...{ about: 'upload', reason: 'to-upload', caseId: null, file, at: NOW },
  ...change,
})

/** Files that wait for a person, and the mailbox of whoever uploads them. */
async function aDesk(organisation: object = REGISTERS.organisation) {
  const ports = await aWorld(() => new Date(NOW), { ...REGISTERS, organisation })
  return {
    ports,
    ask: (id: string, question: Question) => askQuestion(ports, id, question),
    tell: () => tellAtOnce(ports),
    mails: () => Promise.all(ports.mailer.mails.map(({ raw }) => simpleParser(Buffer.from(raw)))),
  }
}

test('S2 who uploads hears of each file once, at the end of its round, and of what is void', async () => {
  const desk = await aDesk()
  expect(await desk.tell()).toEqual({ told: 0 })
  await desk.ask('a', ready('a.csv'))
  await desk.ask('b', ready('b.csv', { about: 'void-file', reason: 'voided' }))
  await desk.ask('c', ready('c.csv'))
  await endQuestion(desk.ports, 'c')
  await desk.ask('d', ready('d.csv', { about: 'answer', reason: 'unknown-answer' }))
  expect(await Promise.all([desk.tell(), desk.tell()])).toContainEqual({ told: 2 })
  expect(await desk.tell()).toEqual({ told: 0 })
  const [mail] = await desk.mails()
  expect(mail?.subject).toBe('Nu te doen: bestanden voor het meldpunt')
  expect(mail?.text).toContain('a.csv')
  expect(mail?.text).toContain('Upload dit bestand niet')
  expect(mail?.text).not.toMatch(/[cd]\.csv/)
  expect(mail?.headers.get('x-letter')).toBe('staff-files')
})

test('S1 a threatening situation is marked urgent', async () => {
  const desk = await aDesk()
  await desk.ask('a', ready('a.csv', { reason: 'urgent-upload' }))
  await desk.tell()
  const [mail] = await desk.mails()
  expect(mail?.subject).toBe('Dringend. Nu te doen: bestanden voor het meldpunt')
})

test('C13 so is a book that a threatening situation waits for; any other is asked for in the morning', async () => {
  const desk = await aDesk()
  const book = { about: 'book', reason: 'book-urgent', client: 'BELEGGER-A' } as const
  await desk.ask('a', { ...book, caseId: null, at: NOW })
  await desk.ask('b', { ...book, reason: 'book-needed', caseId: null, at: NOW })
  expect(await desk.tell()).toEqual({ told: 1 })
  const [mail] = await desk.mails()
  expect(mail?.subject).toBe('Dringend. Nu te doen: een nieuwe debiteurenlijst')
})

test('nobody is told where nobody is named', async () => {
  const { staff: _staff, ...nobody } = REGISTERS.organisation
  const desk = await aDesk(nobody)
  await desk.ask('a', ready('a.csv'))
  expect(await desk.tell()).toEqual({ told: 0 })
})
