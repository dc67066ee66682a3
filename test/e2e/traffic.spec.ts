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
  const frame = page.getByRole('region', { name: /^Frame \d+$/ })
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

test('what matches only inside the encryption is said, and one press opens it', async ({ page }) => {
  await login(page, 'alice')
  const rows = traffic(page).getByRole('row')
  await page.getByLabel('Find in traffic').fill('REGISTER alice')
  await expect(page.getByText('Frames with “REGISTER”, with “alice”.')).toBeVisible()
  await expect(page.getByText('No frame matches the filter')).toBeVisible()
  await page.getByRole('button', { name: '2 match inside the encryption: open' }).click()
  await expect(rows.filter({ hasText: 'REGISTER' })).toHaveCount(2)
  await expect(page.getByRole('button', { name: /inside the encryption/ })).toHaveCount(0)
})

test('a filter is saved with a colour, and status messages go with one press', async ({ page }) => {
  await login(page, 'alice')
  const field = page.getByLabel('Find in traffic')
  const rows = traffic(page).getByRole('row')
  await field.fill('user:alice step:4d')
  await page.getByRole('button', { name: 'Saved filters' }).click()
  const saved = page.getByRole('dialog', { name: 'Saved filters' })
  await saved.getByLabel('Name').fill('The directory')
  await saved.getByRole('radio', { name: 'Amber' }).check({ force: true })
  await saved.getByRole('button', { name: 'Save this filter' }).click()
  await expect(saved.getByRole('button', { name: /^The directory/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(rows.and(page.locator('[data-colour=amber]'))).toHaveCount(5)

  await field.fill('')
  await page.getByRole('button', { name: 'Hide status messages' }).click()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Hide status messages', pressed: true })).toBeVisible()
  await page.getByRole('button', { name: 'Saved filters' }).click()
  await saved.getByRole('button', { name: /^The directory/ }).click()
  await expect(field).toHaveValue('user:alice step:4d')
  await expect(rows.filter({ hasText: 'bindRequest SASL' })).toHaveCount(2)
})

test('filter, hop, device, opened frame and encryption survive a reload', async ({ page }) => {
  await login(page, 'alice')
  await page.getByLabel('Find in traffic').fill('method:REGISTER or "200 OK"')
  await page.getByLabel('Hop shown').selectOption('service-communications')
  await page.getByLabel('Device shown').selectOption('alice')
  await page.getByLabel('Show inside the encryption').click()
  const request = traffic(page).getByRole('row').filter({ hasText: 'REGISTER sip:' })
  await request.click()
  await expect(page).toHaveURL(/#filter=method.*frame=\d+$/)
  await page.reload()
  await expect(page.getByLabel('Find in traffic')).toHaveValue('method:REGISTER or "200 OK"')
  await expect(page.getByLabel('Hop shown')).toHaveValue('service-communications')
  await expect(page.getByLabel('Device shown')).toHaveValue('alice')
  await expect(request).toBeVisible()
  await expect(page.getByRole('region', { name: /^Frame \d+$/ })).toContainText('REGISTER sip:')
})
