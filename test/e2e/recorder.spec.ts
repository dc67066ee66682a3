import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { handheld, jump, login, setCoverage, submitLogin } from './lab-page.ts'

async function command(page: Page, typed: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Commands' }).fill(typed)
  await page.getByRole('option', { name: typed }).first().click()
}

/** Records what somebody does, and expects that the scenario of it passes. @returns its text */
async function recorded(page: Page, act: () => Promise<void>): Promise<string> {
  await command(page, 'Record a scenario')
  await expect(page.getByText(/^Scenario since /)).toBeVisible()
  await act()
  await page.getByRole('button', { name: 'Stop…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Make a scenario' })
  await expect(dialog.getByText(/^Passes, in /)).toBeVisible()
  const text = await dialog.getByRole('textbox', { name: 'The file' }).inputValue()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  return text
}

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
  await expect(dialog.getByText(/^Passes, in /)).toBeVisible()
  await expect(text).toHaveValue(/- login: alice\n/)
  await expect(text).toHaveValue(/sessions: 1/)
  await expect(dialog.getByRole('checkbox', { name: 'alice is signed-in', exact: true })).toBeChecked()

  // What is not ticked is not expected.
  await dialog.getByRole('button', { name: 'None' }).click()
  await expect(text).not.toHaveValue(/expect:/)
  await expect(dialog.getByText(/^Passes, in /)).toBeVisible()
})

test('five sessions by hand become scenarios that pass: logins, messages, faults, coverage and time, a demonstration', async ({
  page,
}) => {
  await expect(handheld(page, 'alice')).toBeVisible()
  const logins = await recorded(page, async () => {
    await login(page, 'alice')
    await login(page, 'bob')
  })
  expect(logins).toMatch(/- login: alice\n[\s\S]*- login: bob\n/)

  const messages = await recorded(page, async () => {
    await handheld(page, 'alice').getByRole('list', { name: 'Contacts' }).getByRole('button').first().click()
    const field = handheld(page, 'alice').getByRole('textbox', { name: /^Message to/ })
    await field.fill('Lunch?')
    await field.press('Enter')
    await expect(handheld(page, 'alice').getByRole('log')).toContainText('Delivered')
    await handheld(page, 'bob').getByRole('button', { name: /Lunch/ }).click()
  })
  expect(messages).toMatch(/text: Lunch\?/)

  const fault = await recorded(page, async () => {
    const directory = page.getByRole('switch', { name: 'Directory is up' })
    await handheld(page, 'bob').getByRole('button', { name: 'Log out' }).click()
    await directory.click()
    await expect(directory).not.toBeChecked()
    await submitLogin(page, 'bob')
    await expect(handheld(page, 'bob').getByRole('alert')).toBeVisible()
    await directory.click()
    await login(page, 'bob')
  })
  expect(fault).toMatch(/at: directory, kind: down/)

  const time = await recorded(page, async () => {
    await setCoverage(page, 'alice', 'none')
    await expect(handheld(page, 'alice')).toContainText('No coverage')
    await jump(page, '5 minutes')
    await setCoverage(page, 'alice', 'good')
    await expect(handheld(page, 'alice')).not.toContainText('No coverage')
  })
  expect(time).toMatch(/coverage: \{ alice: none \}[\s\S]*wait: 5m/)

  const demo = await recorded(page, async () => {
    await command(page, 'demonstrations')
    await page.getByRole('button', { name: 'Start: The first login' }).click()
    await page.getByRole('dialog', { name: 'The first login' }).getByRole('button', { name: 'Start' }).click()
    const bar = page.getByRole('region', { name: 'Demonstration: The first login' })
    await bar.getByRole('button', { name: 'Next' }).click()
    await expect(bar).toContainText('step 1 of 6')
    await expect(bar.getByRole('button', { name: 'Next' })).toBeEnabled()
    await bar.getByRole('button', { name: 'Stop' }).click()
  })
  expect(demo).toMatch(/- login: alice/)
})
