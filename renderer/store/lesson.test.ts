import { expect, it } from 'vitest'
import { someLesson } from '../../server/contract/testing/some-lesson.ts'
import { forbiddenBy, isPaneHidden, isTakingLesson } from './lesson.ts'

const changing = (name: string) => ({ name, isForLooking: false })
const looking = (name: string) => ({ name, isForLooking: true })

it('forbids what changes a locked part, and lets people look at it', () => {
  const lesson = someLesson({ settings: 'locked', log: 'locked', coverage: 'locked' })
  expect(forbiddenBy(lesson, changing('service.configure'))).toEqual({ part: 'settings', access: 'locked' })
  expect(forbiddenBy(lesson, changing('handheld.tunnel'))).toEqual({ part: 'coverage', access: 'locked' })
  expect(forbiddenBy(lesson, looking('log.ofLogin'))).toBeNull()
  expect(forbiddenBy(lesson, changing('handheld.logIn'))).toBeNull()
})

it('forbids to look at a hidden part, too', () => {
  const lesson = someLesson({ log: 'hidden', traffic: 'hidden' })
  expect(forbiddenBy(lesson, looking('log.ofLogin'))).toEqual({ part: 'log', access: 'hidden' })
  expect(forbiddenBy(lesson, looking('traffic.follow'))).toEqual({ part: 'traffic', access: 'hidden' })
})

it('forbids nothing without a lesson', () => {
  expect(forbiddenBy(null, changing('service.configure'))).toBeNull()
})

it('hides the pane of a hidden part, and the service only if nothing of it is left', () => {
  expect(isPaneHidden(someLesson({ charts: 'hidden' }), 'charts')).toBe(true)
  expect(isPaneHidden(someLesson({ charts: 'locked' }), 'charts')).toBe(false)
  expect(isPaneHidden(someLesson({ settings: 'hidden', faults: 'hidden' }), 'service')).toBe(false)
  expect(isPaneHidden(someLesson({ settings: 'hidden', faults: 'hidden', users: 'hidden' }), 'service')).toBe(
    true,
  )
  expect(isPaneHidden(null, 'charts')).toBe(false)
})

it('hides the Studio while a lesson is taken, since scenario files name causes', () => {
  expect(isPaneHidden(someLesson(), 'studio')).toBe(true)
  expect(isPaneHidden({ ...someLesson(), finishedAt: 1 }, 'studio')).toBe(false)
  expect(isPaneHidden(null, 'studio')).toBe(false)
})

it('takes no evidence down once a lesson is finished, or is only shown without its cause', () => {
  expect(isTakingLesson(someLesson())).toBe(true)
  expect(isTakingLesson({ ...someLesson(), finishedAt: 1 })).toBe(false)
  expect(isTakingLesson({ ...someLesson(), isWithoutCause: true })).toBe(false)
})
