import { casesOutside, notebook, objects } from '../../shared/adapters/from-environment.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { writeWithdrawals, writeWithdrawalsInput } from './write-withdrawals.ts'

export const handler = lambda(writeWithdrawalsInput, (input) =>
  writeWithdrawals({ ...casesOutside(), objects: objects(), notebook: notebook() }, input),
)
