import { caseworkOutside, notebook, objects } from '../../shared/adapters/from-environment.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { writeWithdrawals, writeWithdrawalsInput } from './write-withdrawals.ts'

export const handler = lambda(writeWithdrawalsInput, (input) =>
  writeWithdrawals({ ...caseworkOutside(), objects: objects(), notebook: notebook() }, input),
)
