import { expect, test } from 'vitest'
import type { Workflow } from '../../shared/contracts/ports.ts'

/** What every workflow must do, whatever lies under it. */
export function workflowContract(newWorkflow: () => Promise<Workflow>): void {
  test('a case that was started runs, and no other; all are seen at once', async () => {
    const workflow = await newWorkflow()
    expect(await workflow.isRunning('Y-1')).toBe(false)

    await workflow.startCase('Y-1')

    expect(await workflow.isRunning('Y-1')).toBe(true)
    const runs = await workflow.running()
    expect(['Y-1', 'Y-2'].map(runs)).toEqual([true, false])
  })

  test('what was asked before is harmless to ask again', async () => {
    const workflow = await newWorkflow()
    for (const _ of [1, 2]) {
      await workflow.startCase('Y-3')
      await workflow.startRound('2026-03-20')
      await workflow.startImport('import-3', { key: '2026-03-02.csv', confirmed: false })
      await workflow.wake('a token of nobody')
    }

    expect(await workflow.isRunning('Y-3')).toBe(true)
  })
}
