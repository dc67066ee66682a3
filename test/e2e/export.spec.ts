import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { readPackets } from '../../server/traffic/testing/read-pcapng.ts'
import type { RunningBramble } from './faces.ts'
import { expect, test } from './fixtures.ts'
import { labWith } from './lab-file.ts'
import { flow, handheld, login, sessionOf, traffic } from './lab-page.ts'

/** Saves a file as a person does: the desktop app is told where, a browser downloads it. @returns its path */
async function saved(
  { app, page }: RunningBramble,
  home: string,
  press: () => Promise<void>,
): Promise<string> {
  if (app === undefined) {
    const downloading = page.waitForEvent('download')
    await press()
    return (await downloading).path()
  }
  const path = join(home, 'saved')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, path)
  await press()
  await expect(page.getByText('The export was saved')).toBeVisible()
  return path
}

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
  const file = await saved(running, home, () =>
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
  const file = await saved(running, home, () => page.getByRole('button', { name: 'Stop recording' }).click())
  await expect(page.getByText(/^Recorded: /)).toBeVisible()
  const comments = readPackets(await readFile(file)).flatMap((packet) => packet.comments)
  expect(comments.join('\n')).toContain('login-accepted sip:alice@corp.example')
})

/** Drops a file on the window. */
async function drop(page: Page, path: string, name: string): Promise<void> {
  const content = (await readFile(path)).toString('base64')
  await page.evaluate(
    ({ base64, fileName }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([bytes], fileName))
      for (const type of ['dragover', 'drop']) {
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
      }
    },
    { base64: content, fileName: name },
  )
}

test('a ticket bundle is saved with one press, and dropped it shows the past, read only', async ({
  start,
  home,
}) => {
  const running = await start(labWith({}))
  const { page } = running
  await login(page, 'alice')
  await openExport(page)
  const file = await saved(running, home, () =>
    page.getByRole('button', { name: 'Save a ticket bundle…' }).click(),
  )
  await login(page, 'bob')
  await expect(sessionOf(page, 'bob')).toBeVisible()

  await drop(page, file, 'ticket.zip')
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
