import { type AddressObject, simpleParser } from 'mailparser'
import { changeCase } from '../../shared/cases/change-case.ts'
import { summaryOf } from '../../shared/cases/summary.ts'
import type { Person, RenterRecord } from '../../shared/contracts/renters.ts'
import type { Command } from '../../shared/domain/command.ts'
import type { StoredEvent } from '../../shared/domain/event.ts'
import { standingOf } from '../../shared/domain/standing.ts'
import { allQuestions } from '../../shared/questions/questions.ts'
import { templates } from '../letters/support.ts'
import { at, type CaseBuilder, CONTRACTS, KEY, namedClaims } from '../support/case-builder.ts'
import { aWorld } from '../support/in-memory/world.ts'

export const CASE = 'C-1'
export const RENTER = '100001'

const PERSON: Person = {
  surname: 'Bos',
  initials: 'A.',
  street: 'Dorpsstraat',
  houseNumber: '1',
  houseNumberAddition: '',
  postcode: '1011AB',
  city: 'Amsterdam',
  phone: '',
  email: 'bos@huis.example',
}

/**
 * A case with this history, in a world in memory, as the functions of its workflow find it at a moment.
 *
 * @param when a date for nine in the morning, or `2026-03-05T14:30`
 * @param person what the renter's record says otherwise; null when there is none
 */
export async function aCaseIn({ history, state }: CaseBuilder, when: string, person: Partial<Person> | null = {}) {
  let now = at(when)
  let meanwhile: (() => Promise<unknown>) | null = null
  const world = await aWorld(() => new Date(now))
  const { log, registers, renters, mailer, notebook } = world

  for (const event of history) await log.append(CASE, { seq: event.seq - 1, hash: event.prev }, event, event.at)
  const { client, lastAt } = state
  const conditions = await registers.conditions(client, state.gemeentecode)
  const standing = standingOf(state, conditions.policy, conditions.clientConditions, lastAt)
  await log.summarise(summaryOf(CASE, RENTER, state, conditions, standing, lastAt, null))
  if (person)
    await renters.put({
      renter: RENTER,
      client,
      key: KEY,
      version: 1,
      caseId: CASE,
      claims: namedClaims(),
      contracts: CONTRACTS,
      person: { ...PERSON, ...person },
    })

  const ports = {
    ...world,
    workflow: null,
    rounds: world.workflow,
    templates: async () => {
      const fact = meanwhile
      meanwhile = null
      await fact?.()
      return templates
    },
  }
  const happens = (command: Command) => changeCase(ports, CASE, command)
  const events = async () => (await log.load(CASE))?.events.slice(history.length) ?? []
  return {
    ports,
    happens,
    /** Once, when the act is reserved and its letter is about to be written. */
    whileWriting(fact: () => Promise<unknown>): void {
      meanwhile = fact
    },
    isAt(later: string): void {
      now = at(later)
    },
    /** What was recorded since. */
    events,
    told: async () => (await events()).map(({ type }) => type),
    async last<Type extends StoredEvent['type']>(type: Type): Promise<Extract<StoredEvent, { type: Type }>> {
      const isOfType = (event: StoredEvent): event is Extract<StoredEvent, { type: Type }> => event.type === type
      const found = (await events()).filter(isOfType).at(-1)
      if (!found) throw new Error(`no ${type}`)
      return found
    },
    /** The mails that left, as their reader sees them. */
    async mails() {
      const parsed = await Promise.all(mailer.mails.map(({ raw }) => simpleParser(Buffer.from(raw))))
      return parsed.map(({ to, text = '', headers }) => ({
        to: addressOf(to),
        letter: headers.get('x-letter'),
        text: text.replace(/\s+/g, ' '),
      }))
    },
    /** The questions that are open. */
    async questions(): Promise<string[]> {
      const open = (await allQuestions(notebook)).filter(({ endedAt }) => endedAt === null)
      return open.map(({ about, reason }) => `${about}: ${reason}`)
    },
    async record(): Promise<RenterRecord> {
      const record = await renters.get(RENTER, client)
      if (!record) throw new Error('no record')
      return record
    },
  }
}

const addressOf = (to: AddressObject | AddressObject[] | undefined): string | undefined =>
  [to].flat()[0]?.value[0]?.address
