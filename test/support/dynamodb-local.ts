/**
 * Runs the contract tests of the DynamoDB adapters against AWS's own DynamoDB Local. Its licence does not let a product
 * ship it, so it is no dependency: it is looked for in node_modules, or in the folder that DYNAMODB_LOCAL_DIR names.
 * Without it nothing is tested, and the exit code is 0.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FOLDER = process.env.DYNAMODB_LOCAL_DIR ?? join(ROOT, 'node_modules/amplify-dynamodb-simulator/emulator')
const JAR = join(FOLDER, 'DynamoDBLocal.jar')
const TESTS = 'test/adapters/dynamodb.test.ts'
const READY_WITHIN_MS = 30_000

const missing = whatIsMissing()
if (missing === null) process.exitCode = await run()
else console.log(`skipped: ${missing}`)

function whatIsMissing(): string | null {
  if (!existsSync(JAR))
    return `there is no ${JAR}; add DynamoDB Local with "npm install --no-save amplify-dynamodb-simulator", or let DYNAMODB_LOCAL_DIR name the folder that holds DynamoDBLocal.jar`
  if (spawnSync('java', ['-version']).status !== 0) return 'DynamoDB Local needs Java 8 or newer on the path'
  return null
}

/** Answers the exit code of the tests. */
async function run(): Promise<number> {
  const port = await freePort()
  const libraries = join(FOLDER, 'DynamoDBLocal_lib')
  const java = spawn('java', [`-Djava.library.path=${libraries}`, '-jar', JAR, '-inMemory', '-port', String(port)], {
    cwd: FOLDER,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  process.once('exit', () => java.kill())
  const exited = once(java, 'exit')
  try {
    const endpoint = `http://127.0.0.1:${port}`
    await untilReady(endpoint, java)
    return await runTests(endpoint)
  } finally {
    java.kill()
    await exited
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('there is no free port')
  return address.port
}

async function untilReady(endpoint: string, java: ChildProcess): Promise<void> {
  for (const deadline = Date.now() + READY_WITHIN_MS; Date.now() < deadline; await pause(100)) {
    if (java.exitCode !== null) throw new Error(`DynamoDB Local ended with code ${java.exitCode}`)
    // It refuses a request without a signature, which is answer enough.
    if (await fetch(endpoint).catch(() => null)) return
  }
  throw new Error(`DynamoDB Local does not answer after ${READY_WITHIN_MS / 1000} seconds`)
}

async function runTests(endpoint: string): Promise<number> {
  const vitest = spawn(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', TESTS], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, DYNAMODB_ENDPOINT: endpoint },
  })
  const [code] = await once(vitest, 'exit')
  return typeof code === 'number' ? code : 1
}
