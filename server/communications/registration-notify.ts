import { randomBytes } from 'node:crypto'
import type { SipRequest } from '../sip/index.ts'
import type { Binding } from './location-service.ts'
import { composeRequest } from './server-requests.ts'

/**
 * Tells an endpoint that the server ended its registration (MS-SIPREGE section 3.1.2.4): `unregistered` when a newer
 * endpoint of the same user needed the room.
 */
export function registrationNotify(
  binding: Binding,
  event: 'unregistered' | 'rejected' | 'deactivated',
): SipRequest {
  const epid = binding.epid === null ? '' : `;epid=${binding.epid}`
  return composeRequest({
    method: 'NOTIFY',
    uri: binding.contact,
    from: `<${binding.sipAddress}>;tag=${randomBytes(8).toString('hex').toUpperCase()}`,
    to: `<${binding.sipAddress}>${epid}`,
    callId: randomBytes(16).toString('hex'),
    sequence: 1,
    headers: [
      ['Event', 'registration-notify'],
      ['subscription-state', 'terminated;expires=0'],
    ],
    contentType: 'text/registration-event',
    body: `deregistered;event=${event}`,
  })
}
