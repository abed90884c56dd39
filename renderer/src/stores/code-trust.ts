import { ORPCError } from '@orpc/client'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { ShownCode } from '../../../shared/contract/trust.ts'
import type { JobInput } from '../../../shared/model/job.ts'
import { usePlatform } from '../platform/platform.ts'

/** Code of somebody else that the engine does not run before it was accepted. */
export type RefusedCode = Pick<ShownCode, 'text' | 'hash'>

/** What is to be done with the code. */
export type CodePurpose = 'run' | 'try' | 'plan'

/** Code that is shown to the user, who decides about it. */
export interface CodeQuestion {
  readonly code: RefusedCode
  readonly purpose: CodePurpose
  readonly answer: (isAccepted: boolean) => void
}

/** The code that a call was refused for; null where it was refused for something else. */
export function refusedCode(error: unknown): RefusedCode | null {
  if (!(error instanceof ORPCError) || error.code !== 'NOT_TRUSTED') return null
  const data: unknown = error.data
  if (typeof data !== 'object' || data === null || !('text' in data) || !('hash' in data)) return null
  const { text, hash } = data
  return typeof text === 'string' && typeof hash === 'string' ? { text, hash } : null
}

/**
 * Code that came from somebody else: it is shown whole before the engine is asked to run it. The engine alone knows what
 * has to be accepted; here it is only put to the user.
 */
export const useCodeTrustStore = defineStore('code-trust', () => {
  const { client } = usePlatform()
  /** What the user is asked at the moment; null for nothing. */
  const question = shallowRef<CodeQuestion | null>(null)

  /** Shows the code. Answers whether it was accepted. */
  async function ask(code: RefusedCode, purpose: CodePurpose): Promise<boolean> {
    question.value?.answer(false)
    return await new Promise((resolve) => {
      question.value = {
        code,
        purpose,
        answer(isAccepted) {
          question.value = null
          resolve(isAccepted)
        },
      }
    })
  }

  /** Tells the engine that the code in question was accepted. Rejects as the call does, and asks on. */
  async function accept({ code, answer }: CodeQuestion): Promise<void> {
    await client.trust.accept({ hash: code.hash })
    answer(true)
  }

  /**
   * Whether a job may be worked on: its code, if it is somebody else's and was not accepted yet, is shown first. Rejects as
   * `trust.codeOf` does.
   */
  async function admit({ task, origin }: JobInput, purpose: CodePurpose): Promise<boolean> {
    const code = await client.trust.codeOf({ task, ...(origin === undefined ? {} : { origin }) })
    if (code === null || !code.isForeign || code.isAccepted) return true
    return await ask(code, purpose)
  }

  /**
   * Does something, and where the engine refuses it for its code, shows that and does it again once it was accepted.
   * Answers null where it was not. Rejects as the action does for any other reason.
   */
  async function whenAccepted<Result extends object>(
    purpose: CodePurpose,
    action: () => Promise<Result>,
  ): Promise<Result | null> {
    for (;;) {
      try {
        return await action()
      } catch (error) {
        const code = refusedCode(error)
        if (code === null) throw error
        if (!(await ask(code, purpose))) return null
      }
    }
  }

  return { question, ask, accept, admit, whenAccepted }
})
