import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { timestampService, WrongTimestamp } from '../../shared/adapters/timestamp-service.ts'
import { anchorText } from '../../shared/domain/anchor.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'

// Against `openssl ts`, which knows RFC 3161: it makes the answers, and judges them.

const folder = mkdtempSync(join(tmpdir(), 'timestamps-'))
const path = (name: string) => join(folder, name)
/** What openssl says; it tells of its work on stderr, which nobody reads. */
const openssl = (...args: readonly string[]): string =>
  execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

const hasOpenssl = (() => {
  try {
    openssl('version')
    return true
  } catch {
    return false
  }
})()

const CONFIGURATION = `
[ req ]
distinguished_name = name
prompt = no
x509_extensions = extensions
[ name ]
CN = Tijdstempels Voorbeeld
[ extensions ]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[ tsa ]
default_tsa = service
[ service ]
serial = ${path('serial')}
signer_cert = ${path('service.pem')}
certs = ${path('service.pem')}
signer_key = ${path('service.key')}
signer_digest = sha256
crypto_device = builtin
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
tsa_name = yes
`

/** What openssl answers to a question. */
function stampedByOpenssl(question: Uint8Array): Buffer {
  writeFileSync(path('question.tsq'), question)
  openssl(
    'ts',
    '-reply',
    '-config',
    path('openssl.cnf'),
    '-queryfile',
    path('question.tsq'),
    '-out',
    path('answer.tsr'),
  )
  return readFileSync(path('answer.tsr'))
}

const ANCHOR = anchorText({ day: '2026-03-05', prev: '', heads: [{ case: 'C-1', seq: 3, hash: sha256('an event') }] })
const OTHER = anchorText({ day: '2026-03-06', prev: sha256(ANCHOR), heads: [] })

describe.skipIf(!hasOpenssl)('a timestamp service (not tested where openssl is not installed)', () => {
  let server: Server
  let url = ''
  let questions: Buffer[] = []
  let answerTo: (question: Buffer) => { readonly status: number; readonly body: Uint8Array }

  beforeAll(async () => {
    writeFileSync(path('openssl.cnf'), CONFIGURATION)
    writeFileSync(path('serial'), '01\n')
    openssl(
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
        '-config',
        'openssl.cnf',
      ],
      ...['-keyout', 'service.key', '-out', 'service.pem'],
    )
    server = createServer((request, response) => {
      void buffer(request).then((question) => {
        questions.push(question)
        const { status, body } = answerTo(question)
        response.writeHead(status, { 'content-type': 'application/timestamp-reply' }).end(body)
      })
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/stamp`
  })
  afterAll(async () => {
    await new Promise((closed) => server.close(closed))
    rmSync(folder, { recursive: true, force: true })
  })

  const answering = (status: number, answer: (question: Buffer) => Uint8Array) => {
    questions = []
    answerTo = (question) => ({ status, body: answer(question) })
    return timestampService(url).stamp(ANCHOR)
  }

  test('stamps an anchor: what is kept is an answer that openssl verifies, on this text and no other', async () => {
    writeFileSync(path('anchor.json'), ANCHOR)
    writeFileSync(path('other.json'), OTHER)
    writeFileSync(path('kept.tsr'), await answering(200, stampedByOpenssl))

    const verify = (data: string) =>
      openssl('ts', '-verify', '-data', data, '-in', 'kept.tsr', '-CAfile', 'service.pem')
    expect(verify('anchor.json')).toContain('Verification: OK')
    expect(() => verify('other.json')).toThrow('message imprint mismatch')
  })

  test('learns the SHA-256 of the anchor, and nothing of what it says', async () => {
    await answering(200, stampedByOpenssl)
    const [question] = questions
    expect(question?.toString('hex')).toContain(sha256(ANCHOR))
    expect(question?.length).toBeLessThan(100)
    expect(openssl('ts', '-query', '-in', 'question.tsq', '-text')).toMatch(/Hash Algorithm: sha256[\s\S]*Nonce: 0x40/)
  })

  test('is not believed when it stamped something else', async () => {
    let kept: Buffer | null = null
    answerTo = (question) => {
      kept = stampedByOpenssl(question)
      return { status: 200, body: kept }
    }
    await timestampService(url).stamp(OTHER)
    await expect(answering(200, () => kept ?? new Uint8Array())).rejects.toThrow('on something else')
  })

  test('is not believed when it answers an earlier question about the same anchor', async () => {
    const earlier = await answering(200, stampedByOpenssl)
    await expect(answering(200, () => earlier)).rejects.toThrow('answers another question')
  })

  test('that refuses has stamped nothing', async () => {
    await expect(answering(200, () => stampedByOpenssl(Buffer.from('no question')))).rejects.toThrow(
      new WrongTimestamp('the timestamp service refuses, with status 2'),
    )
  })

  test.each([
    ['another status', 503, new Uint8Array(), 'answers 503'],
    ['a page', 200, Buffer.from('<html>'), ''],
    ['nothing', 200, new Uint8Array(), ''],
    ['too much', 200, new Uint8Array(300_000), 'too long'],
  ])('that answers with %s has stamped nothing', async (_, status, body, message) => {
    await expect(answering(status, () => body)).rejects.toThrow(message)
  })
})
