import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import { HTTPException } from 'hono/http-exception'
import type { KeptQuestion } from '../../../shared/contracts/question.ts'
import { questionInFull, reasonsOf } from '../../../shared/correspondence/asked.ts'
import { offered, questionWith } from '../../../shared/questions/questions.ts'
import { answerWord } from '../answer-words.ts'
import { authorOf } from '../authors.ts'
import { deed } from '../deed.ts'
import { button, card, type Html, page } from '../layout.ts'
import type { ConsolePorts, Env } from '../ports.ts'
import { mayAct } from '../roles.ts'
import { capital, shortMoment } from '../words.ts'

/** A question, the words that answer it, and what an answer would do (H1). */
export function questionPages(app: Hono<Env>, ports: ConsolePorts): void {
  app.get('/vragen/:id', async (context) => {
    const question = await asked(ports, context)
    const answer = context.req.query('antwoord')
    if (answer === undefined || question.endedAt !== null) return questionPage(ports, context, question)
    return answering(ports, context, question, answer)
  })
  app.post('/vragen/:id', async (context) => {
    const question = await asked(ports, context)
    const { antwoord } = await context.req.parseBody()
    return answering(ports, context, question, String(antwoord ?? ''))
  })
}

async function asked(ports: ConsolePorts, context: Context<Env>): Promise<KeptQuestion> {
  const question = await questionWith(ports.notebook, context.req.param('id') ?? '')
  if (!question) throw new HTTPException(404)
  return question
}

async function answering(
  ports: ConsolePorts,
  context: Context<Env>,
  question: KeptQuestion,
  answer: string,
): Promise<Response> {
  if (!mayAct(context.get('session').role)) throw new HTTPException(403)
  if (!offered(question).includes(answer)) throw new HTTPException(404)
  return deed(ports, context, {
    title: `${answerWord(answer)}?`,
    crumbs: html`<a href="/vragen/${encodeURIComponent(question.id)}">Vraag</a> · ${answerWord(answer)}`,
    back: question.caseId === null ? '/' : `/dossiers/${question.caseId}`,
    about: html`<p>${await inFull(ports, question)}</p>`,
    seen: (places) => `${places} ${question.at} ${question.reason}`,
    carried: { antwoord: answer },
    final: answer === 'hand-over' || answer === 'close',
    fact: (at) => ({ type: 'question-answered', question: question.id, answer, value: null, ...at }),
  })
}

async function inFull(ports: ConsolePorts, question: KeptQuestion): Promise<string> {
  const reasons = await reasonsOf(ports, [question])
  return capital(questionInFull(question, reasons.get(question.id) ?? []))
}

async function questionPage(ports: ConsolePorts, context: Context<Env>, question: KeptQuestion): Promise<Response> {
  const { id, at, endedAt, answeredBy, answer, caseId } = question
  const here = `/vragen/${encodeURIComponent(id)}`
  const open: Html =
    endedAt !== null
      ? html`<p class="muted">Beantwoord op ${shortMoment(endedAt)} door ${await authorOf(ports, answeredBy ?? 'system')}${answer === null ? '' : html`: ${answerWord(answer)}`}.</p>`
      : mayAct(context.get('session').role)
        ? html`<div class="grid">${offered(question).map((word) => button(`${here}?antwoord=${encodeURIComponent(word)}`, answerWord(word)))}</div>`
        : html``
  const body = html`<h1>Vraag</h1>${card(
    {
      id: 'vraag',
      heading: `Gesteld op ${shortMoment(at)}`,
      ...(caseId !== null && { more: html`<a href="/dossiers/${caseId}">Naar het dossier</a>` }),
    },
    html`<div class="pad"><p>${await inFull(ports, question)}</p>${open}</div>`,
  )}`
  return page(context, { title: 'Vraag', room: 'today', crumbs: html`<a href="/">Vandaag</a> · Vraag`, body })
}
