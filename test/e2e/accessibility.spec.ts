import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { handheld, login, setCoverage, traffic } from './lab-page.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds with all its rules, those of level AAA, best practices and experiments among them: one line for each element. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(async () => {
    // Wait until all finite animations have ended, since axe would measure intermediate colours.
    const passing = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(Number(effect?.getComputedTiming().endTime)))
    await Promise.allSettled(passing.map((animation) => animation.finished))
  })
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const rules = Object.fromEntries(window.axe.getRules().map(({ ruleId }) => [ruleId, { enabled: true }]))
    const { violations: found } = await window.axe.run(document, { rules })
    return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
  })
}

/** Performs what the palette offers first for some words; English ones are known in every language. */
async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill(words)
  await page.keyboard.press('Enter')
}

/** Judges all panes, then every dialog and menu that can be opened from there. */
async function judgeEverywhere(page: Page): Promise<void> {
  // Ladder, log and charts are folded away at first.
  for (const pane of ['3', '5', '8']) await page.keyboard.press(`Control+${pane}`)
  await expect(page.locator('[data-pane=charts] canvas').first()).toBeVisible()
  expect(await violations(page)).toEqual([])
  const rows = page.locator('.frame-row[data-number]')
  await rows.last().click({ button: 'right' })
  await expect(page.getByRole('menu')).toBeVisible()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await rows.last().click()
  await rows.nth(-3).click({ modifiers: ['Shift'] })
  await expect(page.locator('.compare-table').first()).toBeVisible()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  for (const words of ['pcapng', 'break something', 'demonstration', 'new person']) {
    await command(page, words)
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await violations(page), words).toEqual([])
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  await page.keyboard.press('F5')
  await expect(page.locator('html')).toHaveAttribute('data-presenting', /.*/)
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the ${colorScheme} page has no accessibility violations`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // Wait until the page has adopted the system's colour scheme.
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    await expect(handheld(page, 'alice')).toBeVisible()
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

    await judgeEverywhere(page)

    await page.keyboard.press('F1')
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')

    await command(page, 'deutsch')
    await expect(page.locator('html')).toHaveAttribute('lang', 'de')
    expect(await violations(page)).toEqual([])

    await page.setViewportSize({ width: 720, height: 480 })
    await expect(page.getByRole('navigation', { name: 'Bereiche des Fensters' })).toBeVisible()
    expect(await violations(page)).toEqual([])
  })
}

test.describe('with more handhelds than are drawn', () => {
  test.use({ lab: { users: [], handhelds: [{ fleet: 40, name: 'load{n}', user: 'load{n}' }] } })

  test('the page has no accessibility violations', async ({ page }) => {
    await expect(handheld(page, 'load1')).toBeVisible()
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await setCoverage(page, 'load1', 'none')
    await handheld(page, 'load2').getByRole('switch', { name: 'Power' }).click()
    await login(page, 'load3')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Show as list' }).click()
    await page.getByRole('checkbox', { name: 'Select load1' }).first().check()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Show as wall of tiles' }).click()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      expect(await violations(page)).toEqual([])
    }
  })
})
