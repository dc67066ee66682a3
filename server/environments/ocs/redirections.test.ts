import { describe, expect, it } from 'vitest'
import { RegisterRefused } from './communications-failure.ts'
import { Redirections } from './redirections.ts'

const from = { host: 'director.corp.example', port: 5061, transport: 'tls' } as const

function redirection(...contacts: string[]): RegisterRefused {
  return new RegisterRefused('sip:alice@corp.example', {
    status: 301,
    reason: 'Moved Permanently',
    diagnostics: null,
    remarks: [],
    retryAfterMs: null,
    minExpiresSeconds: null,
    contacts,
    hasShownPassword: false,
  })
}

describe('a redirection', () => {
  it.each([
    ['sip:pool.corp.example', { host: 'pool.corp.example', port: 5061, transport: 'tls' }],
    ['sip:pool.corp.example:5070', { host: 'pool.corp.example', port: 5070, transport: 'tls' }],
    ['sip:pool.corp.example;transport=TCP', { host: 'pool.corp.example', port: 5060, transport: 'tcp' }],
    ['sips:pool.corp.example;transport=tcp', { host: 'pool.corp.example', port: 5061, transport: 'tls' }],
    ['sip:alice@pool.corp.example', { host: 'pool.corp.example', port: 5061, transport: 'tls' }],
    ['sip:[::1]:5061', { host: '::1', port: 5061, transport: 'tls' }],
    ['sip:pool;maddr=192.0.2.7', { host: '192.0.2.7', port: 5061, transport: 'tls' }],
  ])('to %s leads to %o', (uri, destination) => {
    expect(new Redirections(from, false).next(redirection(uri))).toEqual(destination)
  })

  it('without TLS is refused when the environment does not allow TCP', () => {
    expect(() => new Redirections(from, true).next(redirection('sip:pool;transport=tcp'))).toThrow(
      /cannot be followed: sip:pool;transport=tcp is reached without TLS/,
    )
  })

  it('to its own sender is refused as a circle, however the address is written', () => {
    const back = 'sip:DIRECTOR.corp.example:5061;transport=tls'
    expect(() => new Redirections(from, false).next(redirection(back))).toThrow(/sent in a circle/)
  })
})
