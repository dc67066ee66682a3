import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { handheld, setCoverage } from './lab-page.ts'

function list(page: Page) {
  return page.getByRole('table', { name: 'Handhelds', exact: true })
}

/** The names in the list, from top to bottom. */
function names(page: Page) {
  return list(page).getByRole('rowheader')
}

test.describe('with a fleet', () => {
  test.use({ lab: { users: [], handhelds: [{ fleet: 24, name: 'load{n}', user: 'load{n}' }] } })

  test('the list is sorted as people count, by the column that is pressed', async ({ page }) => {
    await page.getByRole('button', { name: 'Show as list' }).click()
    await expect(names(page).first()).toHaveText('load1')
    await expect(names(page).nth(9)).toHaveText('load10')
    const head = list(page).getByRole('columnheader', { name: 'Name' })
    await expect(head).toHaveAttribute('aria-sort', 'ascending')
    await head.getByRole('button').click()
    await expect(head).toHaveAttribute('aria-sort', 'descending')
    await expect(names(page).first()).toHaveText('load24')
    await page.reload()
    await expect(names(page).first()).toHaveText('load24')
  })

  test('what was done to twenty can be undone, and a set finds them', async ({ page }) => {
    await page.getByRole('button', { name: 'Show as list' }).click()
    await names(page).getByText('load1', { exact: true }).click()
    await names(page)
      .getByText('load20', { exact: true })
      .click({ modifiers: ['Shift'] })
    const bar = page.getByRole('region', { name: 'Selection' })
    await expect(bar.getByText('20 selected')).toBeVisible()
    await bar.getByRole('button', { name: 'Coverage' }).click()
    await page.getByRole('menuitem', { name: 'None' }).click()
    await expect(page.getByText('20 of 20 done')).toBeVisible()
    const outside = page.getByRole('button', { name: '20 no coverage' })
    await expect(outside).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByText('Undo: Coverage: None')).toBeVisible()
    await expect(outside).toHaveCount(0)

    await bar.getByRole('button', { name: 'Save set…' }).click()
    await page.getByLabel('Name of the set').fill('Night shift')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Night shift (20)' }).click()
    await expect(names(page)).toHaveCount(20)
    await page.getByRole('button', { name: 'Show as wall of tiles' }).click()
    await expect(page.getByRole('option', { name: /^load\d+, signed out$/ })).toHaveCount(20)
  })
})

test('a device without coverage says so, and one with a stopped heartbeat', async ({ page }) => {
  const bob = handheld(page, 'bob')
  await setCoverage(page, 'bob', 'none')
  await expect(bob.getByText('No coverage', { exact: true })).toBeVisible()
  await setCoverage(page, 'bob', 'good')
  await expect(bob.getByText('No coverage', { exact: true })).toHaveCount(0)
  await bob.getByLabel('Password').fill('Passw0rd!')
  await bob.getByRole('button', { name: 'Log in' }).click()
  await bob.getByRole('switch', { name: 'Status messages' }).click()
  await expect(bob.getByText('No status messages')).toBeVisible()
})

test('the keys of a device write, and log in', async ({ page }) => {
  const alice = handheld(page, 'alice')
  const press = async (...keys: string[]) => {
    for (const key of keys) await alice.locator(`[data-key="${key}"]`).click()
  }
  await alice.getByLabel('Password').focus()
  await press('⇧', 'p', 'a', 's', 's', 'w', '0', 'r', 'e', '⌫', 'd', 'alt', 'b')
  await expect(alice.getByLabel('Password')).toHaveValue('Passw0rd!')
  await expect(alice.getByLabel('Password')).toBeFocused()
  await press('call')
  await expect(alice.getByRole('button', { name: 'Log out' })).toBeVisible()
  await page.keyboard.down('a')
  await page.keyboard.up('a')
  await press('pointer-pad', 'pointer-pad')
})
