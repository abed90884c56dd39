/** The formats in which one file can be compressed. */
export const packFormats = ['gzip', 'brotli', 'zstd'] as const
export type PackFormat = (typeof packFormats)[number]

/** What the names of compressed files end in. */
export const packExtensions: Readonly<Record<PackFormat, string>> = { gzip: 'gz', brotli: 'br', zstd: 'zst' }

/** How much time is spent on making a file small. */
export const levels = ['fast', 'normal', 'best'] as const
export type Level = (typeof levels)[number]
