import { expect, test } from './fixtures.ts'

test('the page changes to German and remembers the choice', async ({ page }) => {
  await expect(page.getByRole('group', { name: 'Handheld alice' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')

  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type('deutsch')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')

  const alice = page.getByRole('group', { name: 'Handheld alice', exact: true })
  await alice.getByLabel('Kennwort').fill('Passw0rd!')
  await alice.getByRole('button', { name: 'Anmelden' }).click()
  await expect(alice.getByRole('button', { name: 'Abmelden' })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Sitzungen' }).getByRole('row')).toHaveCount(2)
  await expect(page.getByRole('list', { name: 'Ablauf' })).toContainText('Anmelden auf dem Handheld gedrückt')

  await page.reload()
  await expect(page.getByRole('heading', { name: 'Verkehr' })).toBeVisible()
  await page.keyboard.press('F1')
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('dialog', { name: 'Help' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
})

test('the page uses the language in its address', async ({ page, face }) => {
  test.skip(face === 'electron', 'the app opens its page itself')
  await page.goto(`${page.url()}&lang=de`)
  await expect(page.getByRole('heading', { name: 'Anmeldeablauf' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
})
