import type { SipUri } from '../../../protocols/sip/index.ts'
import type { PeerConnection } from '../../sip-server/index.ts'

/** The token in Record-Route. It names both connections of a dialog, so that requests find the other end. */
export function flowToken(caller: PeerConnection, callee: PeerConnection): string {
  return `state:F.${caller.id}.${callee.id}`
}

/** @returns the other connection of the dialog, or null if the address names no dialog of this connection */
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
