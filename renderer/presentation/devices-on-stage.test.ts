import { expect, it } from 'vitest'
import type { FlowView } from '#contract'
import { devicesOnStage } from './devices-on-stage.ts'

const names = ['alice', 'bob', 'carol', 'dan']
const has = (name: string) => names.includes(name)
const login = (handheld: string, at: number): FlowView => ({
  id: `${handheld}-${at}`,
  pin: '20000001',
  handheld,
  user: handheld,
  startedAt: at,
  endedAt: null,
  result: null,
  steps: [],
})

it('takes the first two of the bench before anybody did something', () => {
  expect(devicesOnStage(names, has, [], [])).toEqual(['alice', 'bob'])
})

it('takes the latest two that did something, in the order of the bench', () => {
  const flows = [login('alice', 1), login('dan', 2), login('carol', 3), login('dan', 4)]
  expect(devicesOnStage(names, has, [], flows)).toEqual(['carol', 'dan'])
  expect(devicesOnStage(names, has, [], [login('dan', 1)])).toEqual(['alice', 'dan'])
})

it('takes what was chosen, as long as it is there', () => {
  expect(devicesOnStage(names, has, ['bob', 'gone'], [login('dan', 1)])).toEqual(['bob'])
  expect(devicesOnStage(names, has, ['gone'], [login('dan', 1), login('carol', 2)])).toEqual(['carol', 'dan'])
})

it('takes fewer where there are fewer', () => {
  expect(devicesOnStage(['alice'], (name) => name === 'alice', [], [login('gone', 1)])).toEqual(['alice'])
  expect(devicesOnStage([], () => false, [], [])).toEqual([])
})
