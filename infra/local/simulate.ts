import { mkdirSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { command, lineOf, WrongInput } from '../command.ts'
import { ownTemplates } from '../own-templates.ts'
import { wrongSender } from '../sender.ts'
import { readArguments } from './simulation/arguments.ts'
import { readPlan } from './simulation/plan.ts'
import { PHASES, showProgress } from './simulation/progress.ts'
import { scratchFolder } from './simulation/scratch.ts'
import type { Summary } from './simulation/summary.ts'
import { RunFailed, supervise } from './simulation/supervisor.ts'

// `npm run simulate`: plays the process over virtual months on the embedded cloud, as infra/local/README.md says.

async function main(argv: readonly string[]): Promise<undefined> {
  const given = readArguments(argv)
  const { moments, ignored, registers } = readPlan(given)
  if (given.templates !== null) await ownTemplates(given.templates)
  try {
    mkdirSync(given.out, { recursive: true })
  } catch {
    throw new WrongInput(`--out ${given.out}: deze map kan niet worden gemaakt`)
  }
  const show = showProgress(process.stdout)
  show.say(
    `Simulatie van ${given.from} tot en met ${given.until}: ${moments.length} bestanden en gebeurtenissen. De cloud start.`,
  )
  const wrong = wrongSender(registers.organisation.from, null)
  if (wrong !== null) show.say(`Let op: ${wrong}.`)
  for (const name of ignored)
    show.say(`Overgeslagen, want dit is geen bestand met een naam als jjjj-mm-dd….csv of .xlsx: ${name}`)

  const dataDir = scratchFolder()
  try {
    const summary = await supervise(dataDir, argv, {
      onProgress: show.update,
      onCrash: () => show.say('De cloud is hard gestopt en start opnieuw.'),
    })
    show.done()
    show.say(conclusion(summary as Summary, relative(process.cwd(), given.out) || '.'))
  } finally {
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

function conclusion(summary: Summary, out: string): string {
  const line = (label: string, counts: Record<string, number>, names: Readonly<Record<string, string>> = {}) => {
    const parts = Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([name, count]) => `${names[name] ?? name} ${count}`)
    return `  ${label.padEnd(12)}${parts.join(', ') || 'geen'}`
  }
  const { undisturbedCase: calm } = summary
  return [
    '',
    `Klaar: ${summary.cases} dossiers.`,
    line('dossiers', summary.phases, PHASES),
    line('brieven', summary.letters, {
      reminder: 'herinneringen',
      demand: 'aanmaningen',
      notice: 'sommaties',
      agency: 'incassobureau',
      'posted after a bounce': 'nagezonden per post',
    }),
    line('verzonden', summary.channels, { email: 'per e-mail', post: 'per post' }),
    line('signalen', summary.signals, {
      written: 'geschreven',
      delivered: 'aangeleverd',
      held: 'aangehouden',
      withdrawn: 'ingetrokken',
      rejected: 'geweigerd door het meldpunt',
    }),
    line('bestanden', summary.imports, { accepted: 'verwerkt', quarantined: 'in quarantaine', rejected: 'geweigerd' }),
    ...(summary.questions > 0 ? [`  vragen voor mensen ${summary.questions}: zie questions.jsonl`] : []),
    `  ${'cloud'.padEnd(12)}${summary.executions} uitvoeringen, ${summary.stateTransitions} overgangen, ${summary.lambdaInvocations} aanroepen; een ongestoord dossier: ${calm.stateTransitions} overgangen, ${calm.lambdaInvocations} aanroepen`,
    `Alles staat in ${out}: signals, withdrawals, instructions, manifests, rows, receipts, mail, letters, post, post-batches, erp-return, nvvk, imports.jsonl, cases.jsonl, log.jsonl, anchors.jsonl, questions.jsonl en summary.json.`,
  ].join('\n')
}

// Somebody who reads no further (`| head`) still gets the results in `--out`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

await command(() => main(process.argv.slice(2)), {
  told: (error) => `De simulatie is mislukt: ${error instanceof RunFailed ? error.message : lineOf(error)}`,
})
