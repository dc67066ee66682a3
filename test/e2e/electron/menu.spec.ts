import type { ElectronApplication } from 'playwright/test'
import { expect, test } from '../fixtures.ts'
import { labWith } from '../lab-file.ts'
import { handheld, login } from '../lab-page.ts'

interface Item {
  label: string
  accelerator: string | null
  isEnabled: boolean
}

/** What a menu of the menu bar lists. */
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

test('lists the actions of the page, says which are possible, and performs them', async ({ start }) => {
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

test('adds a handheld by the keys that the menu shows', async ({ start }) => {
  const { page } = await start(labWith({}))
  await expect(page.getByText('3 handhelds')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+n')
  await expect(page.getByText('4 handhelds')).toBeVisible()
})

test('takes nothing for a menu that is none', async ({ start }) => {
  const { page, app } = await start(labWith({}))
  await expect(handheld(page, 'alice')).toBeVisible()
  await expect.poll(() => itemsOf(app, 'File').then((items) => items.length)).toBeGreaterThan(2)
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
  // The answer to a later message comes after whatever the one before has caused.
  await page.keyboard.press('F8')
  await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible()
  expect(await itemsOf(app, 'File')).toEqual(before)
})
