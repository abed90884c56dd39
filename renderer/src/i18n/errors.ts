import { errorCodes, itemErrorCodes } from '../../../shared/contract/errors.ts'

/** What the codes of errors mean. The engine's own words, which say more, are English in every language. */
export const errorMessages = { ...errorCodes, ...itemErrorCodes } as const
