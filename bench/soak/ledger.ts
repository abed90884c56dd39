/** What a soak counts, and what it found to be wrong. */
export class Ledger {
  calls = 0
  items = 0
  readonly failures = new Map<string, number>()
  readonly kills = new Map<string, number>()
  /** Items that failed because their worker died, though they had not ended it. */
  innocents = 0
  /** What is wrong, the first ones in words. */
  readonly objections: string[] = []
  objectionCount = 0

  countCall(results: number): void {
    this.calls += 1
    this.items += results
  }

  countFailure(code: string): void {
    this.failures.set(code, (this.failures.get(code) ?? 0) + 1)
  }

  countKill(how: string): void {
    this.kills.set(how, (this.kills.get(how) ?? 0) + 1)
  }

  countInnocent(): void {
    this.innocents += 1
  }

  /** Something is wrong. */
  object(what: string): void {
    this.objectionCount += 1
    if (this.objections.length >= 20) return
    this.objections.push(what)
    process.stdout.write(`WRONG: ${what}\n`)
  }
}
