import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dropFile } from './files.ts'
import { expect, test } from './fixtures.ts'
import { command, handheld, login, sessionOf } from './lab-page.ts'

test('a moment of the past goes on in a lab beside, with a change, is compared, and leads back', async ({
  page,
}) => {
  await login(page, 'alice')
  await login(page, 'bob')
  const timeLine = page.getByRole('slider', { name: 'Time line' })
  await timeLine.focus()
  // Over the end of Bob's login to its beginning.
  await page.keyboard.press('ArrowLeft')
  // The banner tells what happened at the mark.
  await expect(page.getByText('Login of bob: Accepted', { exact: true })).toBeVisible()
  await page.keyboard.press('ArrowLeft')
  await expect(sessionOf(page, 'bob')).toHaveCount(0)
  await page.keyboard.press('ArrowLeft')
  await expect(sessionOf(page, 'alice')).toBeVisible()
  await page.getByRole('button', { name: 'Another turn…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Another turn' })
  await dialog.getByRole('textbox', { name: 'Its value' }).fill('1')
  await dialog.getByRole('button', { name: 'Take this turn' }).click()

  const banner = page.getByRole('status').filter({ hasText: 'Another turn from ' })
  await expect(banner).toContainText('Maximum sessions: 1')
  await expect(sessionOf(page, 'alice')).toBeVisible()
  await expect(sessionOf(page, 'bob')).toHaveCount(0)
  await expect(page.getByLabel('Maximum sessions')).toHaveValue('1')

  await banner.getByRole('button', { name: 'Compare' }).click()
  const comparison = page.getByRole('dialog', { name: 'Two turns side by side' })
  const steps = comparison.getByRole('region', { name: 'Steps of logins' })
  await expect(steps).toContainText('First difference')
  await expect(steps.getByRole('cell', { name: /bob: server-busy/ })).toBeVisible()
  await page.keyboard.press('Escape')

  await banner.getByRole('button', { name: 'Back to the lab' }).click()
  await expect(banner).toHaveCount(0)
  await expect(sessionOf(page, 'bob')).toBeVisible()

  // Nothing changed: the command alone.
  await timeLine.focus()
  await page.keyboard.press('ArrowLeft')
  await page.getByRole('button', { name: 'Continue from here' }).click()
  await expect(banner).toContainText('Nothing is changed')
  await banner.getByRole('button', { name: 'Back to the lab' }).click()
  await expect(banner).toHaveCount(0)
})

test('a lab is saved by name, its snapshot opens in a lab beside, and as a file that is dropped', async ({
  home,
  page,
}) => {
  await login(page, 'alice')
  await expect(sessionOf(page, 'alice')).toBeVisible()
  await command(page, 'Snapshots')
  const dialog = page.getByRole('dialog', { name: 'Snapshots' })
  await expect(dialog.getByText('There is none yet.')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Name of the new snapshot' }).fill('signed in')
  await page.keyboard.press('Enter')
  const saved = dialog.getByRole('list', { name: 'Saved snapshots' }).getByRole('listitem')
  await expect(saved).toContainText('signed in')
  await page.keyboard.press('Escape')
  await handheld(page, 'alice').getByRole('button', { name: 'Log out' }).click()
  await expect(sessionOf(page, 'alice')).toHaveCount(0)

  await command(page, 'Snapshots')
  await saved.getByRole('button', { name: 'Open' }).click()
  const banner = page.getByRole('status').filter({ hasText: 'The past, as ' })
  await expect(banner).toContainText('The past, as “signed in” has it')
  await expect(sessionOf(page, 'alice')).toBeVisible()
  await banner.getByRole('button', { name: 'Back to the lab' }).click()
  await expect(banner).toHaveCount(0)
  await expect(sessionOf(page, 'alice')).toHaveCount(0)

  const [file] = await snapshotFiles(home)
  if (file === undefined) throw new Error('The snapshot is not in the folder of its user.')
  await dropFile(page, file, 'monday.history')
  await expect(banner).toContainText('The past, as “monday.history” has it')
  await expect(sessionOf(page, 'alice')).toBeVisible()
  await banner.getByRole('button', { name: 'Back to the lab' }).click()
  await expect(banner).toHaveCount(0)

  // A report of runs of which one has failed, and one has no past.
  const history = await readFile(file, 'utf8')
  const runs = [
    { outcome: 'passed', file: 'quiet.yaml', name: 'Quiet', history },
    { outcome: 'failed', file: 'tunnel.yaml', name: 'Tunnel', history },
    { outcome: 'failed', file: 'old.yaml', name: 'Old' },
  ]
  await writeFile(join(home, 'night.json'), JSON.stringify({ format: 'bramble-run', scenarios: runs }))
  await dropFile(page, join(home, 'night.json'), 'night.json')
  const report = page.getByRole('dialog', { name: 'Runs in night.json' })
  await expect(report.getByRole('listitem')).toHaveCount(2)
  await expect(report.getByRole('listitem').first()).toContainText('Tunnel')
  await report.getByRole('button', { name: 'Open the past of Tunnel' }).click()
  await expect(banner).toContainText('The past, as “Tunnel” has it')
  await expect(sessionOf(page, 'alice')).toBeVisible()
})

/** The files of snapshots below a folder. */
async function snapshotFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true })
  return entries.filter((name) => name.endsWith('.history')).map((name) => join(folder, name))
}
