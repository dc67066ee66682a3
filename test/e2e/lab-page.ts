import { expect, type Locator, type Page } from 'playwright/test'

/** Finds elements of the page by their accessible names. */

export function handheld(page: Page, name: string): Locator {
  return page.getByRole('group', { name: `Handheld ${name}`, exact: true })
}

export function sessions(page: Page): Locator {
  return page.getByRole('table', { name: 'Sessions' })
}

export function traffic(page: Page): Locator {
  return page.getByRole('table', { name: 'Traffic' })
}

export function flow(page: Page): Locator {
  return page.getByRole('list', { name: 'Flow' })
}

/** The row of a session, by its user. */
export function sessionOf(page: Page, user: string): Locator {
  return sessions(page)
    .getByRole('row')
    .filter({ has: page.getByRole('cell', { name: user, exact: true }) })
}

/** Fills in user ID and password and presses Log in, without waiting for the answer. */
export async function submitLogin(
  page: Page,
  name: string,
  password = 'Passw0rd!',
  user = name,
): Promise<void> {
  const device = handheld(page, name)
  await device.getByLabel('User ID').fill(user)
  await device.getByLabel('Password').fill(password)
  await device.getByRole('button', { name: 'Log in' }).click()
}

/** Logs in, and waits until the handheld is signed in. */
export async function login(page: Page, name: string): Promise<void> {
  await submitLogin(page, name)
  await expect(handheld(page, name).getByRole('button', { name: 'Log out' })).toBeVisible()
}

export async function setCoverage(page: Page, name: string, coverage: string): Promise<void> {
  await handheld(page, name).getByLabel('Coverage').selectOption(coverage)
}

/**
 * Chooses an entry of a menu within the menu that is open, by keys: under a pointer that rests, on a busy machine, the
 * inner menu can close again before the pointer has moved into it.
 */
export async function chooseWithin(page: Page, menu: string, entry: string): Promise<void> {
  await page.getByRole('menuitem', { name: menu }).press('ArrowRight')
  await page.getByRole('menuitem', { name: entry }).press('Enter')
}

/** Jumps lab time forward with the clock menu in the top bar. @param time label of the menu entry, such as `5 minutes` */
export async function jump(page: Page, time: string): Promise<void> {
  await page.getByRole('button', { name: /^Lab time/ }).click()
  await page.getByRole('menuitem', { name: `Jump ${time}` }).click()
}

/** Opens the palette, types and performs the first action that it offers. */
export async function command(page: Page, typed: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Commands' }).fill(typed)
  await page.keyboard.press('Enter')
}
