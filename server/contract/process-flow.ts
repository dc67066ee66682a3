import { z } from 'zod'

/**
 * What a login goes through: the parts that it meets, the hops between them, and its steps. Handheld, Dispatcher, service and
 * directory are in every lab; the rest is told by the environment that the service is set up for. Page, captures and reports draw what
 * they are told here.
 */
export const processFlow = z.object({
  /** In the order in which a login meets them. */
  parts: z.array(
    z.object({
      id: z.string(),
      /** Such as `Comm. Server`: short enough for a diagram. */
      label: z.string(),
      /** What it speaks, or where: such as `SIP` or `3101`. */
      note: z.string(),
    }),
  ),
  hops: z.array(
    z.object({
      id: z.string(),
      /** Parts, by their ids. */
      from: z.string(),
      to: z.string(),
      /** What it carries: `SIP`, for one. */
      protocol: z.string(),
      /** The server's port in the original: where programs that read captures expect its traffic. */
      port: z.int(),
      /** The same without encryption. */
      plainPort: z.int(),
      /** For whoever reads a capture. */
      description: z.string(),
      /** Whoever has the keys of its connections may read passwords. */
      carriesPasswords: z.boolean(),
    }),
  ),
  /** In order. */
  steps: z.array(
    z.object({
      /** As the overview numbers them. */
      id: z.string(),
      /** In plain English; null where the words of each language have it. */
      title: z.string().nullable(),
      /** One of several that belong together: drawn set in. */
      isBranch: z.boolean(),
      crosses: z.array(z.object({ hop: z.string(), direction: z.enum(['up', 'down']) })),
      /** Only a refusal crosses these hops: otherwise the login stays where it is. */
      crossesIfRefused: z.boolean(),
      /** What crosses belongs to the connection, and to no device. */
      opensConnection: z.boolean(),
    }),
  ),
})
export type ProcessFlow = z.infer<typeof processFlow>
export type ProcessStep = ProcessFlow['steps'][number]

/** What an environment adds. Its first steps come after 4d, its hops begin at the part `service`. */
export type EnvironmentFlow = ProcessFlow

const answer: ProcessStep['crosses'] = [
  { hop: 'dispatcher-service', direction: 'down' },
  { hop: 'handheld-dispatcher', direction: 'down' },
]

/**
 * A step that stands for itself.
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

/** The whole flow of a login, with what the environment adds in its place. */
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
 * The step that a frame belongs to, where a login of its device is under way.
 * @param pin the device that the frame belongs to; null: none
 */
export function stepOfFrame(
  { steps }: ProcessFlow,
  frame: { hop: string; direction: 'up' | 'down'; pin: string | null; protocol: string },
): string | null {
  // What the connection of the wireless network says is about coverage, not about logins.
  if (frame.protocol === 'SRP') return null
  const there = steps.filter(
    ({ crosses, crossesIfRefused }) => !crossesIfRefused && crosses.some(({ hop }) => hop === frame.hop),
  )
  const [only, another] = there
  // A question and its answer are one step where nothing else crosses that hop.
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
