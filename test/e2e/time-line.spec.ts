import type { Locator, Page } from 'playwright/test'
import { dropFile, savedFile } from './files.ts'
import { expect, test } from './fixtures.ts'
import { labWith } from './lab-file.ts'
import { handheld, login, sessionOf, setCoverage, traffic } from './lab-page.ts'

function timeLine(page: Page): Locator {
  return page.getByRole('slider', { name: 'Time line' })
}

function banner(page: Page): Locator {
  return page.getByRole('status').filter({ hasText: 'The past: ' })
}

test('the time line leads back to any moment, while the lab goes on, and Escape returns', async ({
  page,
}) => {
  await login(page, 'alice')
  await login(page, 'bob')
  await setCoverage(page, 'alice', 'none')
  await expect(handheld(page, 'alice')).toContainText('No coverage')
  await expect(timeLine(page)).toHaveAttribute('aria-valuetext', 'now')
  await timeLine(page).focus()
  // Back over Alice's loss of coverage, and the end of Bob's login, to its beginning.
  await page.keyboard.press('ArrowLeft')
  await expect(banner(page)).toBeVisible()
  await expect(handheld(page, 'alice')).toContainText('No coverage')
  await page.keyboard.press('ArrowLeft')
  await expect(handheld(page, 'alice')).not.toContainText('No coverage')
  await page.keyboard.press('ArrowLeft')
  await expect(sessionOf(page, 'bob')).toHaveCount(0)
  await expect(sessionOf(page, 'alice')).toBeVisible()
  await expect(traffic(page).getByRole('row').filter({ hasText: 'bob' })).toHaveCount(0)
  await expect(page.getByLabel('Maximum sessions')).toBeDisabled()

  await page.keyboard.press('Home')
  await expect(sessionOf(page, 'alice')).toHaveCount(0)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(sessionOf(page, 'alice')).toBeVisible()

  await page.keyboard.press('Escape')
  await expect(banner(page)).toHaveCount(0)
  await expect(sessionOf(page, 'bob')).toBeVisible()
  await expect(page.getByLabel('Maximum sessions')).toBeEnabled()
  await expect(handheld(page, 'alice')).toContainText('No coverage')
})

test('the head of the time line is dragged, and pulled to the end it is now again', async ({ page }) => {
  await login(page, 'alice')
  await expect(sessionOf(page, 'alice')).toBeVisible()
  const track = timeLine(page)
  const { height, width, x, y } = (await track.boundingBox()) ?? { height: 0, width: 0, x: 0, y: 0 }
  await page.mouse.move(x + width / 2, y + height / 2)
  await page.mouse.down()
  // The lab began where its first moments are.
  await page.mouse.move(x + 2, y + height / 2, { steps: 3 })
  await expect(banner(page)).toBeVisible()
  await expect(sessionOf(page, 'alice')).toHaveCount(0)
  await page.mouse.move(x + width - 2, y + height / 2, { steps: 3 })
  await page.mouse.up()
  await expect(banner(page)).toHaveCount(0)
  await expect(sessionOf(page, 'alice')).toBeVisible()
})

test('a ticket bundle has the time line of its lab', async ({ start, home }) => {
  const running = await start(labWith({}))
  const { page } = running
  await login(page, 'alice')
  await login(page, 'bob')
  await handheld(page, 'alice').getByRole('button', { name: 'Log out' }).click()
  await expect(sessionOf(page, 'alice')).toHaveCount(0)
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const file = await savedFile(running, home, () =>
    page.getByRole('button', { name: 'Save a ticket bundle…' }).click(),
  )
  await dropFile(page, file, 'ticket.zip')
  await expect(page.getByText('The past, read only: ticket.zip')).toBeVisible()
  await expect(sessionOf(page, 'alice')).toHaveCount(0)

  await timeLine(page).focus()
  // Before the end of Alice's session.
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByText('The past, from ticket.zip: ')).toBeVisible()
  await expect(sessionOf(page, 'alice')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('The past, read only: ticket.zip')).toBeVisible()
  await expect(sessionOf(page, 'alice')).toHaveCount(0)
})
