/** dynalite wants a signature, and does not check it. */
const SIGNED = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/service/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-date': '20260101T000000Z',
}

/** One request per emulator that it can only answer when it works, its storage included. */
export const HEALTH_REQUEST = {
  dynamodb: {
    path: '/',
    init: {
      method: 'POST',
      headers: {
        ...SIGNED,
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'DynamoDB_20120810.ListTables',
      },
      body: '{}',
    },
  },
  s3: { path: '/', init: { headers: { 'x-amz-date': SIGNED['x-amz-date'] } } },
  ses: { path: '/health-check', init: {} },
} satisfies Record<string, { path: string; init: RequestInit }>
