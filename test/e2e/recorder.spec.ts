import { expect, test } from './fixtures.ts'
import { handheld, login } from './lab-page.ts'

test('what was done becomes a scenario that passes, with what was asserted meanwhile', async ({ page }) => {
  await expect(handheld(page, 'alice')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Commands' }).fill('Record a scenario')
  await page.getByRole('option', { name: /^Record a scenario from now on/ }).click()
  await expect(page.getByText(/^Scenario since /)).toBeVisible()
  await login(page, 'alice')
  await handheld(page, 'alice').click({ button: 'right', position: { x: 12, y: 12 } })
  await page.getByRole('menuitem', { name: 'Assert this' }).click()
  await expect(page.getByText('The scenario will expect it')).toBeVisible()
  await page.getByRole('button', { name: 'Stop…' }).click()

  const dialog = page.getByRole('dialog', { name: 'Make a scenario' })
  const text = dialog.getByRole('textbox', { name: 'The file' })
  await expect(dialog.getByText(/^Passes: /)).toBeVisible()
  await expect(text).toHaveValue(/- login: alice\n/)
  await expect(text).toHaveValue(/sessions: 1/)
  await expect(dialog.getByRole('checkbox', { name: 'alice is signed-in', exact: true })).toBeChecked()

  // What is not ticked is not expected.
  await dialog.getByRole('button', { name: 'None' }).click()
  await expect(text).not.toHaveValue(/expect:/)
  await expect(dialog.getByText(/^Passes: /)).toBeVisible()
})
