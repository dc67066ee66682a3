import type { Locator, Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { flow, handheld, login, sessions, submitLogin, traffic } from './lab-page.ts'

const lessons = (page: Page) => page.getByRole('region', { name: 'Lessons', exact: true })
const banner = (page: Page) => page.getByRole('region', { name: 'Lesson', exact: true })
const pointing = (page: Page) => page.getByRole('region', { name: 'Point at something' })

/** Begins the lesson about Server Busy. Its lab is ready once the login that was refused is shown. */
async function beginServerBusy(page: Page): Promise<void> {
  await expect(handheld(page, 'alice')).toBeVisible()
  await page.getByRole('button', { name: 'Lessons', exact: true }).click()
  await lessons(page).getByRole('button', { name: 'Start: Nobody is chatting and still no room' }).click()
  await expect(banner(page)).toContainText('A lab of its own')
  await expect(flow(page).locator('[data-step="4b"]')).toHaveAttribute('data-outcome', 'refused')
}

async function point(page: Page, at: Locator): Promise<void> {
  await lessons(page).getByRole('button', { name: 'Point at it' }).click()
  await expect(pointing(page)).toBeVisible()
  await at.click()
  await expect(pointing(page)).toBeHidden()
}

async function fill(page: Page, texts: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, text] of Object.entries(texts)) {
    await lessons(page).getByLabel(label, { exact: true }).fill(text)
  }
}

/** The one whom the question about a name is about: users have their given names as IDs. */
async function nameIn(page: Page, text: RegExp): Promise<string> {
  const question = await lessons(page).getByRole('heading', { name: text }).textContent()
  return text.exec(question ?? '')?.[1]?.toLowerCase() ?? ''
}

test('a lesson is taken to full marks, and the page’s own lab is as it was', async ({ page }) => {
  await beginServerBusy(page)
  await expect(lessons(page)).toContainText('0 of 30 points')
  const refused = await nameIn(page, /^Which step of the login refused (\w+)/)
  await point(page, flow(page).locator('[data-step="4b"]'))

  await lessons(page)
    .getByRole('radio', { name: /^Every place is taken/ })
    .check()
  await lessons(page).getByRole('button', { name: 'That is it' }).click()
  const silent = await nameIn(page, /^Show that (\w+)/)
  await point(page, sessions(page).getByRole('row', { name: silent }))

  const service = page.getByRole('region', { name: 'Service pane' })
  await service.getByLabel('Maximum sessions').fill('20')
  await page.keyboard.press('Enter')
  await submitLogin(page, refused)
  await expect(sessions(page).getByRole('row', { name: refused })).toBeVisible()
  await lessons(page).getByRole('button', { name: 'Look whether it holds' }).click()

  await lessons(page).getByLabel('Your sentence').fill('All places were taken; there are more now.')
  await lessons(page).getByRole('button', { name: 'Keep the sentence' }).click()
  await expect(lessons(page)).toContainText('You have answered everything.')
  await lessons(page).getByRole('button', { name: 'Finish' }).click()
  await expect(lessons(page)).toContainText('30 of 30 points')
  await expect(lessons(page)).toContainText('Everything found.')
  await lessons(page).getByRole('button', { name: 'Show that moment' }).click()
  await expect(page.getByRole('region', { name: 'Ladder', exact: true })).toContainText('Server Busy')

  await banner(page).getByRole('button', { name: 'Leave' }).click()
  await expect(handheld(page, 'alice')).toBeVisible()
  await expect(lessons(page)).toContainText('Done: 30 of 30 points')
})

