/** The kinds of checksum, named as on the command line. */
export const checksumAlgorithms = ['sha256', 'md5', 'sha1', 'sha512', 'blake2b'] as const
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number]
