import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { handheld } from './lab-page.ts'

for (const width of [1024, 1280, 1920]) {
  test(`every setting has room in a window ${width} pixels wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 768 })
    await expect(handheld(page, 'alice')).toBeVisible()
    const service = page.getByRole('region', { name: 'Service pane' })
    await expect(service.getByLabel('Environment')).toBeVisible()
    const tooNarrow = await service.locator('label, label > span, .service-body').evaluateAll((elements) =>
      elements
        .filter(({ scrollWidth, clientWidth, className }) => {
          const isHidden = className.includes('visually-hidden')
          return !isHidden && clientWidth > 0 && scrollWidth > clientWidth
        })
        .map(({ textContent }) => textContent),
    )
    expect(tooNarrow).toEqual([])
    await expectNames(page)
  })
}

/** What people look for by its name is there in a fresh window, once. */
async function expectNames(page: Page): Promise<void> {
  for (const name of ['Ladder', 'Log', 'Charts'])
    await expect(page.getByRole('region', { name })).toBeVisible()
  for (const name of ['Present', 'Follow', 'Compare', 'Export']) {
    await expect(page.getByRole('button', { name })).toBeVisible()
  }
  await expect(page.getByRole('list', { name: 'Broken on purpose' })).toBeVisible()
  await page.getByRole('button', { name: 'Show as list', exact: true }).click()
  await expect(page.getByRole('table', { name: 'Handhelds' })).toBeVisible()
}

/** What is cut off at the side of its pane, or scrolls the page sideways. */
function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth } = document.documentElement
    const wide = scrollWidth > window.innerWidth ? [`the page is ${scrollWidth} wide`] : []
    const parts = [...document.querySelectorAll('button, h1, h2, h3, label, select, input')].filter(
      (part) => {
        const frame = part.closest('.pane, .top-bar')?.getBoundingClientRect()
        const { left, right, width } = part.getBoundingClientRect()
        return frame !== undefined && width > 1 && (left < frame.left - 1 || right > frame.right + 1)
      },
    )
    return [...wide, ...parts.map((part) => part.getAttribute('aria-label') ?? part.textContent)]
  })
}

test.describe('from the smallest window to the largest', () => {
  const longName = 'Wolfeschlegelsteinhausenbergerdorff Featherstonehaugh junior'
  const user = { id: 'wolfe'.repeat(11), name: longName, password: 'Passw0rd!' }
  test.use({
    lab: { users: [user], handhelds: ['alice', 'bob'].map((name) => ({ name, user: user.id })) },
  })

  test('nothing sticks out of its pane, and both handhelds of two are in sight', async ({ page }) => {
    await expect(handheld(page, 'alice')).toBeVisible()
    for (const [width, height] of [
      [640, 800],
      [720, 480],
      [1024, 768],
      [1280, 800],
      [3840, 2160],
    ] as const) {
      await page.setViewportSize({ width, height })
      await expect(handheld(page, 'bob')).toBeInViewport({ ratio: width < 1000 ? 0.4 : 0.9 })
      expect(await sticksOut(page), `at ${width} by ${height}`).toEqual([])
    }
  })
})

test('panes are folded away to their titles, fill the window, and are so again after a reload', async ({
  page,
}) => {
  const pane = (name: string) => page.getByRole('region', { name: `${name} pane` })
  await expect(handheld(page, 'alice')).toBeVisible()

  await page.getByRole('button', { name: 'Fold Service away' }).click()
  await expect(pane('Service').getByLabel('Environment')).toBeHidden()
  await expect(pane('Service').getByRole('heading', { name: 'Service' })).toBeVisible()
  await page.getByRole('button', { name: 'Fill the window with Traffic' }).click()
  await expect(pane('Bench')).toHaveCount(0)

  await page.reload()
  await expect(pane('Traffic')).toBeVisible()
  await expect(pane('Bench')).toHaveCount(0)
  await page.getByRole('button', { name: 'Show all panes' }).click()
  await expect(handheld(page, 'alice')).toBeVisible()
  await page.getByRole('button', { name: 'Show Service' }).click()
  await expect(pane('Service').getByLabel('Environment')).toBeVisible()
})

test('keys go to panes, to their search and to their help, and Escape closes what Ctrl K has just opened', async ({
  page,
}) => {
  await expect(handheld(page, 'alice')).toBeVisible()
  await page.keyboard.press('Control+2')
  await expect(page.getByRole('region', { name: 'Bench pane' })).toBeFocused()
  await page.keyboard.press('/')
  await expect(page.getByLabel('Find a handheld')).toBeFocused()
  await page.keyboard.press('F6')
  await page.keyboard.press('Control+f')
  await expect(page.getByLabel('Find in traffic')).toBeFocused()

  await page.keyboard.press('F1')
  const help = page.getByRole('dialog', { name: 'Help' })
  await expect(help.getByRole('heading', { name: 'Traffic' })).toBeFocused()
  await help.getByRole('searchbox', { name: 'Find in the help' }).fill('telephone')
  await expect(help.getByText('Nothing in the help says that.')).toBeVisible()
  await help.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Explain Sessions' }).click()
  await expect(help.getByRole('heading', { name: 'Sessions' })).toBeInViewport()
  await page.keyboard.press('Escape')

  await page.keyboard.down('Control')
  await page.keyboard.press('k')
  await page.keyboard.press('Escape')
  await page.keyboard.up('Control')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
