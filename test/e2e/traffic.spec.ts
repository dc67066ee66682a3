import { expect, test } from './fixtures.ts'
import { login, traffic } from './lab-page.ts'

test('a frame on the air is listed encrypted, and its layers show the content', async ({ page }) => {
  await login(page, 'alice')
  // Show only the hop on the air: behind the Dispatcher the request is decrypted.
  await page.getByLabel('Hop shown').selectOption('handheld-dispatcher')
  const sent = traffic(page)
    .getByRole('row')
    .filter({ hasText: 'alice' })
    .filter({ hasText: 'Handheld to Dispatcher' })
  const request = sent.filter({ hasNotText: 'SRP' }).first()
  await expect(request).toBeVisible()
  await expect(traffic(page)).not.toContainText('login-request')

  await request.click()
  const frame = page.getByRole('complementary', { name: /^Frame \d+$/ })
  await expect(frame).toContainText('login-request')
  await expect(frame).toContainText(/encrypted/i)
  await expect(frame, 'passwords stay masked').not.toContainText('Passw0rd!')
})

test('every hop has frames, and that to the Communications Server has SIP', async ({ page }) => {
  await login(page, 'alice')
  const hop = page.getByLabel('Hop shown')
  for (const one of [
    'handheld-dispatcher',
    'dispatcher-service',
    'service-directory',
    'service-communications',
  ]) {
    await hop.selectOption(one)
    await expect(traffic(page).getByRole('row').nth(1), one).toBeVisible()
  }
  await expect(traffic(page)).toContainText('SIP')
})

test('traffic can be filtered by device, paused and cleared', async ({ page }) => {
  await login(page, 'alice')
  await login(page, 'bob')
  const rows = traffic(page).getByRole('row')
  await page.getByLabel('Device shown').selectOption('bob')
  await expect(rows.filter({ hasText: 'bob' }).first()).toBeVisible()
  await expect(rows.filter({ hasText: 'alice' })).toHaveCount(0)
  await page.getByLabel('Device shown').selectOption('')

  await page.getByRole('button', { name: 'Pause' }).click()
  const before = await traffic(page).getAttribute('aria-rowcount')
  await login(page, 'carol')
  expect(await traffic(page).getAttribute('aria-rowcount')).toBe(before)
  await page.getByRole('button', { name: 'Resume' }).click()
  await expect(traffic(page)).not.toHaveAttribute('aria-rowcount', before ?? '')

  await page.getByRole('button', { name: 'Clear traffic' }).click()
  await expect(rows.filter({ hasText: 'alice' })).toHaveCount(0)
})

test('traffic can be searched by words and keys, and an invalid search is explained', async ({ page }) => {
  await login(page, 'alice')
  await page.getByLabel('Show inside the encryption').click()
  const rows = traffic(page).getByRole('row')
  const field = page.getByLabel('Find in traffic')
  await field.click()
  await page.getByRole('button', { name: 'method:' }).click()
  await page.getByRole('button', { name: 'REGISTER' }).click()
  await expect(field).toHaveValue('method:REGISTER ')
  await expect(rows.filter({ hasText: 'REGISTER sip:' })).toHaveCount(1)
  await expect(rows.filter({ hasText: '200 OK' })).toHaveCount(0)

  await field.fill('protocl:sip')
  await expect(page.getByText('Column 1: unknown key "protocl"; did you mean "protocol"?')).toBeVisible()
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await expect(rows.filter({ hasText: 'REGISTER sip:' }), 'the rows from before').toHaveCount(1)

  await field.fill('login-request -hop:wireless')
  await expect(rows.filter({ hasText: 'login-request' })).toHaveCount(1)
  await expect(field).toHaveAttribute('aria-invalid', 'false')
})
