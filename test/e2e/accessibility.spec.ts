import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { handheld, login, setCoverage, traffic } from './lab-page.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds wrong by WCAG 2.1 A and AA, contrast among it: one line for each element. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(async () => {
    // A colour on its way to another is neither; what blinks for ever is not waited for.
    const passing = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(Number(effect?.getComputedTiming().endTime)))
    await Promise.allSettled(passing.map((animation) => animation.finished))
  })
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']
    // The traffic's rows are moved through with the arrow keys, from the table that takes the focus around them.
    const rules = { 'scrollable-region-focusable': { enabled: false } }
    const { violations: found } = await window.axe.run(document, { runOnly: standards, rules })
    return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
  })
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`everybody can read and reach the page when it is ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // The page follows the system a moment later; colours measured half way are neither theme's.
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    expect(await violations(page)).toEqual([])
    await login(page, 'alice')
    await setCoverage(page, 'bob', 'none')
    await traffic(page).getByRole('row').last().click()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')

    const alice = handheld(page, 'alice')
    await alice.getByRole('button', { name: 'Session' }).click()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await alice.getByRole('button', { name: 'Add a contact' }).click()
    await alice.getByLabel('User ID or SIP address').fill('carol')
    expect(await violations(page)).toEqual([])
    await alice.getByRole('button', { name: 'Just talk' }).click()
    await alice.getByRole('textbox', { name: /^Message to/ }).fill('Are you there?')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Show the screen of alice large' }).click()
    await expect(page.getByRole('dialog', { name: 'Screen of alice' })).toBeVisible()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')

    await page.keyboard.press('F1')
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await violations(page)).toEqual([])
  })
}
