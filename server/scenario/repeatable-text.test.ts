import { expect, it } from 'vitest'
import { repeatableText } from './repeatable-text.ts'

it.each([
  [
    'TLS to ocs.corp.example at 127.0.0.1:46803, verified',
    'TLS to ocs.corp.example at 127.0.0.1:any, verified',
  ],
  ['[::1]:4711, localhost:4712, 0.0.0.0:4713', '[::1]:any, localhost:any, 0.0.0.0:any'],
  ['127.0.0.1:3101 and 10.0.0.5:636', '127.0.0.1:3101 and 10.0.0.5:636'],
  ['<sip:127.0.0.1:4711;transport=tls;ms-opaque=5fa2c3>', '<sip:127.0.0.1:any;transport=tls;ms-opaque=any>'],
  ['To: <sip:a@b>;tag=9af21c;epid=1', 'To: <sip:a@b>;tag=any;epid=1'],
  ['Call-ID: 0a1b2c@host, branch=z9hG4bK77', 'Call-ID: any, branch=any'],
  ['nonce="abc", opaque="def"', 'nonce=any, opaque=any'],
  ['CA, valid until Nov 26 01:54:25 2027 GMT (invented)', 'CA, valid until any (invented)'],
  ['expired on Jan  1 00:00:00 2011 GMT', 'expired on Jan  1 00:00:00 2011 GMT'],
  ['at 12:30 the stage=1 was 5 of 127.0.0.1', 'at 12:30 the stage=1 was 5 of 127.0.0.1'],
])('removes values that differ in every run: %s', (said, expected) => {
  const lab = {
    dispatcher: { listen: { port: 3101 } },
    directory: { external: { url: 'ldaps://10.0.0.5:636' } },
  }
  expect(repeatableText(lab)(said)).toBe(expected)
})
