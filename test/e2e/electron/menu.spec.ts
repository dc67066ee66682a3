import type { ElectronApplication } from 'playwright/test'
import { expect, test } from '../fixtures.ts'
import { labWith } from '../lab-file.ts'
import { handheld, login } from '../lab-page.ts'

interface Item {
  label: string
  accelerator: string | null
  isEnabled: boolean
}

/** The entries of a menu in the menu bar. */
function itemsOf(app: ElectronApplication | undefined, menu: string): Promise<Item[]> {
  if (app === undefined) throw new Error('this test is for the desktop app')
  return app.evaluate(
    ({ Menu }, name) =>
      (Menu.getApplicationMenu()?.items ?? [])
        .filter(({ label }) => label.replace('&', '') === name)
        .flatMap(({ submenu }) => submenu?.items ?? [])
        .map(({ label, accelerator, enabled }) => ({
          label,
          accelerator: accelerator?.toString() ?? null,
          isEnabled: enabled,
        })),
    menu,
  )
}

async function choose(app: ElectronApplication | undefined, id: string): Promise<void> {
  await app?.evaluate(({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click(), id)
}

test('the menu bar lists the actions of the page, enables the possible ones, and performs them', async ({
  start,
}) => {
  const { page, app } = await start(labWith({}))
  await expect(handheld(page, 'alice')).toBeVisible()
  await expect
    .poll(() => itemsOf(app, 'Lab'))
    .toContainEqual({ label: 'Log out all (0)', accelerator: null, isEnabled: false })
  expect(await itemsOf(app, 'File')).toContainEqual({
    label: 'New handheld',
    accelerator: 'CmdOrCtrl+N',
    isEnabled: true,
  })

  await login(page, 'alice')
  await expect
    .poll(() => itemsOf(app, 'Lab'))
    .toContainEqual({ label: 'Log out all (1)', accelerator: null, isEnabled: true })
  await choose(app, 'handheld.logInAll')
  await expect(handheld(page, 'bob').getByRole('button', { name: 'Log out' })).toBeVisible()
})

test('the menu bar changes to the language that the user chooses in it', async ({ start }) => {
  const { page, app } = await start(labWith({}))
  await expect(handheld(page, 'alice')).toBeVisible()
  await expect
    .poll(() => itemsOf(app, 'View'))
    .toContainEqual(expect.objectContaining({ label: 'Language: Deutsch' }))
  await choose(app, 'window.language Language: Deutsch')
  await expect
    .poll(() => itemsOf(app, 'Ansicht'))
    .toEqual(
      expect.arrayContaining([
        expect.objectContaining({ label: 'Sprache: English' }),
        expect.objectContaining({ label: 'Vollbild' }),
      ]),
    )
})

test('the shortcut that the menu shows adds a handheld', async ({ start }) => {
  const { page } = await start(labWith({}))
  await expect(page.getByText('3 handhelds')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+n')
  await expect(page.getByText('4 handhelds')).toBeVisible()
})

test('a further window shows the same lab', async ({ start }) => {
  const { page, app } = await start(labWith({}))
  await expect(handheld(page, 'alice')).toBeVisible()
  const opened = app?.waitForEvent('window')
  await choose(app, 'app.newWindow')
  const second = await opened
  if (second === undefined) throw new Error('this test is for the desktop app')
  await expect(handheld(second, 'alice')).toBeVisible()
  await login(page, 'alice')
  await expect(handheld(second, 'alice').getByRole('button', { name: 'Log out' })).toBeVisible()
  await second.close()
  await expect
    .poll(() => itemsOf(app, 'Lab'))
    .toContainEqual(expect.objectContaining({ label: 'Log out all (1)' }))
})

test('an invalid menu message leaves the menu as it was', async ({ start }) => {
  const { page, app } = await start(labWith({}))
  await expect(handheld(page, 'alice')).toBeVisible()
  // The page fills the menu bar, and enables this entry once it has read the traffic.
  await expect
    .poll(() => itemsOf(app, 'File'))
    .toContainEqual(expect.objectContaining({ label: 'Export…', isEnabled: true }))
  const before = await itemsOf(app, 'File')
  await page.evaluate(() => {
    const entry = {
      id: 'x',
      menu: 'file',
      label: 'Evil',
      accelerator: 'Alt+F4',
      isEnabled: true,
      isChecked: null,
    }
    Reflect.apply(window.bramble?.send ?? (() => {}), null, [{ type: 'menu', entries: [entry] }])
  })
  // Messages are handled in order: when a later one has had its effect, the earlier ones have been handled.
  await page.keyboard.press('F8')
  await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible()
  expect(await itemsOf(app, 'File')).toEqual(before)
})
