import { expect, test } from './fixtures.ts'
import { flow, handheld, jump, login, sessionOf, sessions, setCoverage, submitLogin } from './lab-page.ts'

test('several handhelds log in and out independently', async ({ page }) => {
  await login(page, 'alice')
  await login(page, 'bob')
  await expect(sessionOf(page, 'alice')).toBeVisible()
  await expect(sessionOf(page, 'bob')).toBeVisible()

  await handheld(page, 'alice').getByRole('button', { name: 'Log out' }).click()
  await expect(handheld(page, 'alice').getByRole('button', { name: 'Log in' })).toBeVisible()
  await expect(sessionOf(page, 'alice')).toBeHidden()
  await expect(sessionOf(page, 'bob')).toBeVisible()
})

test('a wrong password is refused, and the device says so', async ({ page }) => {
  await submitLogin(page, 'alice', 'wrong')
  await expect(handheld(page, 'alice')).toContainText(/password is wrong/i)
  await expect(sessionOf(page, 'alice')).toBeHidden()

  await login(page, 'alice')
})

test('the flow shows each step and the branch that was taken', async ({ page }) => {
  await login(page, 'alice')
  for (const step of ['1', '2', '3', '4d', '4e', '5', '6', '7']) {
    await expect(
      flow(page)
        .getByRole('listitem')
        .filter({ hasText: new RegExp(`^${step}\\D`) }),
    ).toContainText('done')
  }
})

test.describe('with a maximum of one session', () => {
  test.use({ lab: { service: { maximumSessions: 1 } } })

  test('the second handheld shows Server Busy', async ({ page }) => {
    await login(page, 'alice')
    await submitLogin(page, 'bob')
    await expect(handheld(page, 'bob')).toContainText('Server Busy')
    await expect(sessionOf(page, 'bob')).toBeHidden()
    await expect(flow(page)).toContainText('refused')
  })
})

test.describe('with room for one session, and no maximum', () => {
  test.use({ lab: { service: { persistentConnectionCapacity: 1 } } })

  test('the second handheld shows Failed', async ({ page }) => {
    await login(page, 'alice')
    await submitLogin(page, 'bob')
    await expect(handheld(page, 'bob')).toContainText('Failed')
    await expect(sessions(page).getByRole('row')).toHaveCount(2)
  })
})

test.describe('with a maximum of one session and a timeout limit', () => {
  test.use({ lab: { service: { maximumSessions: 1, idleTimeout: '1h' } } })

  test('a handheld outside coverage loses its place to another, and learns of it when it is back', async ({
    page,
  }) => {
    await login(page, 'alice')
    await setCoverage(page, 'alice', 'none')
    await login(page, 'bob')
    await expect(sessionOf(page, 'alice')).toBeHidden()
    await expect(sessionOf(page, 'bob')).toBeVisible()

    await setCoverage(page, 'alice', 'good')
    await expect(handheld(page, 'alice')).toContainText(/logged out/i)
  })
})

test.describe('with a timeout limit of four minutes', () => {
  test.use({ lab: { service: { maximumSessions: 1, idleTimeout: '4m' } } })

  test('a handheld without status messages loses its place to another', async ({ page }) => {
    await login(page, 'alice')
    await submitLogin(page, 'bob')
    await expect(handheld(page, 'bob')).toContainText('Server Busy')

    await handheld(page, 'alice').getByRole('switch', { name: 'Status messages' }).uncheck()
    await jump(page, '5 minutes')
    await login(page, 'bob')
    await expect(handheld(page, 'alice')).toContainText(/logged out/i)
  })
})

test.describe('with an inactivity timeout', () => {
  test.use({ lab: { service: { inactivityTimeout: '4m' } } })

  test('a handheld whose user does nothing is logged out though nobody needs its place', async ({ page }) => {
    await login(page, 'alice')
    await jump(page, '5 minutes')
    await expect(sessionOf(page, 'alice')).toBeHidden()
    await expect(handheld(page, 'alice')).toContainText(/logged out/i)
  })
})

test('a handheld outside coverage cannot log in', async ({ page }) => {
  await setCoverage(page, 'alice', 'none')
  await submitLogin(page, 'alice')
  await expect(handheld(page, 'alice')).toContainText(/coverage/i)
  await expect(sessionOf(page, 'alice')).toBeHidden()
})

test('a handheld without power has a dark screen, and is signed out when it is on again', async ({
  page,
}) => {
  await login(page, 'alice')
  const power = handheld(page, 'alice').getByRole('switch', { name: 'Power' })
  await power.uncheck()
  await expect(handheld(page, 'alice').getByLabel('User ID')).toBeHidden()
  await expect(handheld(page, 'alice').getByRole('button', { name: 'Log out' })).toBeHidden()
  await power.check()
  await expect(handheld(page, 'alice').getByRole('button', { name: 'Log in' })).toBeVisible()
})

test('a handheld is added and removed while the lab runs', async ({ page }) => {
  await page.getByRole('button', { name: 'Add handheld' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Add handheld' })
  await dialog.getByLabel('Name').fill('dora')
  await dialog.getByLabel('User', { exact: true }).fill('dora')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await login(page, 'dora')
  await expect(sessionOf(page, 'dora')).toBeVisible()

  await page.getByRole('button', { name: 'Remove dora' }).click()
  await expect(handheld(page, 'dora')).toBeHidden()
})
