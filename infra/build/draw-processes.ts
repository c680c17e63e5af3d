import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { machines } from '../../statemachines/machines.ts'
import { type Chapters, drawMachine } from './draw-machine.ts'

// `npm run draw`: writes statemachines/README.md, the processes as pictures. A test holds it to the state machines.

export const PICTURES = resolve(import.meta.dirname, '../../statemachines/README.md')

/**
 * The case in the chapters of the work instruction (werkinstructie vroegsignalering), and what lies beside its main
 * line.
 */
const ARREARS_CASE: Chapters = {
  hub: {
    title: 'At the start, after every event and after every step',
    states: ['Where does the case stand?', 'What comes next?', 'Wait an hour, then look again', 'The case is closed'],
  },
  chapters: [
    {
      title: 'Stap 2: maatschappelijk verantwoorde incassoprocedure',
      states: [
        'Wait for the reminder date',
        'Send the reminder',
        'Wait for the demand date',
        'Send the demand with text 1',
        'Wait for the notice date',
        'Send the five-day notice with text 2',
        'Wait for the day of the follow-up',
        'Send the follow-up of later months',
        'Wait for the day of the next task',
        'Wait for a book that is fresh',
      ],
    },
    {
      title: 'Stap 3: signalen aanleveren, of intrekken',
      states: [
        'Wait for the signal round',
        'Test the signal against G1 to G9',
        'May the signal leave?',
        'Wait for the delivery of the signal',
        'Ask for a round',
        'Wait for the withdrawal of the signal',
      ],
    },
    {
      title: 'Stap 4 en 5: de gemeente handelt en koppelt terug',
      states: ["Wait for the municipality's answer", 'Hand the case over to the collection agency'],
    },
    {
      title: 'Stap 6: incassoproces 30 dagen opschorten',
      states: ['Wait out the 30 days', 'Wait to tell the collection agency', 'Tell the collection agency'],
    },
    {
      title: 'Beside the main line',
      aside: true,
      states: [
        'Wait for the terms of the arrangement',
        'Wait for the end of the hold',
        'Wait to post the letter that bounced',
        'Post the letter that bounced',
        'Wait for news',
        'Wait for word of the act that was broken off',
        'Settle the act that was broken off',
      ],
    },
  ],
  story: [
    { from: 'What comes next?', to: 'Wait for the reminder date', because: 'a renter is in arrears' },
    {
      from: 'Wait for the delivery of the signal',
      to: "Wait for the municipality's answer",
      because: 'the signal was delivered',
    },
    { from: "Wait for the municipality's answer", to: 'Wait out the 30 days', because: 'help was accepted' },
  ],
}

/** The chapters of a picture, by machine; one without is drawn as it is. */
const CHAPTERS: Readonly<Record<string, Chapters>> = { 'arrears-case': ARREARS_CASE }

const INTRODUCTION = `# The processes

\`arrears-case.ts\`, \`erp-import.ts\` and \`signal-round.ts\` are the three state machines: objects in Amazon States Language
with JSONata. CDK deploys them and the embedded cloud runs them, each with its own names for the functions and the table.
What they share is in \`asl.ts\` (the language), \`call-function.ts\` (a call that is tried again) and \`wait-for-event.ts\` (a
wait that an event ends early). A way to a state that is not there does not compile, nor does a step of a case that has no
state.

## The pictures

Drawn by \`npm run draw\`; a test fails when they differ from the state machines. The names of the states are those that
the AWS console shows.

Blue: something is done. Yellow: the process waits. Thick: the main line, with nobody intervening; a way between two chapters
leads by way of the look at the case. Dotted: an event ends any wait of a chapter early, and a step that cannot go on looks again;
from there a way leads to every step. What is tried again, or fails for an hour, is not drawn.
`

/** The text of the file with the pictures, as the state machines are now. */
export function pictures(): string {
  const sections = Object.entries(machines).map(([name, machine]) => {
    const drawn = drawMachine(machine, CHAPTERS[name])
    return `\n## ${name}\n\n${machine.Comment}\n\n\`\`\`mermaid\n${drawn}\n\`\`\`\n`
  })
  return INTRODUCTION + sections.join('')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(PICTURES, pictures())
