import { CONNECTION } from '../../infra/local/cloud/connection.ts'

/** Points the SDK in this process at emulators on this machine, with credentials that no cloud would take. */
export function localCloud(endpoints: Partial<Record<'dynamodb' | 's3' | 'ses' | 'sfn', string>>): void {
  const variables = Object.entries(endpoints).map(([service, url]) => [
    `AWS_ENDPOINT_URL_${service.toUpperCase()}`,
    url,
  ])
  Object.assign(process.env, Object.fromEntries(variables), CONNECTION)
}
