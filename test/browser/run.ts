import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { CHROMIUM } from './chromium.ts'

// `npm run test:browser`: on a machine without a browser nothing is tested, and nothing is wrong.

if (existsSync(CHROMIUM))
  spawn('vitest', ['run', '--project=browser', ...process.argv.slice(2)], { stdio: 'inherit' }).once('exit', (code) => {
    process.exitCode = code ?? 1
  })
else
  console.log(
    `Geen browser gevonden: ${CHROMIUM} bestaat niet. De tests in een browser zijn overgeslagen.
No browser found: ${CHROMIUM} does not exist. The tests in a browser were skipped.
Debian and Ubuntu: apt-get install chromium. Elsewhere: CHROMIUM=/path/to/chromium npm run test:browser.`,
  )
