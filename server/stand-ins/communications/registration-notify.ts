import { drawRandomHex } from '../../base/bytes/index.ts'
import type { SipRequest } from '../../protocols/sip/index.ts'
import { type Binding, composeRequest, type Diagnostic, formatDiagnostic } from '../sip-server/index.ts'

/**
 * Notifies an endpoint that the server ended its registration (MS-SIPREGE section 3.1.2.4): `unregistered` if a newer
 * endpoint of the same user took its place, `rejected` if the user may no longer be signed in.
 */
export function registrationNotify(
  binding: Binding,
  event: 'unregistered' | 'rejected',
  cause: { readonly diagnostic: Diagnostic; readonly source: string } | null = null,
): SipRequest {
  const epid = binding.epid === null ? '' : `;epid=${binding.epid}`
  return composeRequest({
    method: 'NOTIFY',
    uri: binding.target,
    from: `<${binding.sipAddress}>;tag=${drawRandomHex(8).toUpperCase()}`,
    to: `<${binding.sipAddress}>${epid}`,
    callId: drawRandomHex(16),
    sequence: 1,
    headers: [
      ['Event', 'registration-notify'],
      ['subscription-state', 'terminated;expires=0'],
      ...(cause
        ? [['ms-diagnostics-public', formatDiagnostic(cause.diagnostic, cause.source)] as const]
        : []),
    ],
    contentType: 'text/registration-event',
    body: `deregistered;event=${event}`,
  })
}
