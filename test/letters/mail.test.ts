import { simpleParser } from 'mailparser'
import { describe, expect, it } from 'vitest'
import { AddressRefused, composeMail, type Mail } from '../../shared/letters/mail.ts'
import { renderLetter } from '../../shared/letters/render.ts'
import { aDemand, renter, templates } from './support.ts'

const letter = renderLetter(templates, aDemand({ renter: { ...renter, surname: 'Müller-Şahin' } }))

const aMail = (changes: Partial<Mail> = {}): Mail => ({
  from: { name: 'Vastgoed Één & Zn.', address: 'incasso@voorbeeld.example' },
  to: { name: 'J. Müller-Şahin', address: 'huurder@elders.example' },
  ...letter,
  date: new Date('2026-04-07T07:30:00Z'),
  headers: { 'X-Case': 'HA-0042', 'X-Letter': 'demand', 'X-Reservation': 'HA-0042-000017' },
  ...changes,
})
const source = async (mail: Mail) => Buffer.from(await composeMail(mail)).toString('latin1')
const headOf = (raw: string) => raw.slice(0, raw.indexOf('\r\n\r\n'))

describe('a composed mail', () => {
  it('reads back with its headers, in any alphabet', async () => {
    const parsed = await simpleParser(Buffer.from(await composeMail(aMail({ subject: 'Aanmaning: één brief' }))))
    expect(parsed.from?.value).toEqual([{ name: 'Vastgoed Één & Zn.', address: 'incasso@voorbeeld.example' }])
    expect(parsed.to).toMatchObject({ value: [{ name: 'J. Müller-Şahin', address: 'huurder@elders.example' }] })
    expect(parsed.subject).toBe('Aanmaning: één brief')
    expect(parsed.date).toEqual(new Date('2026-04-07T07:30:00Z'))
    expect(parsed.headers.get('x-case')).toBe('HA-0042')
    expect(parsed.headers.get('x-letter')).toBe('demand')
    expect(parsed.headers.get('x-reservation')).toBe('HA-0042-000017')
    expect(parsed.messageId).toMatch(/^<[0-9a-f]{32}@voorbeeld\.example>$/)
  })

  it('reads back with both parts, letter for letter', async () => {
    const parsed = await simpleParser(Buffer.from(await composeMail(aMail())))
    expect(parsed.text?.trim()).toBe(letter.text.trim())
    expect(typeof parsed.html === 'string' && parsed.html.trim()).toBe(letter.html.trim())
    expect(parsed.text).toContain('Beste J. Müller-Şahin,')
  })

  it('is ASCII with CRLF and short lines, as SMTP wants it', async () => {
    const raw = await source(aMail())
    expect(raw).toMatch(/^[\t\r\n\x20-\x7e]*$/)
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78)
    expect(raw).toContain('Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable')
    expect(raw).toContain('Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable')
  })

  it('is the same, byte for byte, when it is made again', async () => {
    expect(await composeMail(aMail())).toEqual(await composeMail(aMail()))
  })

  it('has another Message-ID and boundary for another claim', async () => {
    const other = aMail({ headers: { 'X-Letter': 'demand', 'X-Reservation': 'HA-0042-000018' } })
    const [first, second] = await Promise.all([source(aMail()), source(other)])
    const messageId = /Message-ID: (.*)\r/
    expect(messageId.exec(second)?.[1]).not.toBe(messageId.exec(first)?.[1])
    expect(headOf(second)).not.toContain('X-Case')
  })

  it('carries attachments', async () => {
    const content = new Uint8Array([0, 255, 13, 10])
    const parsed = await simpleParser(
      Buffer.from(
        await composeMail(aMail({ attachments: [{ fileName: 'brief.pdf', contentType: 'application/pdf', content }] })),
      ),
    )
    expect(parsed.attachments).toHaveLength(1)
    expect(parsed.attachments[0]).toMatchObject({ filename: 'brief.pdf', contentType: 'application/pdf' })
    expect(parsed.attachments[0]?.content).toEqual(Buffer.from(content))
    expect(parsed.text).toContain('Müller')
  })

  it('says where a reply goes', async () => {
    const parsed = await simpleParser(
      Buffer.from(await composeMail(aMail({ replyTo: { name: '', address: 'debiteuren@voorbeeld.example' } }))),
    )
    expect(parsed.replyTo?.text).toBe('debiteuren@voorbeeld.example')
  })
})

describe('nothing in a mail can start a header of its own', () => {
  const INJECTION = 'x\r\nBcc: alle@elders.example\r\n\r\ntekst'
  const FIELDS: [string, Partial<Mail>][] = [
    ['a name of a recipient', { to: { name: INJECTION, address: 'huurder@elders.example' } }],
    ['a name of a sender', { from: { name: INJECTION, address: 'incasso@voorbeeld.example' } }],
    ['a subject', { subject: INJECTION }],
    ['a case id', { headers: { 'X-Case': INJECTION, 'X-Letter': 'demand', 'X-Reservation': '1' } }],
    ['a reservation id', { headers: { 'X-Letter': 'demand', 'X-Reservation': INJECTION } }],
    [
      'a file name',
      { attachments: [{ fileName: INJECTION, contentType: 'application/pdf', content: new Uint8Array(1) }] },
    ],
    ['a content type', { attachments: [{ fileName: 'a', contentType: INJECTION, content: new Uint8Array(1) }] }],
  ]
  it.each(FIELDS)('%s', async (_, changes) => {
    const raw = await source(aMail(changes))
    expect(raw).not.toMatch(/^Bcc:/im)
    const { headers } = await simpleParser(Buffer.from(raw, 'latin1'))
    expect(headers.has('bcc')).toBe(false)
  })

  it.each([
    'huurder@elders.example\r\nBcc: alle@elders.example',
    'a@elders.example, b@elders.example',
    'a@elders.example;b@elders.example',
    '<a@elders.example>',
    'a b@elders.example',
    'zonder-apenstaart',
    'twee@@elders.example',
    'a@zonderpunt',
    'jürgen@elders.example',
    '',
  ])('refuses as an address: %j', async (address) => {
    const failure = composeMail(aMail({ to: { name: 'J. de Vries', address } }))
    await expect(failure).rejects.toThrow(AddressRefused)
    if (address !== '') await expect(failure).rejects.not.toThrow(address)
  })
})
