import type { SipUri } from '../../../protocols/sip/index.ts'
import type { PeerConnection } from '../../sip-server/index.ts'

/** What a Record-Route carries, so that requests find the other end of the dialog: both connections. */
export function flowToken(caller: PeerConnection, callee: PeerConnection): string {
  return `state:F.${caller.id}.${callee.id}`
}

/** @returns the other connection of a dialog, or null where the address names none that this connection is an end of */
export function otherEnd(route: SipUri, { id }: PeerConnection): string | null {
  const [start, caller, callee] = (route.parameters.get('opaque') ?? '').split('.')
  if (start !== 'state:F' || caller === undefined || callee === undefined) return null
  if (caller === id) return callee
  return callee === id ? caller : null
}

/** Whether an address looks like one that this server wrote as Record-Route. */
export function isOwnRoute(route: SipUri): boolean {
  return route.parameters.has('lr') || route.parameters.get('opaque')?.startsWith('state:F.') === true
}
