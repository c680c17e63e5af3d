import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'

/**
 * Lets the next calls of a kind take effect while their answers never arrive, as a broken connection does; the client
 * then tries again by itself. Answers how many were lost so far.
 */
export function loseAnswers(client: DynamoDBClient, commandName: string, count: number): () => number {
  let lost = 0
  // A client that keeps its middleware after the first call would not see this one.
  client.config.cacheMiddleware = false
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const answer = await next(args)
      if (context.commandName !== commandName || lost === count) return answer
      lost += 1
      throw Object.assign(new Error('the answer is lost'), { name: 'TimeoutError' })
    },
    { step: 'finalizeRequest', priority: 'low', name: 'loseAnswers', override: true },
  )
  return () => lost
}

/** Refuses calls of a kind, before they take effect, until what it answers is called. */
export function refuseCalls(client: DynamoDBClient, commandName: string): () => void {
  client.config.cacheMiddleware = false
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName === commandName) throw new Error('refused')
      return next(args)
    },
    { step: 'initialize', name: 'refuseCalls', override: true },
  )
  return () => void client.middlewareStack.remove('refuseCalls')
}
