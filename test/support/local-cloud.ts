/** Points the SDK in this process at emulators on this machine, with credentials that no cloud would take. */
export function localCloud(endpoints: Partial<Record<'dynamodb' | 's3' | 'ses' | 'sfn', string>>): void {
  const variables = Object.entries(endpoints).map(([service, url]) => [
    `AWS_ENDPOINT_URL_${service.toUpperCase()}`,
    url,
  ])
  Object.assign(process.env, Object.fromEntries(variables), {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    // The S3 emulator does not read checksums that trail a stream.
    AWS_REQUEST_CHECKSUM_CALCULATION: 'WHEN_REQUIRED',
    AWS_RESPONSE_CHECKSUM_VALIDATION: 'WHEN_REQUIRED',
  })
}
