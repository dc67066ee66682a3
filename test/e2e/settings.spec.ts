import { join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { labWithDatabase } from './lab-file.ts'
import { flow, handheld, login, submitLogin } from './lab-page.ts'

test('a setting that is changed while the service runs applies to the next login', async ({ page }) => {
  await login(page, 'alice')
  const maximum = page.getByLabel('Maximum sessions')
  await maximum.fill('1')
  await maximum.press('Enter')
  await submitLogin(page, 'bob')
  await expect(handheld(page, 'bob')).toContainText('Server Busy')

  await maximum.fill('')
  await maximum.press('Enter')
  await login(page, 'bob')
})

test('an invalid value is refused with a reason and changes nothing', async ({ page }) => {
  const maximum = page.getByLabel('Maximum sessions')
  await maximum.fill('many')
  await maximum.press('Enter')
  await expect(page.getByRole('alert')).toBeVisible()
  await maximum.press('Escape')
  await expect(maximum).toHaveValue('')
})

test('logins work after a change to TCP', async ({ page }) => {
  await page.getByLabel('Transport').selectOption('tcp')
  await login(page, 'alice')
  await expect(flow(page).getByText(/^Opened: TCP to/)).toBeVisible()
})

test('settings, users and handhelds are restored after a restart', async ({ start, home }) => {
  const lab = labWithDatabase(join(home, 'kept.sqlite'))
  const first = await start(lab)
  const maximum = first.page.getByLabel('Maximum sessions')
  await maximum.fill('7')
  await maximum.press('Enter')
  await expect(maximum).toHaveValue('7')
  await first.page.getByRole('button', { name: 'Add handheld' }).first().click()
  const dialog = first.page.getByRole('dialog', { name: 'Add handheld' })
  await dialog.getByLabel('Name').fill('dora')
  await dialog.getByLabel('User', { exact: true }).fill('dora')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(handheld(first.page, 'dora')).toBeVisible()
  await first.stop()

  const second = await start(lab)
  await expect(second.page.getByLabel('Maximum sessions')).toHaveValue('7')
  await login(second.page, 'dora')
})

test('a reloaded page shows the same lab and stays usable', async ({ page }) => {
  await login(page, 'alice')
  await page.reload()
  await expect(handheld(page, 'alice').getByRole('button', { name: 'Log out' })).toBeVisible()
  await login(page, 'bob')
})
