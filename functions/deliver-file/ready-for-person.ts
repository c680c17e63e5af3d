import type { Question } from '../../shared/contracts/question.ts'
import type { Worklist } from '../../shared/contracts/round.ts'
import { instructionsFor } from '../../shared/portals/instructions.ts'
import { askQuestionOnce, questionId } from '../../shared/questions/questions.ts'
import { instructionsKey } from '../../shared/rounds/portal-file.ts'
import type { DeliveryPorts } from './ports.ts'

/** What is asked of a person, by how much haste it has. */
const ASKED = {
  upload: { usual: 'to-upload', urgent: 'urgent-upload' },
  website: { usual: 'to-enter', urgent: 'urgent-entry' },
} as const satisfies Record<string, Record<string, Question['reason']>>

/**
 * Lays down how to upload the file, or to enter its rows, and asks people once to do it; who did it is reported as
 * `upload-confirmed` (S2, R3).
 */
export async function readyForPerson(ports: DeliveryPorts, list: Worklist, urgent: boolean): Promise<void> {
  await ports.objects.put('signals', instructionsKey(list), instructionsFor(list), 'text/plain; charset=utf-8')
  const asked = ASKED[list.channel === 'website' ? 'website' : 'upload']
  const question: Question = {
    about: 'upload',
    reason: urgent ? asked.urgent : asked.usual,
    caseId: null,
    file: list.file,
    at: ports.now().toISOString(),
  }
  await askQuestionOnce(ports, questionId.upload(list.file), question)
}
