/**
 * The version of the contract. Raised when an older interface could misunderstand a newer engine or the
 * other way round; the interface asks for it first and says so when the two differ.
 */
export const protocolVersion = 2

/** The most rows one page of results may ask for. */
export const maximumPageSize = 1_000
