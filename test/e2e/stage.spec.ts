import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { flow, handheld, login, sessions, submitLogin, traffic } from './lab-page.ts'

const presentation = (page: Page) => page.getByRole('main', { name: 'Presentation' })

/** The sizes of type that people at the back have to read, in pixels. */
function typeSizes(page: Page): Promise<number[]> {
  return flow(page)
    .getByRole('listitem')
    .evaluateAll((steps) =>
      steps.flatMap((step) =>
        [...step.querySelectorAll('.step-title, .step-detail')].map((text) =>
          Number.parseFloat(getComputedStyle(text).fontSize),
        ),
      ),
    )
}

test('a presentation is entered and left with keys, and its type grows with the window', async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 })
  await login(page, 'alice')
  await page.keyboard.press('F5')
  await expect(presentation(page)).toBeVisible()
  await expect(sessions(page)).toBeHidden()
  await expect(handheld(page, 'alice')).toBeVisible()
  await expect(flow(page)).toContainText('GSS-SPNEGO')
  expect(Math.min(...(await typeSizes(page)))).toBeGreaterThanOrEqual(26)

  await page.keyboard.press('ArrowLeft')
  await expect(presentation(page).getByText('10 of 11')).toBeVisible()
  await page.keyboard.press('Home')
  await expect(presentation(page).getByText('1 of 11')).toBeVisible()
  await page.keyboard.press('End')
  await expect(presentation(page).getByText('11 of 11')).toBeVisible()

  await page.setViewportSize({ width: 1024, height: 768 })
  expect(Math.min(...(await typeSizes(page)))).toBeGreaterThanOrEqual(14)
  await page.keyboard.press('Escape')
  await expect(presentation(page)).toBeHidden()
  await expect(sessions(page)).toBeVisible()

  await page.getByRole('button', { name: 'Present', exact: true }).click()
  await expect(presentation(page)).toBeVisible()
  await page.keyboard.press('F5')
  await expect(presentation(page)).toBeHidden()
})

test('the diagram says who is waited for, and nothing moves once a login is over', async ({ page }) => {
  const pane = page.getByRole('region', { name: 'Flow pane' })
  await expect(handheld(page, 'alice')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Commands' }).fill('latency directory 3s')
  await page.keyboard.press('Enter')
  await submitLogin(page, 'alice')
  await expect(pane.getByText(/^Directory, \d+ s$/)).toBeVisible()
  await expect(pane.getByText('Accepted', { exact: true })).toBeVisible()
  const isStill = () =>
    document.getAnimations().every(({ playState }) => playState !== 'running') &&
    document.querySelector('.hop-message') !== null
  await page.waitForFunction(isStill)
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0)

  // A step opens its first frame, whose row says that it belongs to the step.
  await flow(page).getByRole('button', { name: 'Login request sent as SIP' }).click()
  await expect(traffic(page).locator('[aria-current=true][data-of-step=true]')).toContainText('SIP')
  await expect(flow(page).locator('[data-step="5"]')).toHaveAttribute('data-marked', 'true')
})

test('a demonstration of the library runs step by step', async ({ page }) => {
  await expect(handheld(page, 'alice')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Commands' }).fill('demonstrations')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Start: The first login' }).click()
  await page.getByRole('dialog', { name: 'The first login' }).getByRole('button', { name: 'Start' }).click()

  const bar = page.getByRole('region', { name: 'Demonstration: The first login' })
  await expect(bar).toContainText('step 0 of 6')
  await bar.getByRole('button', { name: 'Next' }).click()
  await expect(handheld(page, 'alice').getByRole('button', { name: 'Log out' })).toBeVisible()
  await expect(bar.getByRole('button', { name: 'Next' })).toBeEnabled()
  await page.keyboard.press('n')
  await expect(bar).toContainText('step 2 of 6')
  await expect(bar.getByLabel('as expected')).toBeVisible()

  await page.keyboard.press('F5')
  await page.keyboard.press('n')
  await expect(bar).toContainText('A status message every minute keeps the session')
  await bar.getByRole('button', { name: 'Stop' }).click()
  await expect(bar).toBeHidden()
})
