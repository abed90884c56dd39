import type { TaskContext } from '../../index.ts'

export function square(item: unknown): number {
  return Number(item) ** 2
}

export function power(base: unknown, exponent: unknown): number {
  return Number(base) ** Number(exponent)
}

export function inverse(item: unknown): number {
  if (item === 0) throw new RangeError('zero has no inverse')
  return 1 / Number(item)
}

export async function waitAndReturn(item: unknown, context: TaskContext): Promise<number> {
  const seconds = Math.random() / 20
  context.report(`task ${String(item)} waits`)
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  return seconds
}

export async function waitForNothing(item: unknown, context: TaskContext): Promise<void> {
  await waitAndReturn(item, context)
}

let factor = 0

export function setFactor({ value }: { value: number }): void {
  factor = value
}

export function multiply(item: unknown): number {
  return Number(item) * factor
}

let done = 0

export function countHere(): number {
  done += 1
  return done
}

export function loopForever(): never {
  for (;;);
}
