import type { CloudMessage } from './messages.ts'

type Progress = Extract<CloudMessage, { type: 'progress' }>

/** What people call the phases. */
export const PHASES: Readonly<Record<string, string>> = {
  reminding: 'aanmanen',
  'signal-held': 'signaal aangehouden',
  'signal-queued': 'signaal klaar',
  'awaiting-answer': 'wacht op gemeente',
  suspended: 'opgeschort',
  arrangement: 'betalingsregeling',
  'handed-over': 'overgedragen',
  paid: 'betaald',
  closed: 'gesloten',
}

const WIDTH = 110
/**
 * Without a terminal a line stays: one a virtual week is enough to follow a run, or one in half a minute where a day
 * takes long.
 */
const LINE_DAYS = 7
const LINE_MS = 30_000

/** Shows where a run is: one line that changes in a terminal, else a plain line now and then. */
export function showProgress(out: NodeJS.WriteStream) {
  let lastShown = ''
  let shownAt = 0
  const clear = () => out.isTTY && out.write('\r\u001b[2K')
  return {
    say(text: string): void {
      clear()
      out.write(`${text}\n`)
    },
    update(progress: Progress): void {
      const line = lineOf(progress)
      if (out.isTTY) {
        clear()
        out.write(line.slice(0, Math.min(WIDTH, out.columns || WIDTH)))
        return
      }
      const day = progress.at.slice(0, 10)
      const soon = lastShown !== '' && Date.parse(day) - Date.parse(lastShown) < LINE_DAYS * 86_400_000
      if (soon && performance.now() - shownAt < LINE_MS) return
      lastShown = day
      shownAt = performance.now()
      out.write(`${line}\n`)
    },
    done: clear,
  }
}

function lineOf({ at, letters, signals, phases }: Progress): string {
  const cases = Object.entries(phases).map(([phase, count]) => `${PHASES[phase] ?? phase} ${count}`)
  return `${at}  ${letters} mails, ${signals} signalen  ${cases.join(', ')}`.trimEnd()
}
