import { beforeEach, expect, it } from 'vitest'
import type { HandheldView } from '#contract'
import { emptySnapshot } from '../../server/contract/testing/empty-snapshot.ts'
import { useLabStore } from '../store/lab-store.ts'
import { undoTask, useTask } from '../store/task.ts'
import { someHandheld } from '../store/testing/some-handheld.ts'
import { type ActionContext, bind } from './action.ts'
import { logInMany, logOutMany, setCoverageOfMany, setPowerOfMany } from './many.ts'

const named = (name: string, change: Partial<HandheldView>): HandheldView => ({
  ...someHandheld,
  name,
  user: name,
  ...change,
})
const handhelds = [
  named('load1', { coverage: 'good' }),
  named('load2', { coverage: 'none', state: 'signed-out', reason: 'user' }),
  named('load3', { coverage: 'weak' }),
]
const names = ['load1', 'load2', 'load3', 'removed']

let asked: unknown[] = []
/** A lab that takes everything, and refuses load3. */
const call: ActionContext['call'] = async (command, input) => {
  asked.push([command, input])
  if ('name' in input && input.name === 'load3') throw new Error('Refused')
  return JSON.parse('{"result":"accepted"}')
}
const context: ActionContext = { lab: null, run: async () => undefined, call }

beforeEach(() => {
  asked = []
  useTask.setState({ progress: null })
  useLabStore.setState({ snapshot: { ...emptySnapshot, handhelds } })
})

const settled = () => new Promise((resolve) => setTimeout(resolve))

it('acts on those to whom it applies, tells who failed, and gives back what each had', async () => {
  await bind(setCoverageOfMany, { names, coverage: 'none' }, context).perform()
  expect(asked).toEqual([
    ['handheld.setCoverage', { name: 'load1', coverage: 'none' }],
    ['handheld.setCoverage', { name: 'load3', coverage: 'none' }],
  ])
  const { progress } = useTask.getState()
  expect(progress?.done).toEqual(['load1'])
  expect(progress?.failures).toEqual([{ name: 'load3', why: 'Refused' }])
  asked = []
  undoTask()
  await settled()
  expect(asked).toEqual([['handheld.setCoverage', { name: 'load1', coverage: 'good' }]])
})

it('logs in who is signed out, and out again', async () => {
  await bind(logInMany, { names }, context).perform()
  expect(asked).toEqual([['handheld.login', { name: 'load2', user: 'load2', password: 'Passw0rd!' }]])
  asked = []
  undoTask()
  await settled()
  expect(asked).toEqual([['handheld.logout', { name: 'load2' }]])
})

it('logs in again who was logged out, or lost the power', async () => {
  await bind(logOutMany, { names: ['load1'] }, context).perform()
  undoTask()
  await settled()
  await bind(setPowerOfMany, { names: ['load1', 'load2'], isOn: false }, context).perform()
  asked = []
  undoTask()
  await settled()
  expect(asked).toContainEqual(['handheld.setPower', { name: 'load1', isOn: true }])
  expect(asked).toContainEqual(['handheld.setPower', { name: 'load2', isOn: true }])
  expect(asked.filter((one) => JSON.stringify(one).includes('login'))).toHaveLength(1)
})

it('says why it cannot be done', () => {
  const { obstacle } = bind(setCoverageOfMany, { names: ['load2'], coverage: 'none' }, context)
  expect(obstacle).toBe('All of them have that already.')
})
