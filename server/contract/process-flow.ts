import { z } from 'zod'

/**
 * The process flow of a login: the parts that it passes through, the hops between them, and its steps. Handheld, Dispatcher,
 * service and directory are in every lab; the configured environment defines the rest. Page, captures and reports are drawn from
 * this description.
 */
export const processFlow = z.object({
  /** The parts, in the order in which a login passes through them. */
  parts: z.array(
    z.object({
      id: z.string(),
      /** Such as `Comm. Server`: short enough for a diagram. */
      label: z.string(),
      /** A note below the label: a protocol such as `SIP`, or a port such as `3101`. */
      note: z.string(),
    }),
  ),
  hops: z.array(
    z.object({
      id: z.string(),
      /** Parts, by their ids. */
      from: z.string(),
      to: z.string(),
      /** The protocol on this hop, such as `SIP`. */
      protocol: z.string(),
      /** The server's port in the original product, on which programs that read captures expect the traffic. */
      port: z.int(),
      /** The server's port without encryption. */
      plainPort: z.int(),
      /** Description of the hop in captures. */
      description: z.string(),
      /** Passwords cross this hop, so that the TLS keys of its connections reveal them. */
      carriesPasswords: z.boolean(),
    }),
  ),
  /** The steps, in order. */
  steps: z.array(
    z.object({
      /** The number of the step in the overview of the login process. */
      id: z.string(),
      /** The title in English. Null if `#words` has a title in each language. */
      title: z.string().nullable(),
      /** The step is one of several branches. It is drawn indented. */
      isBranch: z.boolean(),
      crosses: z.array(z.object({ hop: z.string(), direction: z.enum(['up', 'down']) })),
      /** Only a refusal crosses these hops; otherwise the step happens within a part. */
      crossesIfRefused: z.boolean(),
      /** The frames of this step belong to a shared connection, not to a device. */
      opensConnection: z.boolean(),
    }),
  ),
})
export type ProcessFlow = z.infer<typeof processFlow>
export type ProcessStep = ProcessFlow['steps'][number]

/** The parts, hops and steps that an environment adds. Its first steps follow 4d, its hops start at the part `service`. */
export type EnvironmentFlow = ProcessFlow

const answer: ProcessStep['crosses'] = [
  { hop: 'dispatcher-service', direction: 'down' },
  { hop: 'handheld-dispatcher', direction: 'down' },
]

/**
 * Makes a step with default values for everything but its ID.
 * @example processStep('5', { crosses: [{ hop: 'service-communications', direction: 'up' }] })
 */
export function processStep(id: string, changes: Partial<Omit<ProcessStep, 'id'>> = {}): ProcessStep {
  return {
    id,
    title: null,
    isBranch: false,
    crosses: [],
    crossesIfRefused: false,
    opensConnection: false,
    ...changes,
  }
}

/** Combines the steps that every lab has with those of the environment. */
export function processFlowOf({ hops, parts, steps }: EnvironmentFlow): ProcessFlow {
  return {
    parts: [
      { id: 'handheld', label: 'Handheld', note: '' },
      { id: 'dispatcher', label: 'Dispatcher', note: '3101' },
      { id: 'service', label: 'Service', note: '3200' },
      { id: 'directory', label: 'Directory', note: 'LDAP' },
      ...parts,
    ],
    hops: [
      {
        id: 'handheld-dispatcher',
        from: 'handheld',
        to: 'dispatcher',
        protocol: 'Envelope',
        port: 3101,
        plainPort: 3101,
        carriesPasswords: false,
        description: 'Wireless network to Dispatcher: SRP on port 3101, with the handhelds’ envelopes',
      },
      {
        id: 'dispatcher-service',
        from: 'dispatcher',
        to: 'service',
        protocol: 'JSON',
        port: 3200,
        plainPort: 3200,
        carriesPasswords: false,
        description:
          'Dispatcher to Collaboration Service: in process; content as JSON, in IP and UDP that are made up',
      },
      {
        id: 'service-directory',
        from: 'service',
        to: 'directory',
        protocol: 'LDAP',
        port: 389,
        plainPort: 389,
        description: 'Collaboration Service to Active Directory: LDAP',
        carriesPasswords: true,
      },
      ...hops,
    ],
    steps: [
      processStep('1'),
      processStep('2', { crosses: [{ hop: 'handheld-dispatcher', direction: 'up' }] }),
      processStep('3', { crosses: [{ hop: 'dispatcher-service', direction: 'up' }] }),
      processStep('4a', { isBranch: true }),
      processStep('4b', { isBranch: true, crosses: answer, crossesIfRefused: true }),
      processStep('4c', { isBranch: true, crosses: answer, crossesIfRefused: true }),
      processStep('4d', { isBranch: true, crosses: [{ hop: 'service-directory', direction: 'up' }] }),
      ...steps,
      processStep('7', { crosses: answer }),
    ],
  }
}

/**
 * Finds the step that a frame belongs to while a login of its device is under way.
 * @param pin the device that the frame belongs to, or null
 */
export function stepOfFrame(
  { steps }: ProcessFlow,
  frame: { hop: string; direction: 'up' | 'down'; pin: string | null; protocol: string },
): string | null {
  // SRP frames of the connection itself are about coverage, not about logins.
  if (frame.protocol === 'SRP') return null
  const there = steps.filter(
    ({ crosses, crossesIfRefused }) => !crossesIfRefused && crosses.some(({ hop }) => hop === frame.hop),
  )
  const [only, another] = there
  // If only one step crosses this hop, request and answer both belong to it.
  if (another === undefined) return only?.id ?? null
  const opening = there.find(({ opensConnection }) => opensConnection)
  if (opening && frame.pin === null) return opening.id
  const step = there.find(
    ({ crosses, opensConnection }) =>
      !opensConnection &&
      crosses.some(({ direction, hop }) => hop === frame.hop && direction === frame.direction),
  )
  return step?.id ?? null
}
