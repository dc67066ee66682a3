import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import type { RunningBramble } from './faces.ts'
import { expect, test } from './fixtures.ts'
import { labWith } from './lab-file.ts'
import { login, traffic } from './lab-page.ts'

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
