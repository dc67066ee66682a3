import { expect, test } from '../fixtures.ts'
import { labWith } from '../lab-file.ts'
import { handheld } from '../lab-page.ts'

// The browser writes the refused connection to the console.
test.use({ mayComplain: true })

test('the page shows nothing of the lab without the token of this run', async ({ page }) => {
  await expect(handheld(page, 'alice')).toBeVisible()
  const refused = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const socket = new WebSocket(`ws://${location.host}/api?token=guessed`)
        socket.onopen = () => resolve('open')
        socket.onerror = () => resolve('refused')
      }),
  )
  expect(refused).toBe('refused')
})

test('a page whose server is gone shows the lab as it was, and says what to do once another is there', async ({
  start,
}) => {
  const { page, server } = await start(labWith({}))
  const parts = page.getByRole('list', { name: 'Parts of the lab' })
  const time = page.getByTitle('Lab time')
  await expect(parts).toContainText('up')
  await expect(time).toHaveText(/\d+:\d+:\d+/)
  await server?.stop()
  await expect(page.getByRole('alert')).toContainText('trying again')
  await expect(parts).not.toContainText('up')
  await expect(handheld(page, 'alice').getByRole('button', { name: 'Log in' })).toBeDisabled()
  const stood = await time.textContent()

  await server?.start()
  await expect(page.getByRole('alert')).toContainText(
    'Each start has a new token: open the address that bramble serve printed.',
  )
  expect(await time.textContent()).toBe(stood)
})
