import { z } from 'zod'
import { type AtOncePorts, tellNow } from '../../shared/correspondence/tell-now.ts'

export const tellAtOnceInput = z.strictObject({})

/** Tells people what cannot wait for the morning, at the end of a round, or of an import that was refused. */
export const tellAtOnce = (ports: AtOncePorts): Promise<{ told: number }> => tellNow(ports)