test('a wrong answer is explained, a hint says its price, what is hidden says so, and keys are enough', async ({
  page,
}) => {
  await beginServerBusy(page)
  await point(page, flow(page).locator('[data-step="4a"]'))
  await expect(lessons(page)).toContainText('the refusal comes one step later')
  await lessons(page).getByRole('button', { name: 'Show a hint (costs 1 point)' }).click()
  await expect(lessons(page)).toContainText('The last step is the one that counts.')

  await traffic(page)
    .getByRole('row')
    .last()
    .dragTo(lessons(page).getByRole('heading', { name: 'Notebook' }))
  await expect(lessons(page)).toContainText('2 notes')
  await flow(page).locator('[data-step="4b"] button').focus()
  await page.keyboard.press('e')
  await expect(lessons(page)).toContainText('3 notes')

  await lessons(page).getByRole('button', { name: 'Point at it' }).press('Enter')
  await page.keyboard.press('Escape')
  await expect(pointing(page)).toBeHidden()
  await lessons(page)
    .getByRole('button', { name: /^Offer as proof:.*4b/ })
    .press('Enter')
  await expect(lessons(page)).toContainText('3 of 30 points')
  await expect(lessons(page)).toContainText('The answer, and why')

  const service = page.getByRole('region', { name: 'Service pane' })
  await page.getByRole('button', { name: 'Show Service' }).click()
  await expect(service).toContainText('Settings: hidden in this lesson.')
  await expect(service.getByLabel('Maximum sessions')).toHaveCount(0)
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Commands' }).fill('maximum sessions 20')
  await expect(page.getByRole('option', { name: /^Set maximum sessions to 20/i })).toContainText(
    'hidden in this lesson',
  )
  await page.keyboard.press('Escape')

  await page.reload()
  await expect(banner(page)).toBeVisible()
  await banner(page).getByRole('button', { name: 'Leave' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click()
  await expect(handheld(page, 'alice')).toBeVisible()
  await expect(service.getByLabel('Maximum sessions')).toBeVisible()
})

test('a trainer makes a lesson of what has just happened, and takes it', async ({ page }) => {
  await login(page, 'alice')
  await page.getByRole('region', { name: 'Service pane' }).getByLabel('Maximum sessions').fill('1')
  await page.keyboard.press('Enter')
  await submitLogin(page, 'bob')
  await expect(flow(page).locator('[data-step="4b"]')).toHaveAttribute('data-outcome', 'refused')
  await page.getByRole('button', { name: 'Lessons', exact: true }).click()
  await lessons(page).getByRole('button', { name: 'Make a lesson…' }).click()

  await lessons(page).getByRole('button', { name: 'Take what happened in this lab' }).click()
  await lessons(page)
    .getByRole('radio', { name: /maximumSessions/ })
    .check()
  await fill(page, {
    Title: 'Bob stays outside',
    'The symptom, in the words of whoever complains': 'It says Server Busy.',
    'Who complains': 'Bob Barker',
    When: 'Just now',
    'The cause': 'Only one may be signed in',
    'Why it is': 'The maximum is 1.',
    'Wrong answer 1': 'He is in a tunnel, without coverage',
    'Why 1 is not it': 'Both are in coverage.',
    'Wrong answer 2': 'The certificate is not valid',
    'Why 2 is not it': 'Nothing was connected.',
  })
  const part = (title: string) => lessons(page).getByRole('region', { name: title, exact: true })
  await part('The cause, among plausible ones').getByLabel('Question').fill('Why is there no room?')
  await lessons(page).getByRole('button', { name: 'Check', exact: true }).click()
  await expect(lessons(page)).toContainText('Not yet:')

  await lessons(page).getByRole('button', { name: 'Point at what proves it…' }).click()
  await expect(pointing(page)).toBeVisible()
  await flow(page).locator('[data-step="4b"]').click()
  await part('The proof').getByLabel('Question').fill('Point at the refusal.')
  await fill(page, {
    'Why it proves it': 'Step 4b refuses.',
    'What is said to anything else': 'That refuses nobody.',
    'The cause, explained': 'One of at most one was signed in.',
    'The moment that decided': 'Step 4b',
    'What somebody with experience looks at first': 'The last step',
    'Fact 1': 'Then it says Server Busy.',
    'Where fact 1 is from': 'the overview',
  })
  await fill(page, { 'What is to be repaired': 'Make room, and sign Bob in.' })
  await lessons(page).getByRole('button', { name: 'Add: Step 1 of the repair' }).click()
  await lessons(page).getByLabel('What step 1 is about').selectOption('maximumSessions')
  await fill(page, { 'Value of step 1': '5' })
  await lessons(page).getByRole('button', { name: 'Add: Step 2 of the repair' }).click()
  await lessons(page).getByRole('combobox', { name: 'Step 2 of the repair' }).selectOption('Log in')
  await lessons(page).getByLabel('What step 2 is about').selectOption('bob')
  await lessons(page).getByRole('button', { name: 'Add: Handheld 1' }).click()
  await lessons(page).getByRole('combobox', { name: 'Handheld 1', exact: true }).selectOption('bob')
  await lessons(page).getByRole('button', { name: 'Add: Hint 1' }).click()
  await fill(page, { 'Hint 1': 'Look at the settings.', 'Price of hint 1, in points': '3' })
  await lessons(page).getByLabel('Question of hint 1').selectOption('cure')
  await lessons(page).getByRole('button', { name: 'Check', exact: true }).click()
  await expect(lessons(page)).toContainText('It works: the right answers give full marks')
  await lessons(page).getByRole('button', { name: 'Keep, and take it as a trainee' }).click()
  await expect(banner(page)).toContainText('Bob stays outside')
  await expect(lessons(page)).toContainText('0 of 30 points')
  await banner(page).getByRole('button', { name: 'Leave' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click()

  // A lesson of the library is changed as one's own.
  await lessons(page).getByLabel('Open a lesson…').selectOption('Nobody is chatting and still no room')
  await page.getByRole('dialog').getByRole('button', { name: 'Open' }).click()
  await expect(lessons(page).getByLabel('What is to be repaired')).toHaveValue(/sign \$\{late\.first\} in/)
  await fill(page, { Title: 'Still no room' })
  await lessons(page).getByRole('button', { name: 'Keep it among the lessons' }).click()
  await lessons(page).getByRole('button', { name: 'All lessons' }).click()
  await expect(lessons(page).getByRole('button', { name: 'Start: Still no room' })).toBeVisible()
})
