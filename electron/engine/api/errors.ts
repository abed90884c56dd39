import { ORPCError } from '@orpc/server'
import { EngineError } from '../errors.ts'

/**
 * Turns whatever a handler threw into an error of the contract: `{ code, message, data }`.
 * @param log told of what nobody foresaw, with its cause, which the message keeps from the user
 */
export function toContractError(error: unknown, log: (cause: unknown) => void): ORPCError<string, unknown> {
  if (error instanceof EngineError) {
    return new ORPCError(error.code, { status: 422, message: error.message, data: error.data })
  }
  if (isContractError(error)) {
    const issues = issuesOf(error.data)
    if (error.code !== 'BAD_REQUEST' || issues === null) return error
    return new ORPCError('INVALID_INPUT', {
      status: 422,
      message: `The request is not valid: ${issues.map(describeIssue).join('; ')}.`,
      data: { issues: issues.map(({ path, message }) => ({ path: pathOf(path), message })) },
    })
  }
  log(error)
  return new ORPCError('INTERNAL', {
    status: 500,
    message: 'Something unforeseen happened in the engine; its log has the details.',
    data: {},
  })
}

function isContractError(error: unknown): error is ORPCError<string, unknown> {
  return error instanceof ORPCError
}

interface Issue {
  readonly message: string
  readonly path: readonly unknown[]
}

function issuesOf(data: unknown): Issue[] | null {
  if (typeof data !== 'object' || data === null || !('issues' in data) || !Array.isArray(data.issues)) {
    return null
  }
  return data.issues.slice(0, 20).map((issue: unknown) => {
    if (typeof issue !== 'object' || issue === null) return { message: String(issue), path: [] }
    return {
      message: 'message' in issue ? String(issue.message) : 'not valid',
      path: 'path' in issue && Array.isArray(issue.path) ? issue.path : [],
    }
  })
}

function pathOf(path: readonly unknown[]): (string | number)[] {
  return path.map((segment) => (typeof segment === 'number' ? segment : String(segment)))
}

function describeIssue(issue: Issue): string {
  const path = pathOf(issue.path).join('.')
  return path === '' ? issue.message : `${path}: ${issue.message}`
}
