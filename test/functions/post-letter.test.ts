import { describe, expect, test } from 'vitest'
import { postLetter } from '../../functions/post-letter/post-letter.ts'
import { UnknownCase } from '../../shared/cases/change-case.ts'
import { CaseStandsElsewhere } from '../../shared/cases/standing-view.ts'
import type { Person } from '../../shared/contracts/renters.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import { aCaseReadyToReport, anArrearsCase } from '../support/case-builder.ts'
import { aCaseIn, CASE } from './a-case.ts'

const reminded = anArrearsCase().withReminderSent('2026-03-05')
const bounced = reminded.withBounce('reminder', '2026-03-05T11:00')
const aBounce = (person?: Partial<Person> | null) => aCaseIn(bounced, '2026-03-05T11:00', person)
const POST = { caseId: CASE }

const posted = (world: Awaited<ReturnType<typeof aCaseIn>>) =>
  world.ports.objects.keys().filter((key) => key.startsWith('post/'))

describe('C5 a letter that came back', () => {
  test('goes by post the same day, and the main line goes on', async () => {
    const world = await aBounce()
    expect(await postLetter(world.ports, POST)).toMatchObject({ step: 'demand' })
    const letter = await world.last('LetterPosted')
    expect(letter).toMatchObject({ act: 'reminder', channel: 'post', messageId: null, receivedOn: '2026-03-07' })
    expect(posted(world)).toEqual([`post/2026-03-05/${letter.reservation}.pdf`])
    expect(await world.mails()).toEqual([])
  })

  test('C6 is kept as it lies in the post queue, under the hash that the history has', async () => {
    const world = await aBounce()
    await postLetter(world.ports, POST)
    const { document, sha256: hash, reservation } = await world.last('LetterPosted')
    const kept = await world.ports.objects.get('evidence', document)
    expect(kept).toEqual(await world.ports.objects.get('post', `2026-03-05/${reservation}.pdf`))
    expect(hash).toBe(sha256(kept ?? ''))
  })

  test('C6c C6d G5 proves as a notice what a notice does; the days to object begin with the post', async () => {
    const world = await aCaseIn(aCaseReadyToReport().withBounce('notice', '2026-04-07T11:00'), '2026-04-07T15:00')
    expect(await postLetter(world.ports, POST)).toMatchObject({ step: 'signal' })
    // Ready after the post of Tuesday has gone: Wednesday's, and presumed to be there on Friday.
    const notice = await world.last('LetterPosted')
    expect(notice).toMatchObject({ act: 'notice', debtHelp: true, offer: true, receivedOn: '2026-04-10' })
    expect(posted(world)).toEqual([`post/2026-04-08/${notice.reservation}.pdf`])
  })

  test('invariant 3: is posted once', async () => {
    const world = await aBounce()
    await postLetter(world.ports, POST)
    await expect(postLetter(world.ports, POST)).rejects.toEqual(new CaseStandsElsewhere('demand'))
    expect(posted(world)).toHaveLength(1)
    expect(await world.told()).toEqual(['ActClaimed', 'LetterPosted'])
  })

  test('invariant 3: that was reserved and never confirmed is settled first', async () => {
    const history = bounced.withReservation('post-reminder', '2026-03-05T11:00')
    const world = await aCaseIn(history, '2026-03-05T11:01')
    await expect(postLetter(world.ports, POST)).rejects.toEqual(new CaseStandsElsewhere('settle-reservation'))
    expect(posted(world)).toEqual([])
  })
})

describe('a letter that is not posted', () => {
  test.each([
    ['none came back', reminded, 'demand'],
    ['invariant 2: the renter has paid since', bounced.withPaid('2026-03-05T11:00'), 'finished'],
    ['C4 all that is open is in dispute', bounced.withDispute('H-2026-03', '2026-03-05T11:00'), 'rest'],
  ])('%s', async (_, history, step) => {
    const world = await aCaseIn(history, '2026-03-05T11:00')
    await expect(postLetter(world.ports, POST)).rejects.toEqual(new CaseStandsElsewhere(step))
    expect(posted(world)).toEqual([])
    expect(await world.told()).toEqual([])
  })

  test('invariant 2: a payment came between the reservation and the post', async () => {
    const world = await aBounce()
    world.whileWriting(() => world.happens({ type: 'payment', amountCents: 'all' }))
    expect(await postLetter(world.ports, POST)).toMatchObject({ step: 'finished' })
    expect(posted(world)).toEqual([])
    expect(await world.told()).toEqual(['ActClaimed', 'PaymentBooked', 'CasePaid', 'ActReleased'])
    expect(await world.last('ActReleased')).toMatchObject({ reason: 'overtaken' })
  })

  test('C7 an objection came in between: it is posted at the next look', async () => {
    const world = await aBounce()
    world.whileWriting(() => world.happens({ type: 'objection', channel: 'e-mail' }))
    expect(await postLetter(world.ports, POST)).toMatchObject({ step: 'post-letter' })
    expect(posted(world)).toEqual([])
    await postLetter(world.ports, POST)
    expect(posted(world)).toHaveLength(1)
  })

  test('C5 there is no address for it either: the case rests, and a person is asked', async () => {
    const world = await aBounce({ houseNumber: '' })
    await expect(postLetter(world.ports, POST)).rejects.toEqual(new CaseStandsElsewhere('undeliverable'))
    expect(await world.questions()).toEqual(['letter: no-address'])
    await expect(postLetter(world.ports, POST)).rejects.toEqual(new CaseStandsElsewhere('rest'))
  })

  test('C5 with the address mended, it is posted, and nobody is asked any more', async () => {
    const world = await aBounce({ houseNumber: '' })
    await expect(postLetter(world.ports, POST)).rejects.toThrow()
    const record = await world.record()
    await world.ports.renters.put({ ...record, version: 2, person: { ...record.person, houseNumber: '1' } })
    await world.happens({ type: 'renter-data', email: false })
    await postLetter(world.ports, POST)
    expect(posted(world)).toHaveLength(1)
    expect(await world.questions()).toEqual([])
  })

  test('C5 nobody knows the renter any more: a person is asked, and the act is tried again later', async () => {
    const world = await aBounce(null)
    await expect(postLetter(world.ports, POST)).rejects.toEqual(new CaseStandsElsewhere('refused'))
    expect(await world.questions()).toEqual(['letter: unknown-renter'])
    expect(await world.told()).toEqual(['ActClaimed', 'ActReleased'])
    await expect(postLetter(world.ports, POST)).rejects.toEqual(new CaseStandsElsewhere('post-letter'))
    expect(await world.told()).toEqual(['ActClaimed', 'ActReleased'])
  })

  test('a case that is not there is a mistake of the caller', async () => {
    const world = await aBounce()
    await expect(postLetter(world.ports, { caseId: 'C-2' })).rejects.toEqual(new UnknownCase('C-2'))
  })
})
