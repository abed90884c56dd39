/** Fewer strings than this are sent one by one: packing them would cost more than it saves. */
const fewestPacked = 16

/** Items of which each is a string, as one text: copying that takes half the time of copying each. */
export interface PackedStrings {
  /** All strings, one after the other. */
  readonly text: string
  /** How many UTF-16 units each has. */
  readonly lengths: Uint32Array
}

/** The items of a message as they are sent: packed where all are strings and there are many. */
export function packItems(items: readonly unknown[]): readonly unknown[] | PackedStrings {
  if (items.length < fewestPacked) return items
  const lengths = new Uint32Array(items.length)
  let text = ''
  for (let place = 0; place < items.length; place += 1) {
    const item = items[place]
    if (typeof item !== 'string') return items
    text += item
    lengths[place] = item.length
  }
  return { text, lengths }
}

/** The items of a message that was sent as {@link packItems} made it. */
export function unpackItems(items: readonly unknown[] | PackedStrings): readonly unknown[] {
  if (!('text' in items)) return items
  const { text, lengths } = items
  const strings: string[] = []
  let start = 0
  for (const length of lengths) {
    strings.push(text.slice(start, start + length))
    start += length
  }
  return strings
}
