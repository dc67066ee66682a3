import { expect, it } from 'vitest'
import { createVirtualClock } from '../../clock/index.ts'
import { LocationService } from '../sip-server/index.ts'
import { Presentities } from './presentity.ts'

const bob = 'sip:bob@corp.example'

it('writes a document once for all who see the same, and again when the user or the name has changed', () => {
  const clock = createVirtualClock()
  let name = 'Bob'
  const presentities = new Presentities(clock, new LocationService(clock), () => ({ sipAddress: bob, name }))
  let written = 0
  const read = (view: string) =>
    presentities.documentOf(bob, view, () => {
      written += 1
      return `${presentities.person(bob).name} for ${view}`
    })
  for (let watcher = 0; watcher < 100; watcher += 1) read('colleagues')
  expect(written).toBe(1)
  expect(read('friends')).toBe('Bob for friends')
  expect(written).toBe(2)

  name = 'Robert'
  expect(read('colleagues')).toBe('Robert for colleagues')
  const note = {
    category: 'note',
    instance: 0,
    container: 2,
    version: 0,
    expireType: 'static',
    epid: null,
    content: '',
    state: null,
    expires: null,
  } as const
  presentities.of(bob).publications.publish([note])
  read('colleagues')
  read('colleagues')
  expect(written).toBe(4)
})
