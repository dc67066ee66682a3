import { expect, test } from '../fixtures.ts'
import { handheld } from '../lab-page.ts'

// The browser itself says in the console that the connection was refused.
test.use({ mayComplain: true })

test('without the token of this run the page shows nothing of the lab', async ({ page }) => {
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
