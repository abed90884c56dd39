/**
 * A whole number from 0 to 2^53 - 1 that stands for a text: the same for the same text everywhere and
 * always, and for two different ones hardly ever the same. It finds and groups things; it keeps no secrets,
 * and where a mistake would matter the texts themselves are compared.
 */
export function hashText(text: string): number {
  let low = 0x9747b28c
  let high = 0x51ed270b
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    low = Math.imul(low ^ unit, 0x5bd1e995)
    high = Math.imul(high ^ unit, 0x1b873593)
    low ^= low >>> 15
    high ^= high >>> 13
  }
  low = mix(low ^ text.length ^ (high >>> 7))
  high = mix(high ^ low)
  return (high >>> 11) * 0x1_0000_0000 + (low >>> 0)
}

/** Spreads every bit of a 32-bit number over all of them. */
function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
