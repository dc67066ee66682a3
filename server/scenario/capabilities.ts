/**
 * What a scenario may need beyond a lab's usual parts, and whether the lab has it yet. A scenario that needs something missing
 * is checked like every other, but skipped when it should run. Whoever adds such a part to the lab sets it to true here.
 */
const capabilities = {
  /** OCS 2007 and Live Communications Server 2005 through Communicator Web Access. */
  'communicator-web-access': false,
  'live-communications-server': false,
  sametime: false,
  groupwise: false,
  /** A second service that takes over, and users who move to it. */
  failover: false,
  /** The BlackBerry Controller, which watches and restarts services. */
  controller: false,
  federation: false,
  /** Trusted-service entries in Active Directory, written and replicated. */
  'trusted-service-provisioning': false,
  /** Several pools of servers, and users who move between them. */
  'server-pools': false,
  /** A second BlackBerry Enterprise Server on the same network. */
  'second-server': true,
  /** Parts whose clocks differ. */
  'clock-skew': true,
  /** Clients that speak older versions of the protocol. */
  'older-clients': true,
  /** A desktop client of the same user, with habits of its own. */
  'desktop-client': true,
  /** A device that sends what no client would. */
  'crafted-device': true,
} as const satisfies Record<string, boolean>

export type Capability = keyof typeof capabilities

export const knownCapabilities = Object.keys(capabilities).filter(isKnown)

/** @returns the needs that the lab cannot meet yet */
export function missing(needs: readonly Capability[]): Capability[] {
  return needs.filter((need) => !capabilities[need])
}

function isKnown(name: string): name is Capability {
  return name in capabilities
}
