import { type EnvironmentFlow, processStep } from '#contract'

/** Steps 4e to 6 of the process flow and the hops that they use. Both kinds of OCS have the same. */
export const flow: EnvironmentFlow = {
  parts: [{ id: 'communications', label: 'Comm. Server', note: 'SIP' }],
  hops: [
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
    processStep('4e', {
      isBranch: true,
      crosses: [{ hop: 'service-communications', direction: 'up' }],
      opensConnection: true,
    }),
    processStep('5', { crosses: [{ hop: 'service-communications', direction: 'up' }] }),
    processStep('6', { crosses: [{ hop: 'service-communications', direction: 'down' }] }),
  ],
}
