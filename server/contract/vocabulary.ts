/**
 * The terms that all parts share: the same in code, interface, files and documents. This file imports nothing, so that every part,
 * including the renderer, can use it.
 */

/** The coverage of a handheld. `none`: it is outside a wireless coverage area. */
export const coverages = ['none', 'weak', 'good', 'excellent'] as const
export type Coverage = (typeof coverages)[number]

/** Kinds of wireless network with a predefined link. */
export const linkPresets = ['gprs', 'edge', 'umts', 'hspa', 'wifi'] as const
export type LinkPreset = (typeof linkPresets)[number]

/** The state of the collaboration client on a handheld. `off`: the handheld has no power. */
export const handheldStates = ['off', 'signed-out', 'signing-in', 'signed-in'] as const
export type HandheldState = (typeof handheldStates)[number]

/**
 * How a login can end, as the handheld sees it. Only "Server Busy" and "Failed" are the original's words; the others are
 * invented. `no-coverage` and `timed-out` are decided on the handheld itself.
 */
export const loginResults = [
  'accepted',
  'server-busy',
  'failed',
  'not-permitted',
  'bad-credentials',
  'unavailable',
  'no-coverage',
  'timed-out',
] as const
export type LoginResult = (typeof loginResults)[number]

/** The results with which the service rejects a login. */
export const rejections = [
  'server-busy',
  'failed',
  'not-permitted',
  'bad-credentials',
  'unavailable',
] as const
export type Rejection = (typeof rejections)[number]

/** Why the service ended a session that it had accepted. */
export const sessionEndings = [
  'user',
  'idle',
  'inactive',
  'replaced',
  'service-stopped',
  'unavailable',
] as const
export type SessionEnding = (typeof sessionEndings)[number]

/** Why a handheld is signed out. */
export const signedOutReasons = [
  'user',
  'idle',
  'inactive',
  'server-busy',
  'failed',
  'not-permitted',
  'bad-credentials',
  'unavailable',
  'replaced',
  'service-stopped',
  'no-coverage',
  'timed-out',
] as const
export type SignedOutReason = (typeof signedOutReasons)[number]

/** Whether the wording that the device shows comes from the original's documents. Every other wording is invented. */
export function hasOriginalWording(what: LoginResult | SignedOutReason): boolean {
  return what === 'server-busy' || what === 'failed'
}

/** The kinds of server that the service can be set up for. */
export const environments = ['ocs2007r2', 'ocs2007'] as const
export type EnvironmentName = (typeof environments)[number]

/** Transports of the connection to the Communications Server. TCP may be configured for OCS 2007 R2 only. */
export const transports = ['tls', 'tcp'] as const
export type Transport = (typeof transports)[number]

/** The transports that each environment supports. */
export const environmentTransports: Readonly<Record<EnvironmentName, readonly Transport[]>> = {
  ocs2007r2: ['tls', 'tcp'],
  ocs2007: ['tls'],
}

/** Cipher suites of the wireless leg: AES-256 in CBC (default), or two-key Triple DES in outer CBC for older devices. */
export const ciphers = ['aes-256', 'triple-des'] as const
export type Cipher = (typeof ciphers)[number]

/** Hops that have a name in the words of each language and in frame filters. An environment may have others. */
export const hops = [
  'handheld-dispatcher',
  'dispatcher-service',
  'service-directory',
  'service-communications',
] as const
export type NamedHop = (typeof hops)[number]
/** The id of a hop, see {@link ProcessFlow}. */
export type Hop = string

/** Steps of the process flow, as the overview numbers them, that have a title in the words of each language. */
export const flowSteps = ['1', '2', '3', '4a', '4b', '4c', '4d', '4e', '5', '6', '7'] as const
export type NamedFlowStep = (typeof flowSteps)[number]
/** The id of a step, see {@link ProcessFlow}. */
export type FlowStep = string

/**
 * The outcome of a step. `done`: it happened. `skipped`: it did not apply to this login, for the reason in the detail. `refused`:
 * the login ended here.
 */
export const stepOutcomes = ['done', 'skipped', 'refused'] as const
export type StepOutcome = (typeof stepOutcomes)[number]

/** Certificates that an end of a TLS connection can show. All except `valid` are wrong on purpose. */
export const certificateKinds = ['valid', 'expired', 'untrusted', 'wrong-name', 'missing'] as const
export type CertificateKind = (typeof certificateKinds)[number]

/** Places that can have faults. */
export const faultPlaces = [
  'service',
  'communicationsServer',
  'directory',
  'database',
  'dispatcher',
  'wireless',
] as const
export type FaultPlace = (typeof faultPlaces)[number]

/** Parts that can be restarted. The place of each has the same name. */
export const restartableParts = [
  'service',
  'communicationsServer',
  'directory',
  'database',
  'dispatcher',
] as const
export type RestartablePart = (typeof restartableParts)[number]

/** Which way something passes a place: towards it, away from it, or either. */
export const faultDirections = ['both', 'to', 'from'] as const
export type FaultDirection = (typeof faultDirections)[number]

/**
 * Misbehaviours of desktop clients from field issues. `silent`: it shows a message but never answers the request.
 * `keeps-conversations`: it reopens a conversation with its old number. `overtakes`: it sends a typing notice and a message in the
 * wrong order.
 */
export const desktopHabits = ['silent', 'keeps-conversations', 'overtakes'] as const
export type DesktopHabit = (typeof desktopHabits)[number]

/** Manners of signing a desktop client out. `hurried`: it closes the connection right after its last requests. */
export const desktopManners = ['in-order', 'hurried', 'crash'] as const
export type DesktopManner = (typeof desktopManners)[number]

/** Limits for users and handhelds in files, in scenarios and over the API. */
export const limits = {
  handheldName: { most: 64 },
  userName: { most: 128 },
  password: { most: 256 },
  markComment: { most: 500 },
  pin: /^[0-9A-Fa-f]{8}$/,
  userId: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
} as const

/** Colours of marks on frames. */
export const markColours = ['yellow', 'red', 'green', 'blue'] as const
export type MarkColour = (typeof markColours)[number]

/** Device models that the bench can draw. */
export const models = ['bold-9900', 'curve-8520', 'pearl-8100', 'torch-9800'] as const
export type Model = (typeof models)[number]

/** Presence states of the handheld, to which those of the Communications Server are mapped. */
export const presences = ['available', 'busy', 'do-not-disturb', 'away', 'offline'] as const
export type Presence = (typeof presences)[number]

/**
 * The state of an instant message that a handheld sends. Three states are temporary. `queued`: it waits on the handheld for
 * coverage. `sent`: it has left the handheld. `accepted`: the recipient's server keeps it until the recipient's device can be
 * reached. Three states are final. `delivered`: it is in the recipient's conversation, once. `rejected`: it has not arrived and will
 * not. `unconfirmed`: the session or a connection ended before an answer, so it may have arrived. Invented: the original's terms
 * are not public.
 */
export const messageStates = ['queued', 'sent', 'accepted', 'delivered', 'rejected', 'unconfirmed'] as const
export type MessageState = (typeof messageStates)[number]

/** The outcome of sending, as far as it is known when the command answers. `queued`: it waits for coverage at either end. */
export const sendOutcomes = ['delivered', 'queued', 'rejected', 'unconfirmed'] as const
export type SendOutcome = (typeof sendOutcomes)[number]
