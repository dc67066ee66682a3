import { attribute, descendants, readXml, xml } from '../../../protocols/xml/index.ts'
import type { TypedBody } from './subscription.ts'

export const provisioningType = 'application/vnd-microsoft-roaming-provisioning-v2+xml'
export const olderProvisioningType = 'application/vnd-microsoft-roaming-provisioning+xml'
export const olderAccessType = 'application/vnd-microsoft-roaming-acls+xml'
export const pendingWatchersType = 'text/xml+msrtc.wpending'

/**
 * `vnd-microsoft-provisioning-v2` (MS-SIPREGE section 2.2.2): the groups of settings that the client asked for. There is
 * nothing to set in this lab, so they are empty; the client then keeps its own defaults.
 * @throws XmlError
 */
export function provisioningBody(request: string): TypedBody {
  const asked = request.trim() === '' ? [] : descendants(readXml(request), 'provisioningGroup')
  const names = asked.flatMap((each) => attribute(each, 'name') ?? []).slice(0, 32)
  const groups = new Set(['ServerConfiguration', ...names])
  return {
    type: provisioningType,
    body: xml(
      'provisionGroupList',
      { xmlns: 'http://schemas.microsoft.com/2006/09/sip/provisiongrouplist-notification' },
      ...[...groups].map((name) => xml('provisionGroup', { name })),
    ),
  }
}

/** What Live Communications Server 2005 gave instead: `vnd-microsoft-provisioning`. */
export function olderProvisioningBody(sipAddress: string): TypedBody {
  return {
    type: olderProvisioningType,
    body: xml('provision', {}, xml('user', { uri: sipAddress })),
  }
}

/** `vnd-microsoft-roaming-ACL`: nobody is kept out by a list of the older kind. */
export function olderAccessBody(): TypedBody {
  return { type: olderAccessType, body: xml('ACLlist', { deltaNum: 1 }) }
}

/** `presence.wpending`: nobody waits to be let in. */
export function pendingWatchersBody(sipAddress: string): TypedBody {
  return { type: pendingWatchersType, body: xml('watchers', { uri: sipAddress }) }
}
