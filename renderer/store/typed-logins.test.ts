import { expect, it } from 'vitest'
import { rememberAnswer, rememberTypedLogin, typedLoginOn } from './typed-logins.ts'

it('begins with what was typed on the handheld', () => {
  rememberTypedLogin('one', { user: 'dave', password: 'typed' })
  expect(typedLoginOn('one', 'alice')).toEqual({ user: 'dave', password: 'typed' })
})

it('remembers an accepted password for the user, on whatever handheld, until it is refused', () => {
  const hers = { user: 'Carol', password: 'hers' }
  expect(typedLoginOn('two', 'carol')).toEqual({ user: 'carol', password: '' })
  rememberAnswer(hers, true)
  expect(typedLoginOn('two', 'carol')).toEqual({ user: 'carol', password: 'hers' })
  expect(typedLoginOn('two', 'bob').password).toBe('')
  rememberAnswer({ ...hers, password: 'mistyped' }, false)
  expect(typedLoginOn('two', 'carol').password).toBe('hers')
  rememberAnswer(hers, false)
  expect(typedLoginOn('two', 'carol').password).toBe('')
})
