import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { handheld } from './lab-page.ts'

const studio = (page: Page) => page.getByRole('region', { name: 'Studio' })
const editor = (page: Page) => studio(page).getByRole('textbox', { name: /^Text of / })

async function newFile(page: Page, name: string): Promise<void> {
  await expect(handheld(page, 'alice')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Commands' }).fill('New scenario')
  await page.getByRole('option', { name: /^New scenario/ }).click()
  await studio(page).getByRole('textbox', { name: 'Name of the new file' }).fill(name)
  await page.keyboard.press('Enter')
  await expect(editor(page)).toContainText('symptom: Alice is silently logged out')
  await expect(studio(page).getByText('no errors')).toBeVisible()
}

async function dropOnWindow(page: Page, name: string, text: string): Promise<void> {
  const files = await page.evaluateHandle(
    ([fileName, content]) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([content], fileName))
      return transfer
    },
    [name, text] as const,
  )
  await page.dispatchEvent('body', 'drop', { dataTransfer: files })
}

test('a new scenario file is run in a lab of its own, from a breakpoint step by step, and the lab comes back', async ({
  page,
}) => {
  await newFile(page, 'tunnel.yaml')
  await editor(page).getByText('- login: carol').click()
  await page.keyboard.press('Shift+F9')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(page.getByText(/^stopped at a breakpoint\. Next: login carol/)).toBeVisible()
  await expect(handheld(page, 'carol')).toBeVisible()
  await page.keyboard.press('F10')
  await expect(page.getByText(/^stopped after a step/)).toBeVisible()
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(page.getByText('passed. You can go on by hand here.')).toBeVisible()

  await studio(page)
    .getByRole('button', { name: /^login carol: as expected/ })
    .click()
  await studio(page).getByRole('button', { name: 'Show in traffic' }).click()
  const frames = page.getByRole('table', { name: 'Traffic' })
  await expect(frames.getByText('carol').first()).toBeVisible()
  await page.getByRole('button', { name: 'Back to the lab' }).click()
  await expect(page.getByText(/^A lab of its own runs the scenario/)).toBeHidden()
  await expect(handheld(page, 'bob')).toBeVisible()

  await dropOnWindow(page, 'from-elsewhere.yaml', 'name: From elsewhere\nsteps: []\n')
  await expect(studio(page).getByRole('textbox', { name: 'Name of the new file' })).toHaveValue(
    'from-elsewhere.yaml',
  )
  await page.keyboard.press('Enter')
  await expect(editor(page)).toContainText('name: From elsewhere')
})

test('errors stand at their lines while one types, keys are completed, and a run stops where it fails', async ({
  page,
}) => {
  await newFile(page, 'fails.yaml')
  await editor(page).click()
  await page.keyboard.press('ControlOrMeta+End')
  await page.keyboard.type('  - expect: { sessions: 7 }')
  await page.keyboard.press('Enter')
  await page.keyboard.type('- logo')
  await expect(studio(page).getByRole('option', { name: 'logout' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(studio(page).getByText('1 problem', { exact: true })).toBeVisible()
  await page.keyboard.type('ut: bob')
  await expect(studio(page).getByText('no errors')).toBeVisible()

  // By button, a step takes its place before another one, and back.
  await studio(page).getByRole('button', { name: 'Move the step up' }).click()
  await expect(studio(page).getByText('no errors')).toBeVisible()
  await expect(editor(page)).toContainText(/logout: bob.*sessions: 7/)
  await studio(page).getByRole('button', { name: 'Move the step down' }).click()
  await expect(editor(page)).toContainText(/sessions: 7.*logout: bob/)

  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(page.getByText(/^stopped where a step failed: expect/)).toBeVisible()
  await expect(studio(page).getByRole('button', { name: /^expect.*: not as expected/ })).toBeVisible()
  await expect(studio(page).getByText(/expected 7 sessions, found 2/)).toBeVisible()
  await expect(editor(page).getByText('- expect: { sessions: 7 }')).toBeInViewport()
  // What is seen becomes an expectation of the file, after the step that was done last.
  await handheld(page, 'bob').click({ button: 'right', position: { x: 12, y: 12 } })
  await page.getByRole('menuitem', { name: 'Expect this in fails.yaml' }).click()
  await expect(editor(page)).toContainText(/sessions: 7 }.*handheld: { bob: signed-in }.*logout: bob/)
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(page.getByText('failed. You can go on by hand here.')).toBeVisible()
})
