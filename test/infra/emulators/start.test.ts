import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { SendRawEmailCommand } from '@aws-sdk/client-ses'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readSentMail } from '../../../infra/local/emulators/outbox.ts'
import { startEmulators } from '../../../infra/local/emulators/start.ts'
import {
  allGone,
  BUCKET,
  isAlive,
  type RunningEmulators,
  runningEmulators,
  temporaryFolder,
} from './running-emulators.ts'

let data: Awaited<ReturnType<typeof temporaryFolder>>
let running: RunningEmulators

beforeAll(async () => {
  data = await temporaryFolder()
  running = await runningEmulators(data.folder)
})
afterAll(async () => {
  await running.emulators.stop()
  await data.remove()
})

const putObject = (Key: string) =>
  running.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: `content of ${Key}` })).then(() => Key)
const sendMail = (reservation: string) =>
  running.ses
    .send(
      new SendRawEmailCommand({
        RawMessage: {
          Data: Buffer.from(`From: a@a.example\r\nTo: b@b.example\r\nX-Reservation: ${reservation}\r\n\r\nTekst\r\n`),
        },
      }),
    )
    .then(() => reservation)

/** Whether anything answers on the port at that address. */
async function answers(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port, timeout: 1_000 })
  const outcome = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'timeout').then(() => false),
  ]).catch(() => false)
  socket.destroy()
  return outcome
}

describe('the emulators of the embedded cloud', () => {
  it('can be reached from this machine only', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .map(({ address }) => address)
      .filter((address) => address !== '127.0.0.1' && !address.startsWith('fe80'))
    for (const endpoint of Object.values(running.emulators.endpoints)) {
      const port = Number(new URL(endpoint).port)
      expect(await answers('127.0.0.1', port)).toBe(true)
      for (const address of [...others, '127.0.0.2']) expect(await answers(address, port), address).toBe(false)
    }
  })

  it('refuse a second run on their folders, and leave nothing of it', async () => {
    const second = startEmulators({ dataDir: data.folder, buckets: [], onExit: () => undefined })
    await expect(second).rejects.toThrow(
      `s3 cannot start: the folder ${join(data.folder, 's3')} is in use by another run (process ${running.emulators.pids.s3})`,
    )
    expect(Object.values(running.emulators.pids).every(isAlive)).toBe(true)
  })

  it('keep everything they acknowledged when all are killed in the middle of writing', async () => {
    const acknowledged: Record<'objects' | 'mails', string[]> = { objects: [], mails: [] }
    const names = Array.from({ length: 400 }, (_, index) => `n${index}`)
    const writing = Promise.allSettled(
      names.flatMap((name) => [
        putObject(`many/${name}`).then((done) => acknowledged.objects.push(done)),
        sendMail(name).then((done) => acknowledged.mails.push(done)),
      ]),
    )
    while (Object.values(acknowledged).some((done) => done.length < 30))
      await putObject('one more').catch(() => undefined)
    running.emulators.kill()
    for (const client of [running.s3, running.ses]) client.destroy()
    await writing
    await allGone(running.emulators.pids)
    expect(running.exits).toEqual([])

    running = await runningEmulators(data.folder)
    for (const Key of acknowledged.objects) {
      const { Body } = await running.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }))
      expect(await Body?.transformToString()).toBe(`content of ${Key}`)
    }
    const sent = await readSentMail(running.emulators.mailFolder, 0)
    expect(sent.map(({ reservation }) => reservation)).toEqual(expect.arrayContaining(acknowledged.mails))
  })

  it('say so when one of them ends that nobody stopped', async () => {
    process.kill(running.emulators.pids.ses, 'SIGKILL')
    await expect.poll(() => running.exits).toEqual(['ses ended with SIGKILL'])
    await running.emulators.stop()
    expect(running.exits).toHaveLength(1)
  })

  it('leave no process behind when they are stopped', () => {
    expect(Object.values(running.emulators.pids).filter(isAlive)).toEqual([])
  })

  it('end by themselves when their parent is killed, and can be started again at once', async () => {
    const start = new URL('../../../infra/local/emulators/start.ts', import.meta.url)
    const script = `
      const { startEmulators } = await import(${JSON.stringify(start.href)})
      const { pids } = await startEmulators({ dataDir: ${JSON.stringify(data.folder)}, buckets: [], onExit: () => {} })
      process.send(pids)`
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    const [message] = await once(parent, 'message')
    const pids = z.object({ s3: z.int(), ses: z.int() }).parse(message)
    expect(Object.values(pids).every(isAlive)).toBe(true)
    parent.kill('SIGKILL')
    running = await runningEmulators(data.folder)
    await allGone(pids)
  })

  it('name the one that cannot start, and the reason, and leave none running', async () => {
    const other = await temporaryFolder()
    await writeFile(join(other.folder, 's3'), 'a file where the folder should be')
    const failed = startEmulators({ dataDir: other.folder, buckets: [], onExit: () => undefined })
    await expect(failed).rejects.toThrow(/^s3 cannot start: EEXIST/)
    // None holds its folder any more.
    await rm(join(other.folder, 's3'))
    const emulators = await startEmulators({ dataDir: other.folder, buckets: [], onExit: () => undefined })
    await emulators.stop()
    await other.remove()
  })
})
