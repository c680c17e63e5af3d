import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

// `npm test`: what keeps one processor busy runs two at a time, and is told once it has ended, so that nothing is mixed
// up. The tests, which keep both busy, come last, and only when all of that is in order.

const SIDE_BY_SIDE = [['types', 'lint'], ['synth']]

/** One script after the other. @returns whether all of them were in order */
async function inTurn(scripts: readonly string[]): Promise<boolean> {
  let good = true
  for (const script of scripts) {
    const begun = Date.now()
    const { ok, output } = await run('npm', ['run', '--silent', script])
    console.log(`${script}: ${ok ? 'good' : 'WRONG'}, ${((Date.now() - begun) / 1_000).toFixed(1)} s`)
    if (output !== '') console.log(output)
    good &&= ok
  }
  return good
}

async function run(command: string, args: readonly string[]): Promise<{ ok: boolean; output: string }> {
  // Both streams end up in one text, in the order in which they were written.
  const child = spawn('sh', ['-c', 'exec "$@" 2>&1', 'sh', command, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const output = await text(child.stdout)
  if (child.exitCode === null && child.signalCode === null) await new Promise((ended) => child.once('exit', ended))
  return { ok: child.exitCode === 0, output: output.trim() }
}

const good = await Promise.all(SIDE_BY_SIDE.map(inTurn))
if (good.includes(false)) process.exitCode = 1
else
  spawn('vitest', ['run', '--project=!slow', '--project=!browser', ...process.argv.slice(2)], {
    stdio: 'inherit',
  }).once('exit', (code) => {
    process.exitCode = code ?? 1
  })
