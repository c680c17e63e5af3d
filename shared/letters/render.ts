import { SUBJECT_LINE } from './check.ts'
import { type Letter, type LetterModel, letterModelSchema } from './model.ts'
import { fillIn, type Templates } from './template.ts'
import { viewOf } from './view.ts'

export interface RenderedLetter {
  readonly subject: string
  readonly html: string
  /** Plain text, lines end in `\n`, without the subject. */
  readonly text: string
}

/**
 * One letter, ready to be sent.
 *
 * @throws ZodError if the model is wrong (a defect of the caller; its issues hold no values)
 */
export function renderLetter(templates: Templates, model: LetterModel): RenderedLetter {
  const letter = letterModelSchema.parse(model)
  const { subject, text } = renderText(templates, letter)
  const html = templates.html.get(letter.kind) ?? ''
  return {
    subject,
    text,
    html: fillIn('html', html, { ...viewOf(letter), subject }, (part) => templates.html.get(part)),
  }
}

/** Subject and text; `instead` puts another text in the place of a part (print draws its own head and table). */
export function renderText(
  templates: Templates,
  letter: Letter,
  instead: Readonly<Record<string, string>> = {},
): { subject: string; text: string } {
  const part = (name: string) => instead[name] ?? templates.txt.get(name)
  const filled = fillIn('txt', templates.txt.get(letter.kind) ?? '', viewOf(letter), part)
  const subject = SUBJECT_LINE.exec(filled)?.[1] ?? ''
  return { subject: subject.trim(), text: filled.replace(SUBJECT_LINE, '').trimStart() }
}
