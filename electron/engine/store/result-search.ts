/** A statement that gives positions, or a part of one, and what is to be bound to it besides `runId` and `limit`. */
export interface PositionQuery {
  readonly sql: string
  readonly parameters: Readonly<Record<string, string | number>>
}

/** Items and results of a run that stand behind one place and up to another: items by `seq`, results by `position`. */
export interface PlaceRange {
  readonly after: number
  readonly until: number
}

/**
 * The positions of results in which a text is found, each once.
 *
 * A search goes through items and results one after the other, which is five times as fast as through their
 * join, since only what matches is then looked up on the other side.
 */
export function searchQuery(text: string): PositionQuery {
  const { paths, outcomes, parameters } = searchStatements(text, '')
  return { sql: `${paths} UNION ${outcomes}`, parameters }
}

/**
 * As `searchQuery`, among the items and the results of a range alone: searches of ranges that make up the run find what
 * a search of it all finds. Some positions come twice.
 */
export function rangeSearchQuery(text: string, { after, until }: PlaceRange): PositionQuery {
  const { paths, outcomes, parameters } = searchStatements(text, 'AND $place > :after AND $place <= :until')
  return { sql: `${paths} UNION ALL ${outcomes}`, parameters: { ...parameters, after, until } }
}

/** @param among a condition more, in which `$place` is what an item or a result is known by in its run */
function searchStatements(text: string, among: string) {
  const inPaths = pathSearch(text)
  const inOutcomes = outcomeSearch(text)
  return {
    paths: `SELECT r.position FROM items AS i CROSS JOIN results AS r ON r.run_id = i.run_id AND r.seq = i.seq
      WHERE i.run_id = :runId ${among.replaceAll('$place', 'i.seq')} AND (${inPaths.sql})`,
    outcomes: `SELECT r.position FROM results AS r
      WHERE r.run_id = :runId ${among.replaceAll('$place', 'r.position')} AND (${inOutcomes.sql})`,
    parameters: { ...inPaths.parameters, ...inOutcomes.parameters },
  }
}

/** The condition that a text is found in what became of an item: in the message or the values of a result `r`. */
function outcomeSearch(text: string): PositionQuery {
  const parameters: Record<string, string> = {}
  const messages: string[] = []
  const values: string[] = []
  for (const [index, variant] of variantsOf(text).entries()) {
    parameters[`text${index}`] = pattern(variant)
    // As it stands in JSON, without its quotes.
    parameters[`json${index}`] = pattern(JSON.stringify(variant).slice(1, -1))
    messages.push(`r.error_message LIKE :text${index} ESCAPE '\\'`)
    // The JSON as a whole first, which is quick; then its values, since commas and brackets are not searched.
    values.push(`(r.result_values LIKE :json${index} ESCAPE '\\' AND EXISTS (
      SELECT 1 FROM json_each(r.result_values) AS v WHERE CAST(v.value AS TEXT) LIKE :text${index} ESCAPE '\\'))`)
  }
  return { sql: [...messages, ...values].join(' OR '), parameters }
}

/** The condition that a text is found in the path of an item `i`, in small and capital letters alike. */
export function pathSearch(text: string): PositionQuery {
  const parameters: Record<string, string> = {}
  const conditions = variantsOf(text).map((variant, index) => {
    parameters[`text${index}`] = pattern(variant)
    return `CAST(i.path AS TEXT) LIKE :text${index} ESCAPE '\\'`
  })
  return { sql: conditions.join(' OR '), parameters }
}

/** LIKE takes small and capital letters of ASCII alike; of other letters both forms are looked for. */
function variantsOf(text: string): string[] {
  const isAscii = /^[\0-\x7F]*$/u.test(text)
  return isAscii ? [text] : [...new Set([text, text.toLowerCase(), text.toUpperCase()])]
}

function pattern(text: string): string {
  return `%${text.replaceAll(/[%_\\]/gu, '\\$&')}%`
}
