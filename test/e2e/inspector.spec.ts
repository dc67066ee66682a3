import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { chooseWithin, flow, login, traffic } from './lab-page.ts'

/** Shows only the frames of a filter. */
async function find(page: Page, filter: string) {
  await page.getByLabel('Find in traffic').fill(filter)
  await expect(traffic(page).getByRole('row').nth(1)).toBeVisible()
}

function detail(page: Page) {
  return page.getByRole('region', { name: /^Frame \d+$/ })
}

test('an open frame stands in the traffic, beside the flow, and a field lights its bytes', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1_280, height: 800 })
  await login(page, 'alice')
  await traffic(page).getByRole('row').filter({ hasText: 'NTLM authenticate' }).first().click()
  const [frame, login_] = await Promise.all([detail(page).boundingBox(), flow(page).boundingBox()])
  expect(frame?.x).toBeGreaterThan(0)
  expect((frame?.x ?? 0) + (frame?.width ?? 0)).toBeLessThanOrEqual(login_?.x ?? 0)

  await detail(page)
    .getByRole('button', { name: /^User alice/ })
    .click()
  await expect(detail(page)).toContainText('MS-NLMP §2.2.1.3')
  const bytes = detail(page).getByRole('slider', { name: 'Bytes of NTLM' })
  await expect(bytes.locator('mark').first()).toContainText('61 00')
  await expect(
    detail(page).getByRole('slider', { name: 'Bytes of LDAP' }).locator('mark').first(),
  ).toBeVisible()

  await page.keyboard.press('Escape')
  await expect(detail(page)).toHaveCount(0)

  await traffic(page).getByRole('row').last().click()
  await expect(detail(page)).toBeVisible()
  const opened = traffic(page).locator('[aria-current="true"]')
  await expect(opened, 'the table is smaller now').toBeInViewport({ ratio: 0.9 })
  await page.keyboard.press('Escape')
})

test('a login is followed, and two of its frames are compared', async ({ page }) => {
  await login(page, 'alice')
  await login(page, 'bob')
  await find(page, 'protocol:ldap handheld:bob')
  const rows = traffic(page).getByRole('row')
  await rows.nth(1).click()
  await detail(page).getByRole('button', { name: 'Follow', exact: true }).click()
  await expect(page.getByLabel('Find in traffic')).toHaveValue(/^flow:\S+$/)
  await expect(rows.filter({ hasText: 'bob' }).first()).toBeVisible()
  await expect(rows.filter({ hasText: 'alice' })).toHaveCount(0)

  await detail(page).getByRole('button', { name: 'Compare', exact: true }).click()
  await traffic(page).focus()
  await rows.filter({ hasText: 'SIP' }).first().click()
  const compared = page.getByRole('region', { name: /^Frame \d+ and frame \d+$/ })
  await expect(compared.getByRole('row', { name: /^Hop changed Service – Directory/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(compared).toHaveCount(0)
  await expect(detail(page)).toBeVisible()
})

test('a frame is marked by a key, and mark and comment survive a reload', async ({ page }) => {
  await login(page, 'alice')
  await traffic(page).focus()
  await page.keyboard.press('Home')
  const first = traffic(page).getByRole('row').nth(1)
  await expect(first, 'screen readers say the row').toBeFocused()
  await page.keyboard.press('m')
  await page.getByLabel('Comment').fill('Here it begins')
  await page.getByRole('radio', { name: 'Red' }).check()
  await page.keyboard.press('Enter')
  await expect(first).toContainText('Here it begins')

  await page.getByLabel('Find in traffic').fill('mark:begins')
  await expect(traffic(page)).toHaveAttribute('aria-rowcount', '2')

  await page.reload()
  await page.getByRole('button', { name: '1 mark' }).click()
  await page
    .getByRole('dialog', { name: 'Marks' })
    .getByRole('button', { name: /^Frame 1/ })
    .click()
  await expect(detail(page)).toContainText('Here it begins')
  await detail(page).getByRole('button', { name: 'Remove mark' }).click()
  await expect(page.getByRole('button', { name: '1 mark' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(detail(page)).toContainText('Here it begins')
})

test('a frame is copied as a step that expects it', async ({ page, face }) => {
  if (face === 'browser') await page.context().grantPermissions(['clipboard-write'])
  await login(page, 'alice')
  await find(page, 'protocol:ldap bindResponse')
  await traffic(page).getByRole('row').last().click({ button: 'right' })
  await chooseWithin(page, 'Copy', 'As expect step')
  await expect(page.getByText(/^Frame \d+: As expect step$/)).toBeVisible()
  // Pages may write to the clipboard, not read it. A field of one line takes the text with spaces for line breaks.
  const field = page.getByLabel('Find in traffic')
  await field.fill('')
  await field.press('ControlOrMeta+v')
  await expect(field).toHaveValue(
    /^- expect: +frames: +filter: 'protocol:LDAP handheld:alice "bindResponse.*"' +min: 1/,
  )
})
