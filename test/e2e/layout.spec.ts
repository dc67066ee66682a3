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
  })
}

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
