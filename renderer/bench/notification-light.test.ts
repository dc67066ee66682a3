import { expect, it } from 'vitest'
import { wordsOf } from '#words'
import { someHandheld } from '../store/testing/some-handheld.ts'
import { notificationLight } from './notification-light.ts'

it('is green while all is well, amber outside coverage, off without power', () => {
  expect(notificationLight(wordsOf('en'), someHandheld).colour).toBe('green')
  expect(notificationLight(wordsOf('en'), { ...someHandheld, coverage: 'none' }).colour).toBe('amber')
  expect(notificationLight(wordsOf('en'), { ...someHandheld, isOn: false, unread: 1 }).colour).toBe('off')
})

it('is red when the client was logged out, but not when the person did it', () => {
  expect(
    notificationLight(wordsOf('en'), { ...someHandheld, state: 'signed-out', reason: 'idle' }).colour,
  ).toBe('red')
  expect(
    notificationLight(wordsOf('en'), { ...someHandheld, state: 'signed-out', reason: 'user' }).colour,
  ).toBe('green')
})

it('tells of unread messages before it tells of coverage', () => {
  const light = notificationLight(wordsOf('en'), { ...someHandheld, coverage: 'none', unread: 3 })
  expect(light).toEqual({ colour: 'red', words: 'Light: blinking red, 3 unread messages' })
})
