import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { handheld, login, submitLogin } from './lab-page.ts'

/** Performs what the palette offers first for these words. */
async function command(page: Page, words: string): Promise<void> {
  await page.getByRole('button', { name: /^Commands/ }).click()
  const palette = page.getByRole('dialog', { name: 'Commands' })
  await palette.getByRole('combobox').fill(words)
  await page.keyboard.press('Enter')
}

test('whatever is broken is listed and shown in the top bar, and can be mended from there', async ({
  page,
}) => {
  const broken = page.getByRole('list', { name: 'Broken on purpose', exact: true })
  const parts = page.getByRole('list', { name: 'Parts of the lab' })
  await command(page, 'latency directory 15s')
  await expect(broken.getByRole('listitem')).toHaveText(/Directory: slow.*15\s*s/)
  await expect(parts).toContainText('Directoryslow')

  // A fault with its own keys, set with the form.
  await page.getByRole('button', { name: 'Break something…' }).click()
  const form = page.getByRole('dialog', { name: 'Break something' })
  await form.getByRole('combobox', { name: 'Where' }).selectOption('Communications Server')
  await form.getByRole('combobox', { name: 'What' }).selectOption('wrong answers')
  await form.getByLabel('Code').fill('99')
  await expect(form.getByRole('button', { name: 'Break it' })).toBeDisabled()
  await form.getByLabel('Code').fill('503')
  await form.getByLabel('First').fill('3')
  await expect(form.getByRole('status')).toContainText('503, first 3')
  await form.getByRole('button', { name: 'Break it' }).click()
  await expect(broken.getByRole('listitem')).toHaveCount(2)
  await expect(broken).toContainText('3 of 3 left')

  const chips = page.getByRole('list', { name: 'What is broken' })
  await chips.getByRole('button', { name: 'Mend the directory' }).click()
  await expect(broken.getByRole('listitem')).toHaveText([/Communications Server: wrong answers/])
  await page.getByRole('button', { name: 'Mend everything' }).first().click()
  await expect(broken.getByRole('listitem')).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect(broken.getByRole('listitem')).toHaveCount(1)
})

test('the log finds the line of a refusal, and leads to its login; charts show the sessions against the maximum', async ({
  page,
}) => {
  const maximum = page.getByLabel('Maximum sessions')
  await maximum.fill('1')
  await maximum.press('Enter')
  await login(page, 'alice')
  await submitLogin(page, 'bob')
  await expect(handheld(page, 'bob')).toContainText('Server Busy')

  await command(page, 'Show Log')
  const log = page.getByRole('region', { name: 'Log', exact: true })
  await log.getByRole('searchbox', { name: 'Search the log' }).fill('server busy bob')
  // The same line is the last one before the search too.
  await expect(log).toContainText(/\d+ of \d+ lines/)
  const lines = log.getByRole('option')
  await expect(lines.last()).toContainText('BBIM [20220]')
  await expect(lines.last()).toContainText(/Login of bob on bob \(PIN \w+\): Server Busy \(invented\)/)
  await lines.last().click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Follow in flow and traffic' }).click()
  const traffic = page.getByRole('region', { name: 'Traffic pane' })
  await expect(traffic.getByRole('searchbox')).toHaveValue(/^flow:\w+-1$/)

  await command(page, 'Show Charts')
  const charts = page.getByRole('region', { name: 'Charts', exact: true })
  await expect(charts.getByRole('slider')).toHaveAttribute('aria-valuetext', /Sessions 1 of 1/)
  await charts.getByRole('button', { name: 'Show as a table' }).click()
  await expect(charts.getByRole('table')).toContainText('Maximum sessions: 1')
})
