import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** What a page violates of the accessibility rules, in short: once what moves or fades in has come to rest. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(async () => {
    const passing = document
      .getAnimations()
      .filter(
        ({ effect, playState }) =>
          playState === 'running' && Number(effect?.getComputedTiming().endTime) < 2_000,
      )
    await Promise.allSettled(passing.map((animation) => animation.finished))
  })
  // Within the page itself: it has no frames, and the desktop app opens no second page for it.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

/** Presses Tab until the focus is on what bears the name. */
export async function tabTo(page: Page, name: string): Promise<void> {
  const seen: string[] = []
  for (let presses = 0; presses < 80; presses += 1) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement
      return element?.getAttribute('aria-label') ?? element?.textContent.trim() ?? ''
    })
    if (focused === name) return
    seen.push(focused)
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never came to ${name}; it went to: ${seen.join(' | ')}`)
}
