import { expect, it } from 'vitest'
import { latestWins } from './latest-wins.ts'

/** Questions that are answered when the test says so. */
function questions() {
  const asked: string[] = []
  const answers: (() => void)[] = []
  const want = latestWins<string>((wish) => {
    asked.push(wish)
    return new Promise((resolve) => answers.push(resolve))
  })
  async function answer() {
    answers.shift()?.()
    await Promise.resolve()
    await Promise.resolve()
  }
  return { asked, want, answer }
}

it('asks at once when nothing is being asked', async () => {
  const { asked, want, answer } = questions()
  want('one')
  await answer()
  want('two')
  expect(asked).toEqual(['one', 'two'])
})

it('has one question under way, and then asks only the latest', async () => {
  const { asked, want, answer } = questions()
  want('one')
  want('two')
  want('three')
  expect(asked).toEqual(['one'])
  await answer()
  expect(asked).toEqual(['one', 'three'])
  await answer()
  expect(asked).toEqual(['one', 'three'])
})
