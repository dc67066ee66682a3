import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright/test'
import { readPackets } from '../../server/traffic/testing/read-pcapng.ts'
import { dropFile, savedFile } from './files.ts'
import { expect, test } from './fixtures.ts'
import { labWith } from './lab-file.ts'
import { flow, handheld, login, sessionOf, traffic } from './lab-page.ts'

async function openExport(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Export', exact: true }).click()
}

test('what the filter shows is exported, and nothing else', async ({ start, home }) => {
  const running = await start(labWith({}))
  const { page } = running
  await login(page, 'alice')
  await page.getByLabel('Find in traffic').fill('protocol:ldap')
  const rows = traffic(page).getByRole('row').filter({ hasText: 'LDAP' })
  await expect(traffic(page).getByRole('row').filter({ hasText: 'SIP' })).toHaveCount(0)
  const shown = await rows.count()
  expect(shown).toBeGreaterThan(1)

  await openExport(page)
  await page.getByRole('radio', { name: /^JSON lines/ }).check()
  const file = await savedFile(running, home, () =>
    page.getByRole('button', { name: /^(Save…|Download)$/ }).click(),
  )
  const frames = (await readFile(file, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(frames).toHaveLength(shown)
  expect(new Set(frames.map(({ protocol }) => protocol))).toEqual(new Set(['LDAP']))
})

test('traffic is recorded from now on until somebody stops it', async ({ start, home }) => {
  const running = await start(labWith({}))
  const { page } = running
  await openExport(page)
  await page.getByRole('radio', { name: /^Everything from now on/ }).check()
  await page.getByRole('button', { name: 'Start recording' }).click()
  await expect(page.getByText(/^Recording: /)).toBeVisible()
  await login(page, 'alice')
  const file = await savedFile(running, home, () =>
    page.getByRole('button', { name: 'Stop recording' }).click(),
  )
  await expect(page.getByText(/^Recorded: /)).toBeVisible()
  const comments = readPackets(await readFile(file)).flatMap((packet) => packet.comments)
  expect(comments.join('\n')).toContain('login-accepted sip:alice@corp.example')
})

/** Drops a file on the window. */
test('a ticket bundle is saved with one press, and dropped it shows the past, read only', async ({
  start,
  home,
}) => {
  const running = await start(labWith({}))
  const { page } = running
  await login(page, 'alice')
  await openExport(page)
  const file = await savedFile(running, home, () =>
    page.getByRole('button', { name: 'Save a ticket bundle…' }).click(),
  )
  await login(page, 'bob')
  await expect(sessionOf(page, 'bob')).toBeVisible()

  await dropFile(page, file, 'ticket.zip')
  await expect(page.getByText('The past, read only: ticket.zip')).toBeVisible()
  await expect(sessionOf(page, 'alice')).toBeVisible()
  await expect(sessionOf(page, 'bob')).toHaveCount(0)
  await expect(flow(page)).toContainText('Communications Server answers')
  await page.getByLabel('Find in traffic').fill('"bindRequest"')
  await traffic(page).getByRole('row').filter({ hasText: 'bindRequest' }).first().click()
  await expect(page.getByRole('region', { name: /^Frame \d+/ })).toContainText('RFC 4511')
  await expect(page.getByLabel('Maximum sessions')).toBeDisabled()
  await handheld(page, 'alice').getByRole('button', { name: 'Log out' }).click()
  await expect(page.getByText('The past is shown: it can only be read.').first()).toBeVisible()

  await page.getByRole('button', { name: 'Back to the lab' }).click()
  await expect(sessionOf(page, 'bob')).toBeVisible()
  await expect(page.getByLabel('Maximum sessions')).toBeEnabled()
})
