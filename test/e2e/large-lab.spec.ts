import type { Locator, Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { handheld, sessions } from './lab-page.ts'

const fleet = (count: number) => [{ fleet: count, name: 'load{n}', user: 'load{n}' }]

function cards(page: Page): Locator {
  return page.getByRole('group', { name: /^Handheld / })
}

function users(page: Page): Locator {
  return page.getByRole('switch', { name: /may use the client/ })
}

test.describe('with 500 handhelds', () => {
  test.use({ lab: { users: [], handhelds: fleet(500) } })

  test('only what is in sight is drawn', async ({ page }) => {
    await expect(handheld(page, 'load1')).toBeVisible()
    await expect(handheld(page, 'load500')).toHaveCount(0)
    expect(await cards(page).count()).toBeLessThan(40)
    expect(await users(page).count()).toBeLessThan(40)
    const elements = await page.evaluate(() => document.querySelectorAll('*').length)
    expect(elements).toBeLessThan(4_000)
  })

  test('each handheld can be found, and the others come back', async ({ page }) => {
    const field = page.getByRole('searchbox', { name: 'Find a handheld' })
    await field.fill('load487')
    await expect(cards(page)).toHaveCount(1)
    await handheld(page, 'load487').getByLabel('User ID').fill('somebody')
    await field.fill('')
    await expect(handheld(page, 'load1')).toBeVisible()
    await field.fill('load487')
    await expect(handheld(page, 'load487').getByLabel('User ID')).toHaveValue('somebody')
    await field.fill('nobody has this name')
    await expect(page.getByText('No handheld matches')).toBeVisible()
  })

  test('arrows go on into handhelds that were not drawn, and the Tab key leaves them all', async ({
    page,
  }) => {
    const first = handheld(page, 'load1')
    await first.focus()
    const seen: string[] = []
    for (let step = 1; step < 20; step += 1) {
      await page.keyboard.press('ArrowRight')
      const next = handheld(page, `load${step + 1}`)
      await expect(next).toBeFocused()
      seen.push((await next.getAttribute('aria-label')) ?? '')
    }
    expect(seen.at(-1)).toBe('Handheld load20')
    await page.keyboard.press('Enter')
    await expect(handheld(page, 'load20').getByLabel('User ID')).toBeFocused()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Shift+Tab')
    await expect(page.locator(':focus').locator('xpath=ancestor-or-self::*[@role="group"]')).toHaveCount(0)
    await page.keyboard.press('Tab')
    await expect(handheld(page, 'load20')).toBeFocused()
  })

  test('a handheld keeps the focus while it is out of sight', async ({ page }) => {
    const field = handheld(page, 'load1').getByLabel('User ID')
    await field.focus()
    await handheld(page, 'load1').hover()
    await page.mouse.wheel(0, 9_000)
    await expect(handheld(page, 'load1')).not.toBeInViewport()
    await expect(field).toBeFocused()
    await expect(handheld(page, 'load3')).toHaveCount(0)
  })
})

test.describe('with twelve handhelds', () => {
  test.use({ lab: { users: [], handhelds: fleet(12) } })

  test('users are listed as people count', async ({ page }) => {
    await expect(users(page)).toHaveCount(12)
    const labels = await users(page).evaluateAll((found) =>
      found.map((one) => one.closest('label')?.textContent),
    )
    expect(labels).toEqual(Array.from({ length: 12 }, (_, index) => `load${index + 1} may use the client`))
  })
})

test.describe('with more sessions than there is room for', () => {
  test.use({ lab: { users: [], handhelds: fleet(40) } })

  test('the table tells how many there are, and shows those in sight', async ({ page }) => {
    await expect(handheld(page, 'load1')).toBeVisible()
    await page.keyboard.press('ControlOrMeta+k')
    await page.getByRole('combobox', { name: 'Commands' }).fill('log in all')
    await page.getByRole('option', { name: /^Log in all/ }).click()
    await expect(sessions(page)).toHaveAttribute('aria-rowcount', '41')
    await expect(page.getByText('40 handhelds, 40 signed in')).toBeVisible()
    const rows = sessions(page).getByRole('row')
    expect(await rows.count()).toBeLessThan(41)
    await rows.last().hover()
    await page.mouse.wheel(0, 9_000)
    await expect(rows.last()).toHaveAttribute('aria-rowindex', '41')
    await expect(rows.last()).toBeInViewport()
  })
})
