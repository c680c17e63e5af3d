import { type AttributeValue, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { beforeAll, describe, expect, test } from 'vitest'
import { dynamoCaseLog } from '../../shared/adapters/dynamo-case-log.ts'
import { type CaseLog, CaseMovedOn } from '../../shared/contracts/ports.ts'
import type { CaseEvent } from '../../shared/domain/event.ts'
import { brokenAt, hashOf, nextAfter } from '../../shared/domain/history.ts'
import type { Database } from '../support/dynalite.ts'
import { loseAnswers } from './lost-answers.ts'
import { AT, aCaseIn, onto, RESERVED, sha256, summaryOf, THREAT } from './some-cases.ts'

/** What the case log on DynamoDB does beside its contract: how items lie in the table, and what a lost answer means. */
export function dynamoCaseLogTests(database: () => Database): void {
  let table: string
  let log: CaseLog
  const aCase = (...events: CaseEvent[]) => aCaseIn(log, ...events)

  beforeAll(async () => {
    table = await database().newTable()
    log = dynamoCaseLog(database().client, table)
  })

  test('holds the waiting that the state machine puts itself, and goes on after it', async () => {
    const { caseId, last } = await aCase()
    const prev = onto(last).hash
    await database().client.send(
      new PutItemCommand({
        TableName: table,
        Item: {
          pk: { S: `CASE#${caseId}` },
          sk: { S: 'EVENT#000002' },
          seq: { N: '2' },
          at: { S: '2026-03-05T08:00:01.250Z' },
          prev: { S: prev },
          type: { S: 'Waiting' },
          step: { S: 'demand' },
          until: { S: '2026-03-16T08:00:00.000Z' },
          v: { N: '1' },
          by: { S: 'system' },
          token: { S: 'a-token' },
        },
        ConditionExpression: 'attribute_not_exists(sk)',
      }),
    )

    const loaded = await log.load(caseId)

    const waiting = { step: 'demand', until: '2026-03-16T08:00:00.000Z', token: 'a-token' }
    const event: CaseEvent = { type: 'Waiting', ...waiting }
    const put = nextAfter({ seq: 1, hash: prev }, event, '2026-03-05T08:00:01.250Z')
    expect(loaded?.events[1]).toStrictEqual(put)
    expect(loaded?.state).toMatchObject({ seq: 2, hash: hashOf(put, sha256), waiting })
    expect(await log.headOf(caseId)).toEqual(onto(put))
    await log.append(caseId, onto(put), THREAT, AT)
    expect(brokenAt((await log.load(caseId))?.events ?? [], sha256)).toBeNull()
  })

  describe('what is not what it should be cannot be read', () => {
    const put = (Item: Record<string, AttributeValue>) =>
      database().client.send(new PutItemCommand({ TableName: table, Item }))
    const WHOLE = {
      v: { N: '1' },
      seq: { N: '2' },
      at: { S: AT },
      prev: { S: '' },
      type: { S: 'ThreatDeclared' },
      kind: { S: 'ontruiming' },
      by: { S: 'jansen' },
    }

    test.each([
      ['something else', { seq: { S: '2' } }, 'v invalid_type'],
      ['an event of no known type', { ...WHOLE, type: { S: 'Threatened' } }, 'type invalid_union'],
      ['an event with another kind of value', { ...WHOLE, by: { N: '7' } }, 'by invalid_type'],
      [
        'an event with a member that it does not have',
        { ...WHOLE, surname: { S: 'Bos' } },
        'unrecognized_keys surname',
      ],
    ])('%s in the place of an event', async (_, item, fault) => {
      const { caseId } = await aCase()
      await put({ pk: { S: `CASE#${caseId}` }, sk: { S: 'EVENT#000002' }, ...item })

      await expect(log.load(caseId)).rejects.toThrow(new Error(`CASE#${caseId} EVENT#000002 is not an event: ${fault}`))
    })

    test('a summary without its renter', async () => {
      const { caseId } = await aCase()
      await put({ pk: { S: `CASE#${caseId}` }, sk: { S: 'SUMMARY' }, caseId: { S: caseId }, seq: { N: '1' } })

      await expect(log.load(caseId)).rejects.toThrow(`CASE#${caseId} SUMMARY is not a summary: renter invalid_type`)
      await log.summarise(summaryOf(caseId, { seq: 1 }))
      expect((await log.load(caseId))?.summary).toStrictEqual(summaryOf(caseId, { seq: 1 }))
    })
  })

  describe('when the answer of the database is lost', () => {
    test('an append that took effect counts as done, and is there once', async () => {
      const { caseId, last } = await aCase()
      const { client } = database()
      const lost = loseAnswers(client, 'PutItemCommand', 1)

      const stored = await log.append(caseId, onto(last), RESERVED, AT)

      expect(lost()).toBe(1)
      expect((await log.load(caseId))?.events.slice(1)).toEqual([stored])
    })

    test('an append is refused when another writer put the same event first', async () => {
      const { caseId, last } = await aCase()
      const { client } = database()
      await log.append(caseId, onto(last), RESERVED, AT)
      const lost = loseAnswers(client, 'GetItemCommand', 1)

      await expect(log.append(caseId, onto(last), RESERVED, AT)).rejects.toThrow(CaseMovedOn)
      expect(lost()).toBe(1)
    })
  })

  test('the keys of an event are the ones that the state machine writes', async () => {
    const { caseId } = await aCase()
    const Key = { pk: { S: `CASE#${caseId}` }, sk: { S: 'EVENT#000001' } }

    const { Item } = await database().client.send(new GetItemCommand({ TableName: table, Key }))

    expect(Item).toMatchObject({ seq: { N: '1' }, at: { S: AT }, prev: { S: '' }, type: { S: 'CaseOpened' } })
  })
}
