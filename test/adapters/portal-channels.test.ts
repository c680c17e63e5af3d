import { afterEach, describe, expect, test } from 'vitest'
import { portalChannels } from '../../shared/adapters/portal-channels.ts'

/** What `portals.json` says on a machine of one's own. */
const OWN = { folder: '/aanleveren' }
const VARIABLES = ['SFTP_CONNECTOR', 'SFTP_FOLDER'] as const

afterEach(() => {
  for (const name of VARIABLES) delete process.env[name]
})

describe('files are pushed', () => {
  test.each([
    ["on one's own machine where portals.json says so", { SFTP_CONNECTOR: 'c-1' }, OWN, true],
    ['and else not', { SFTP_CONNECTOR: 'c-1' }, null, false],
    ['on AWS where the stage says so', { SFTP_CONNECTOR: 'c-1', SFTP_FOLDER: '/in' }, null, true],
    ['and else not, whatever portals.json says', {}, OWN, false],
  ])('%s', (_, environment, own, pushed) => {
    Object.assign(process.env, environment)
    expect(portalChannels({ duration: 'long', secrets: true, transfer: true }).pushTo(own, null) !== null).toBe(pushed)
  })
})
