import type { Locator, Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { handheld, jump, login, setCoverage, traffic } from './lab-page.ts'

function log(page: Page, name: string): Locator {
  return handheld(page, name).getByRole('log')
}

function field(page: Page, name: string): Locator {
  return handheld(page, name).getByRole('textbox', { name: /^Message to/ })
}

function messages(page: Page, name: string): Locator {
  return log(page, name).locator('.message')
}

/** Opens the conversation with somebody on the contact list. */
async function open(page: Page, name: string, other: RegExp): Promise<void> {
  await handheld(page, name)
    .getByRole('list', { name: 'Contacts' })
    .getByRole('button', { name: other })
    .click()
  await expect(field(page, name)).toBeVisible()
}

async function say(page: Page, name: string, text: string): Promise<void> {
  await field(page, name).fill(text)
  await field(page, name).press('Enter')
  await expect(field(page, name)).toHaveValue('')
}

test('two handhelds exchange messages, and the senders see them delivered', async ({ page }) => {
  await login(page, 'alice')
  await login(page, 'bob')
  await open(page, 'alice', /bob/i)
  await say(page, 'alice', 'Are you there?')
  await expect(messages(page, 'alice').last()).toContainText('Are you there?')
  await expect(messages(page, 'alice').last()).toHaveAttribute('data-delivery', 'delivered')
  await expect(messages(page, 'alice').last()).toContainText('Delivered')

  await open(page, 'bob', /alice.*Are you there/i)
  await expect(messages(page, 'bob')).toHaveText([/alice: ?Are you there/i])
  // The typing notice expires five seconds after the last key, so press keys until the other handheld shows it.
  await expect(async () => {
    await field(page, 'bob').press('o')
    expect(await log(page, 'alice').textContent()).toMatch(/is typing/)
  }).toPass()
  await field(page, 'bob').fill('On my way')
  await field(page, 'bob').press('Enter')
  await expect(messages(page, 'alice').last()).toContainText('On my way')
  await expect(log(page, 'alice')).not.toContainText(/is typing/)
  await expect(field(page, 'bob')).toBeFocused()
})

test('an unread message shows in the count and the light until the conversation is opened', async ({
  page,
}) => {
  await login(page, 'alice')
  await login(page, 'bob')
  await open(page, 'alice', /bob/i)
  await say(page, 'alice', 'one')
  await say(page, 'alice', 'two')

  const bob = handheld(page, 'bob')
  await expect(bob.getByRole('button', { name: '2 unread messages on bob' })).toBeVisible()
  await expect(bob.getByRole('img', { name: /^Light: blinking red, 2 unread messages/ })).toBeVisible()
  await open(page, 'bob', /2 unread messages/)
  await expect(bob.getByRole('button', { name: /unread messages? on bob/ })).toBeHidden()
  await expect(bob.getByRole('img', { name: /^Light: green/ })).toBeVisible()

  await field(page, 'bob').fill('half a sen')
  await page.keyboard.press('Escape')
  await expect(bob.getByRole('list', { name: 'Contacts' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(field(page, 'bob'), 'the draft is kept').toHaveValue('half a sen')
})

test('messages written outside coverage wait and then arrive in order', async ({ page }) => {
  await login(page, 'alice')
  await login(page, 'bob')
  await open(page, 'alice', /bob/i)
  await setCoverage(page, 'alice', 'none')
  for (const text of ['first', 'second', 'third']) await say(page, 'alice', text)
  await expect(messages(page, 'alice')).toHaveCount(3)
  for (const message of await messages(page, 'alice').all()) {
    await expect(message).toHaveAttribute('data-delivery', 'queued')
  }

  await setCoverage(page, 'alice', 'good')
  await expect(log(page, 'alice').locator('[data-delivery=delivered].message')).toHaveCount(3)
  await open(page, 'bob', /3 unread messages/)
  await expect(messages(page, 'bob')).toContainText(['first', 'second', 'third'])
})

test('a message to a handheld outside coverage is accepted, and delivered when it is back', async ({
  page,
}) => {
  await login(page, 'alice')
  await login(page, 'bob')
  await open(page, 'alice', /bob/i)
  await setCoverage(page, 'bob', 'none')
  await say(page, 'alice', 'mind the gap')
  // The recipient does not get the message, however long the sender waits.
  await jump(page, '1 minute')
  await expect(messages(page, 'alice').last()).toHaveAttribute('data-delivery', 'accepted')
  await setCoverage(page, 'bob', 'good')
  await expect(messages(page, 'alice').last()).toHaveAttribute('data-delivery', 'delivered')
})

test('a message to somebody who is not signed in is rejected with the reason', async ({ page }) => {
  await login(page, 'alice')
  await open(page, 'alice', /bob/i)
  await say(page, 'alice', 'anybody home?')
  await expect(messages(page, 'alice').last()).toHaveAttribute('data-delivery', 'rejected')
  await expect(log(page, 'alice').getByRole('button', { name: 'Send again' })).toBeVisible()
})

test('others see a chosen presence, and the traffic on the air is encrypted', async ({ page }) => {
  await login(page, 'alice')
  await login(page, 'bob')
  const contacts = handheld(page, 'alice').getByRole('list', { name: 'Contacts' })
  await expect(contacts.getByRole('button', { name: /^Available bob/i })).toBeVisible()
  await handheld(page, 'bob').getByLabel('Presence').selectOption('do-not-disturb')
  await expect(contacts.getByRole('button', { name: /^Do not disturb bob/i })).toBeVisible()

  await open(page, 'alice', /bob/i)
  await say(page, 'alice', 'a secret word')
  await expect(messages(page, 'alice').last()).toHaveAttribute('data-delivery', 'delivered')
  await page.getByLabel('Hop shown').selectOption('handheld-dispatcher')
  await expect(traffic(page)).not.toContainText('a secret word')
})

test('a contact is removed, and added again by user ID', async ({ page }) => {
  await login(page, 'alice')
  const alice = handheld(page, 'alice')
  const contacts = alice.getByRole('list', { name: 'Contacts' })
  await open(page, 'alice', /bob/i)
  await alice.getByRole('button', { name: 'Remove from contacts' }).click()
  await expect(alice.getByRole('button', { name: 'Add to contacts' })).toBeVisible()
  await alice.getByRole('button', { name: 'Back to contacts' }).click()
  await expect(contacts).toContainText(/carol/i)
  await expect(contacts).not.toContainText(/bob/i)

  await alice.getByRole('button', { name: 'Add a contact' }).click()
  await alice.getByLabel('User ID or SIP address').fill('bob')
  await alice.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(contacts).toContainText(/bob/i)
})

test.describe('on a bench of many', () => {
  test.use({ lab: { handhelds: [{ fleet: 12, user: 'load{n}', name: 'load{n}' }] } })

  test('a card opens the large screen of its handheld, in which conversations work as well', async ({
    page,
  }) => {
    await login(page, 'load1')
    await login(page, 'load2')
    await handheld(page, 'load1')
      .getByRole('button', { name: /^Messages of load1/ })
      .click()
    const screen = page.getByRole('dialog', { name: 'Screen of load1' })
    await screen.getByRole('button', { name: 'Add a contact' }).click()
    await screen.getByLabel('User ID or SIP address').fill('load2')
    await screen.getByRole('button', { name: 'Just talk' }).click()
    await screen.getByRole('textbox', { name: /^Message to/ }).fill('hello')
    await page.keyboard.press('Enter')
    await expect(screen.getByRole('log').locator('.message')).toHaveAttribute('data-delivery', 'delivered')
    await page.keyboard.press('Escape')
    await expect(screen.getByRole('list', { name: 'Contacts' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(screen).toBeHidden()

    const card = handheld(page, 'load2')
    await expect(card.getByRole('button', { name: '1 unread message on load2' })).toBeVisible()
    await expect(card.getByRole('button', { name: /^Messages of load2/ })).toContainText('hello')
  })
})
