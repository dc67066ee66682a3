import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright/test'
import type { RunningBramble } from './faces.ts'
import { expect, test } from './fixtures.ts'
import { labWith } from './lab-file.ts'
import { login, setCoverage, submitLogin, traffic } from './lab-page.ts'

function ladder(page: Page): Locator {
  return page.getByRole('region', { name: 'Ladder', exact: true })
}

/** Arrows and notes, by what a screen reader says of them. */
function rung(page: Page, says: string | RegExp): Locator {
  return ladder(page).getByRole('option', { name: says })
}

async function unfold(page: Page): Promise<void> {
  await ladder(page).getByRole('button', { name: 'Show Ladder' }).click()
  await page.getByRole('button', { name: 'Fill the window with Ladder' }).click()
}

/** Saves a file as a person does: a browser downloads it, the desktop app asks where to. */
async function exported(
  { app, page }: RunningBramble,
  home: string,
  form: string,
): Promise<{ name: string; text: string }> {
  const press = async () => {
    await ladder(page).getByRole('button', { name: 'Export ladder' }).click()
    await page.getByRole('menuitem', { name: form, exact: true }).click()
  }
  if (app === undefined) {
    const downloading = page.waitForEvent('download')
    await press()
    const file = await downloading
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') }
  }
  const path = join(home, 'exported')
  const saving = app.evaluate(
    ({ session }, path) =>
      new Promise<string>((resolve) => {
        session.defaultSession.once('will-download', (_event, item) => {
          item.setSavePath(path)
          item.once('done', () => resolve(item.getFilename()))
        })
      }),
    path,
  )
  await press()
  return { name: await saving, text: await readFile(path, 'utf8') }
}

test.describe('the ladder', () => {
  test.use({
    lab: {
      service: { maximumSessions: 1, idleTimeout: '5m' },
    },
  })

  test('draws the frames of a login and the decisions of the service', async ({ page }) => {
    await expect(ladder(page)).toBeVisible()
    await login(page, 'alice')
    await setCoverage(page, 'alice', 'none')
    await login(page, 'bob')
    await unfold(page)
    await expect(rung(page, /^4a: Alice logged out: outside coverage/)).toBeVisible()
    await expect(rung(page, /Session of Alice ended/)).toBeVisible()
    await page.getByRole('button', { name: 'Show inside the encryption' }).click()
    await expect(rung(page, /^login-request bob, bob to Dispatcher, \d+ ms, encrypted$/)).toBeVisible()
    // What became of Alice is part of Bob's login.
    await expect(rung(page, /^logged-out idle, Dispatcher to alice/)).toBeVisible()
    const list = ladder(page).getByRole('listbox')
    await list.press('End')
    await expect(rung(page, /^Accepted\. Bob is signed in/)).toBeVisible()
  })

  test('goes from an arrow to its frame and back', async ({ page }) => {
    await login(page, 'alice')
    await unfold(page)
    await page.getByRole('button', { name: 'Show inside the encryption' }).click()
    const list = ladder(page).getByRole('listbox')
    await list.press('Home')
    const request = rung(page, /^login-request alice, alice to Dispatcher/)
    await request.click()
    // The ladder makes room for the frame.
    await expect(page.getByRole('region', { name: /^Frame \d+/ })).toBeVisible()
    await expect(request).toHaveAttribute('aria-selected', 'true')
    // The other way: a frame that is chosen in Traffic is lit in the ladder.
    await traffic(page).getByText('login-accepted').first().click()
    await expect(rung(page, /^login-accepted/).and(page.locator('[aria-selected=true]'))).toHaveCount(1)
    await list.press('Escape')
    await expect(page.getByRole('region', { name: /^Frame \d+/ })).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Show all panes' })).toBeVisible()
  })

  test('is moved through, and rearranged, by keyboard', async ({ page }) => {
    await login(page, 'alice')
    await submitLogin(page, 'bob')
    await expect(page.getByText('Server Busy').first()).toBeVisible()
    await unfold(page)
    // Rows come in pieces, and no key can move to one that has not come.
    await expect(rung(page, /Server Busy/).last()).toBeVisible()
    const list = ladder(page).getByRole('listbox')
    await list.press('Home')
    const active = list.locator('[aria-selected=true]')
    await expect(active).toHaveAccessibleName(/^1: bob typed user ID and password/)
    await list.press('End')
    await expect(active).toHaveAccessibleName(/Server Busy/)
    await list.press('ArrowUp')
    await expect(active).toHaveAccessibleName(/^7: Refusal goes back to the handheld/)
    const database = ladder(page).getByRole('button', { name: 'Database', exact: true })
    await database.press('Delete')
    await expect(database).toHaveCount(0)
    const lanes = ladder(page).getByRole('button', { description: /^Drag it/ })
    await ladder(page)
      .getByRole('button', { name: /^Service/ })
      .press('ArrowLeft')
    await expect(lanes.nth(2)).toHaveAccessibleName(/^Service/)
    await page.reload()
    await expect(lanes.nth(2)).toHaveAccessibleName(/^Service/)
    await expect(database).toHaveCount(0)
  })

  test('is exported as text, Mermaid and a picture that is valid SVG', async ({ start, lab, home }) => {
    const running = await start(labWith(lab))
    const { page } = running
    await login(page, 'alice')
    await unfold(page)
    await page.getByRole('button', { name: 'Show inside the encryption' }).click()
    const text = await exported(running, home, 'Text')
    expect(text.name).toBe('ladder-alice-alice.txt')
    expect(text.text).toMatch(/│ ═+>│/)
    expect(text.text).toContain('REGISTER sip:corp.example')
    const mermaid = await exported(running, home, 'Mermaid')
    expect(mermaid.text).toMatch(/^sequenceDiagram\n/)
    const svg = await exported(running, home, 'Picture (SVG)')
    const read = await page.evaluate((source) => {
      const document = new DOMParser().parseFromString(source, 'image/svg+xml')
      return {
        problems: document.querySelectorAll('parsererror').length,
        texts: [...document.querySelectorAll('text')].map(({ textContent }) => textContent),
        outside: document.querySelectorAll('script, style, image, use, a, foreignObject').length,
      }
    }, svg.text)
    expect(read).toMatchObject({ problems: 0, outside: 0 })
    expect(read.texts).toContain('REGISTER sip:corp.example')
    expect(svg.text).toMatch(/fill="#[0-9a-f]{6}"/)
    const png = await exported(running, home, 'Picture (PNG)')
    expect(png.name).toBe('ladder-alice-alice.png')
  })
})
