/** The kinds of files that can be checked. */
export const kinds = ['json', 'jsonl', 'csv', 'xml'] as const
export type Kind = (typeof kinds)[number]

const extensions: Readonly<Record<Kind, readonly string[]>> = {
  json: ['json', 'geojson', 'topojson', 'jsonld', 'webmanifest', 'har', 'ipynb'],
  jsonl: ['jsonl', 'ndjson'],
  csv: ['csv', 'tsv', 'tab'],
  xml: [
    ...[
      'xml',
      'svg',
      'xhtml',
      'xsd',
      'xsl',
      'xslt',
      'rss',
      'atom',
      'kml',
      'gpx',
      'tcx',
      'rdf',
      'owl',
      'wsdl',
    ],
    ...['xmp', 'mets', 'mods', 'tei', 'resx', 'xlf', 'opf', 'ncx', 'plist', 'musicxml'],
  ],
}

/** The kind that a file's name says it is of; null for none that is known. */
export function kindByName(path: string): Kind | null {
  const extension = /\.([^./\\]+)$/u.exec(path)?.[1]?.toLowerCase() ?? ''
  return kinds.find((kind) => extensions[kind].includes(extension)) ?? null
}
