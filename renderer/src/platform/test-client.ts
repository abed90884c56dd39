import { createORPCClient } from '@orpc/client'
import type { EngineClient } from './engine-client.ts'

/** A client for tests: each procedure, by its dotted name, answers what its function does. */
export function createTestClient(
  answers: Readonly<Record<string, (input: unknown) => unknown>>,
): EngineClient {
  return createORPCClient<EngineClient>({
    call(path, input) {
      const answer = answers[path.join('.')]
      if (answer === undefined) return Promise.reject(new Error(`${path.join('.')} was not expected`))
      return Promise.resolve().then(() => answer(input))
    },
  })
}
