/** The longest script, in characters. */
export const longestScript = 1_000_000

/** The most columns that a script may declare. */
export const mostColumns = 200

/** The most characters that all values of one result may have together. */
export const longestResult = 1_000_000
