import type { Question } from '../../shared/contracts/question.ts'
import type { Worklist } from '../../shared/contracts/round.ts'
import { uploadInstructions } from '../../shared/portals/upload-instructions.ts'
import { askQuestionOnce, questionId } from '../../shared/questions/questions.ts'
import { instructionsKey } from '../../shared/rounds/portal-file.ts'
import type { DeliveryPorts } from './ports.ts'

/**
 * Lays down how to upload the file, and asks people once to do it; who did it is reported as `upload-confirmed` (S2).
 */
export async function readyForUpload(ports: DeliveryPorts, list: Worklist, urgent: boolean): Promise<void> {
  await ports.objects.put('signals', instructionsKey(list), uploadInstructions(list), 'text/plain; charset=utf-8')
  const at = ports.now().toISOString()
  const question: Question = {
    about: 'upload',
    reason: urgent ? 'urgent-upload' : 'to-upload',
    caseId: null,
    file: list.file,
    at,
  }
  await askQuestionOnce(ports, questionId.upload(list.file), question)
}
