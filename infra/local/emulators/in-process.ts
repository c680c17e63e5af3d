import inject from 'light-my-request'
import type { Answer } from '../adapters/surroundings.ts'

/** An emulator in the process of the embedded cloud. */
export interface Emulator {
  readonly answer: Answer
  readonly close: () => Promise<void>
}

/** What a server answers, without a socket between. */
export const answerBy =
  (dispatch: inject.DispatchFunc): Answer =>
  async ({ method, path, query, headers, body }) => {
    const asked = Object.entries(query).map(([name, value]): [string, string | string[]] => [name, value ?? ''])
    const payload = body instanceof Uint8Array ? Buffer.from(body.buffer, body.byteOffset, body.byteLength) : body
    const { statusCode, ...answered } = await inject(dispatch, {
      method,
      url: path,
      query: Object.fromEntries(asked),
      headers,
      ...(payload !== undefined && { payload }),
    })
    return { statusCode, headers: answered.headers, body: answered.rawPayload }
  }
