import { correspondence, registers } from '../../shared/adapters/from-environment.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { tellStaff, tellStaffInput } from './tell-staff.ts'

export const handler = lambda(tellStaffInput, () => tellStaff({ ...correspondence(), registers: registers() }))
