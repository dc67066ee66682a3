import { expect, test } from '../fixtures.ts'
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
