import { expect, test } from './fixtures.ts'
import { chooseWithin, command, handheld, login } from './lab-page.ts'

test('the palette logs a handheld in and out', async ({ page }) => {
  await expect(handheld(page, 'bob')).toBeVisible()
  await command(page, 'login bob')
  await expect(handheld(page, 'bob').getByRole('button', { name: 'Log out' })).toBeVisible()
  await command(page, 'logout bob')
  await expect(handheld(page, 'bob').getByRole('button', { name: 'Log in' })).toBeVisible()
})

test('logging everybody out asks for confirmation', async ({ page }) => {
  await login(page, 'alice')
  await command(page, 'log out all')
  const question = page.getByRole('dialog', { name: 'Log out all' })
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(handheld(page, 'alice').getByRole('button', { name: 'Log out' })).toBeVisible()
  await command(page, 'log out all')
  await question.getByRole('button', { name: 'Log out all' }).click()
  await expect(handheld(page, 'alice').getByRole('button', { name: 'Log in' })).toBeVisible()
})

test('each handheld has a context menu, except in text fields, which keep the menu of the browser', async ({
  page,
}) => {
  await handheld(page, 'alice').getByLabel('Password').click({ button: 'right' })
  await page.keyboard.press('Escape')
  await handheld(page, 'bob').getByLabel('User ID').click({ button: 'right' })
  await expect(page.getByRole('menu')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await handheld(page, 'alice').getByText('Coverage').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Log in on alice' }).click()
  await expect(handheld(page, 'alice').getByRole('button', { name: 'Log out' })).toBeVisible()
  await handheld(page, 'alice').getByText('Coverage').click({ button: 'right' })
  await chooseWithin(page, 'Coverage', 'None')
  await expect(handheld(page, 'alice').getByLabel('Coverage')).toHaveValue('none')
})

test('the palette sets a fault and clears it', async ({ page }) => {
  const directory = page.getByRole('switch', { name: 'Directory is up' })
  await expect(directory).toBeChecked()
  // The palette offers what there was when it opened, and faults are told after what follows from them.
  const mend = page.getByRole('banner').getByRole('button', { name: 'Mend the directory: down' })
  await command(page, 'directory down')
  await expect(directory).not.toBeChecked()
  await expect(mend).toBeVisible()
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Commands' }).fill('mend')
  await expect(page.getByRole('option', { name: 'Mend the directory: down' })).toBeVisible()
  await page.getByRole('option', { name: 'Mend everything' }).click()
  await expect(directory).toBeChecked()
  await expect(mend).toHaveCount(0)
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Commands' }).fill('mend')
  await expect(page.getByRole('option', { name: /^Mend everything Nothing is broken/ })).toBeDisabled()
})

test('keys pause lab time and move the focus between panes', async ({ page }) => {
  await expect(handheld(page, 'alice')).toBeVisible()
  await page.keyboard.press('F8')
  await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible()
  await page.keyboard.press('F8')
  await expect(page.getByRole('button', { name: 'Halt lab time' })).toBeVisible()
  await page.keyboard.press('F6')
  await expect(page.getByRole('region', { name: 'Service pane' })).toBeFocused()
  await page.keyboard.press('F6')
  await expect(page.getByRole('region', { name: 'Bench pane' })).toBeFocused()
  await page.keyboard.press('Shift+F6')
  await expect(page.getByRole('region', { name: 'Service pane' })).toBeFocused()
})

test('the palette opens a person for editing', async ({ page }) => {
  await expect(handheld(page, 'alice')).toBeVisible()
  await command(page, 'edit user carol')
  const dialog = page.getByRole('dialog', { name: 'User carol' })
  await dialog.getByLabel('Full name').fill('Carol Carter')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('button', { name: 'Carol Carter' })).toBeVisible()
})

test('a toast stays open while the pointer is on it', async ({ page }) => {
  await expect(handheld(page, 'carol')).toBeVisible()
  await page.clock.install()
  await page.getByRole('button', { name: 'Remove carol', exact: true }).click()
  const message = page.getByRole('dialog', { name: 'carol was removed' })
  await message.hover()
  await page.clock.fastForward(60_000)
  await expect(message).toBeVisible()
  await page.mouse.move(10, 10)
  await page.clock.fastForward(60_000)
  await expect(message).toBeHidden()
})

test('a refusal is announced to screen readers', async ({ page }) => {
  await expect(handheld(page, 'alice')).toBeVisible()
  await command(page, 'add handheld')
  const dialog = page.getByRole('dialog', { name: 'Add handheld' })
  await dialog.getByLabel('Name').fill('alice')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('Add handheld')
})

test('the removal of a handheld can be undone', async ({ page }) => {
  await page.getByRole('button', { name: 'Remove carol', exact: true }).click()
  await expect(handheld(page, 'carol')).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(handheld(page, 'carol')).toBeVisible()
})
