/**
 * The field's own words, shared by every room of the house: the same in code, interface, files and documents.
 * This file imports nothing, so that any part (and the renderer) may use it.
 */

/** How well a handheld hears the wireless network; `none` is outside a wireless coverage area. */
export const coverages = ['none', 'weak', 'good', 'excellent'] as const
export type Coverage = (typeof coverages)[number]

/** Kinds of wireless network whose usual link a handheld can be given. */
export const linkPresets = ['gprs', 'edge', 'umts', 'hspa', 'wifi'] as const
export type LinkPreset = (typeof linkPresets)[number]

/** What the collaboration client on a handheld is doing. `off`: the handheld has no power. */
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

/** What the original's documents say that a device shows; every other wording is invented. */
export function hasOriginalWording(what: LoginResult | SignedOutReason): boolean {
  return what === 'server-busy' || what === 'failed'
}

/** The kinds of server that the service can be set up for. */
export const environments = ['ocs2007r2', 'ocs2007'] as const
export type EnvironmentName = (typeof environments)[number]

/** What the connection to the Communications Server runs over. TCP may be configured for OCS 2007 R2 only. */
export const transports = ['tls', 'tcp'] as const
export type Transport = (typeof transports)[number]

/** What the connection to the server of each environment can run over. */
export const environmentTransports: Readonly<Record<EnvironmentName, readonly Transport[]>> = {
  ocs2007r2: ['tls', 'tcp'],
  ocs2007: ['tls'],
}

/** Cipher suites of the wireless leg: AES-256 in CBC (default), or two-key Triple DES in outer CBC for older devices. */
export const ciphers = ['aes-256', 'triple-des'] as const
export type Cipher = (typeof ciphers)[number]

/** Hops that the words of each language, and the language of frame filters, have names for; an environment may have others. */
export const hops = [
  'handheld-dispatcher',
  'dispatcher-service',
  'service-directory',
  'service-communications',
] as const
export type NamedHop = (typeof hops)[number]
/** The id of a hop, see {@link ProcessFlow}. */
export type Hop = string

/** Steps of the process flow, as the overview numbers them, that the words of each language have a title for. */
export const flowSteps = ['1', '2', '3', '4a', '4b', '4c', '4d', '4e', '5', '6', '7'] as const
export type NamedFlowStep = (typeof flowSteps)[number]
/** The id of a step, see {@link ProcessFlow}. */
export type FlowStep = string

/**
 * What became of a step: `done` it happened; `skipped` it did not apply to this login (the detail says why); `refused`
 * the login ended here.
 */
export const stepOutcomes = ['done', 'skipped', 'refused'] as const
export type StepOutcome = (typeof stepOutcomes)[number]

/** Which certificate an end of the TLS connection shows; everything but `valid` exists to be refused. */
export const certificateKinds = ['valid', 'expired', 'untrusted', 'wrong-name', 'missing'] as const
export type CertificateKind = (typeof certificateKinds)[number]

/** Where the lab can be broken on purpose. */
export const faultPlaces = [
  'service',
  'communicationsServer',
  'directory',
  'database',
  'dispatcher',
  'wireless',
] as const
export type FaultPlace = (typeof faultPlaces)[number]

/**
 * Habits of desktop clients that field issues blame: `silent` shows a message and never answers it; `keeps-conversations`
 * opens one again under its old number; `overtakes` sends a typing notice and a message back to back, in the wrong order.
 */
export const desktopHabits = ['silent', 'keeps-conversations', 'overtakes'] as const
export type DesktopHabit = (typeof desktopHabits)[number]

/** How somebody leaves a desktop client: `hurried` closes the connection right after the last requests. */
export const desktopManners = ['in-order', 'hurried', 'crash'] as const
export type DesktopManner = (typeof desktopManners)[number]

/** What a user or a handheld may be, wherever it is said: in a file, in a scenario, over the API. */
export const limits = {
  handheldName: { most: 64 },
  userName: { most: 128 },
  password: { most: 256 },
  pin: /^[0-9A-Fa-f]{8}$/,
  userId: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
} as const

/** Device models that the bench can draw. */
export const models = ['bold-9900', 'curve-8520', 'pearl-8100', 'torch-9800'] as const
export type Model = (typeof models)[number]

/** How present a person is, as the client shows it: the presence of Communications Server in the handheld's five words. */
export const presences = ['available', 'busy', 'do-not-disturb', 'away', 'offline'] as const
export type Presence = (typeof presences)[number]

/**
 * What has become of an instant message that a handheld sends. `queued`: it waits on the handheld for coverage. `sent`: it
 * left the handheld. `accepted`: the recipient's server keeps it until the recipient's device can be reached. These three are
 * no endings. The endings: `delivered`, it is in the recipient's conversation, once. `rejected`, it is nowhere and will not
 * arrive. `unconfirmed`, the session or a connection ended before an answer, so it may have arrived. Invented: the original's
 * words are not public.
 */
export const messageStates = ['queued', 'sent', 'accepted', 'delivered', 'rejected', 'unconfirmed'] as const
export type MessageState = (typeof messageStates)[number]

/** How sending ends, as far as can be said at once: `queued` waits for coverage, at either end. */
export const sendOutcomes = ['delivered', 'queued', 'rejected', 'unconfirmed'] as const
export type SendOutcome = (typeof sendOutcomes)[number]
