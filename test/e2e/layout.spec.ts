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
