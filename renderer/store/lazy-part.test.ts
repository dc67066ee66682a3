import { afterEach, expect, it } from 'vitest'
import { useLabStore } from './lab-store.ts'
import { loadPart } from './lazy-part.tsx'

const before = useLabStore.getState()
afterEach(() => useLabStore.setState(before))

const part = { default: () => null }

it('waits while there is no connection, and loads once there is one', async () => {
  let tries = 0
  const loaded = loadPart(async () => {
    tries += 1
    if (useLabStore.getState().connection !== 'open') throw new TypeError('Failed to fetch')
    return part
  }, 1)
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(tries).toBe(1)
  useLabStore.setState({ connection: 'open' })
  expect(await loaded).toBe(part)
})

it('says so where the code is gone although the lab answers', async () => {
  useLabStore.setState({ connection: 'open' })
  let tries = 0
  const loaded = await loadPart(async (): Promise<typeof part> => {
    tries += 1
    throw new TypeError('Failed to fetch')
  }, 1)
  expect(tries).toBe(5)
  expect(loaded.default).not.toBe(part.default)
})
