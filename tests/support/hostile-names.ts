/**
 * Names that files may have and that programs stumble over: for tests that put them through a task and compare byte for
 * byte. Names on POSIX; what Windows does not take is among them.
 */
export const hostileNames: readonly string[] = [
  'plain.txt',
  'with space.txt',
  ' leading and trailing ',
  'tab\tand\nnewline\r.txt',
  'quotes\'and"both".txt',
  '-rf',
  '--help',
  '-',
  '$(touch owned).txt',
  '`touch owned`.txt',
  '${HOME}.txt',
  '%PATH%.txt',
  '!history.txt',
  '*.txt',
  '[a-z]?.txt',
  '{}{/}{#}.txt',
  'a;b&c|d>e<f.txt',
  'back\\slash.txt',
  'colon:stream.txt',
  '~',
  '#hash.txt',
  '.hidden',
  '..two dots.txt',
  'dots...',
  'no extension.',
  'many.dots.in.one.name.tar.gz',
  'CON',
  'nul.txt',
  'emoji 😀👩‍👩‍👧.txt',
  'right\u202Egpj.exe',
  'bidi\u2066mark\u2069.txt',
  'composed é.txt',
  'decomposed e\u0301.txt',
  'zero\u200Bwidth\uFEFF.txt',
  'line\u2028separator.txt',
  'bell\u0007escape\u001B[31m.txt',
  'mathematical 𝕏.txt',
  // Bytes that are not UTF-8, as `PathText` holds them.
  'odd \udcff byte.txt',
  '\udc80\udcfe',
  'latin1 caf\udce9.txt',
  'x'.repeat(255),
  `${'é'.repeat(125)}.jpg`,
  `${'😀'.repeat(62)}.png`,
]

/** A folder path so deep that a file in it has a path of nearly so many bytes, relative to a root of `rootLength` bytes. */
export function deepFolder(rootLength: number, bytes: number): string {
  const names: string[] = []
  let length = rootLength
  while (length + 101 < bytes) {
    names.push('d'.repeat(100))
    length += 101
  }
  return names.join('/')
}
