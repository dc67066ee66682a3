import { type EnvironmentFlow, processStep } from '#contract'

/** Steps 4d to 6 of the process flow, and whom they meet. The same for both kinds of OCS. */
export const flow: EnvironmentFlow = {
  parts: [
    { id: 'directory', label: 'Directory', note: 'LDAP' },
    { id: 'communications', label: 'Comm. Server', note: 'SIP' },
  ],
  hops: [
    {
      id: 'service-directory',
      from: 'service',
      to: 'directory',
      protocol: 'LDAP',
      port: 389,
      carriesPasswords: true,
      plainPort: 389,
      description: 'Collaboration Service to Active Directory: LDAP',
    },
    {
      id: 'service-communications',
      from: 'service',
      to: 'communications',
      protocol: 'SIP',
      port: 5061,
      carriesPasswords: false,
      plainPort: 5060,
      description: 'Collaboration Service to Communications Server: SIP',
    },
  ],
  steps: [
    processStep('4d', { isBranch: true, crosses: [{ hop: 'service-directory', direction: 'up' }] }),
    processStep('4e', {
      isBranch: true,
      crosses: [{ hop: 'service-communications', direction: 'up' }],
      opensConnection: true,
    }),
    processStep('5', { crosses: [{ hop: 'service-communications', direction: 'up' }] }),
    processStep('6', { crosses: [{ hop: 'service-communications', direction: 'down' }] }),
  ],
}
