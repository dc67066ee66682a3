import { z } from 'zod'
import { cause, type FactsOf, occupancy, told } from './told.ts'
import { rejections, transports } from './vocabulary.ts'

/** A server as a redirection names it: `host:port`, and what it is reached over. */
const place = z.object({ address: z.string(), transport: z.enum(transports) })

/** What did not go straight on the way to a registration. */
const detour = z.discriminatedUnion('code', [
  /** A server (null: not known which) answered that the registration belongs elsewhere; `asked` were asked in turn. */
  told('redirected', {
    by: place.nullable(),
    status: z.int(),
    reason: z.string(),
    asked: z.array(place),
  }),
  /** The server said when to ask again (Retry-After). */
  told('asked-later', { status: z.int(), reason: z.string(), seconds: z.number() }),
])
export type Detour = z.infer<typeof detour>
export type DetourFacts = FactsOf<Detour>

/** A connection to the Communications Server. */
const serverConnection = {
  server: z.string(),
  /** Such as `127.0.0.1:5061`. */
  address: z.string(),
  /** Such as `TLSv1.3, TLS_AES_256_GCM_SHA384`; null over TCP. */
  encryption: z.string().nullable(),
  /** Over TLS: whether the service showed a certificate too (MTLS). */
  isMutual: z.boolean(),
}
export type ServerConnection = z.infer<z.ZodObject<typeof serverConnection>>

const user = z.string()

/** What decided a step of a login, with the numbers and parties that did. */
export const stepDetail = z.discriminatedUnion('code', [
  // Step 1.
  told('credentials-typed', { user }),
  told('credentials-cached', { user }),
  // Step 2.
  told('no-power', {}),
  told('network-down', {}),
  told('outside-coverage', {}),
  told('request-sent', { packets: z.int(), sizeBytes: z.int() }),
  // Step 3.
  told('request-handed-over', {}),
  // Steps 4a to 4c.
  /** `silentSeconds` null: the device is outside coverage. */
  told('idle-logged-out', {
    ...occupancy,
    loggedOut: z.array(z.object({ user, silentSeconds: z.int().nullable() })),
  }),
  told('session-continues', {}),
  told('no-maximum', {}),
  told('below-limit', occupancy),
  told('none-idle', occupancy),
  told('no-timeout-limit', occupancy),
  told('server-busy', occupancy),
  told('needs-no-place', {}),
  told('has-room', {}),
  told('failed', occupancy),
  told('maximum-configured', {}),
  // Step 4d.
  told('database-unreadable', { cause }),
  told('user-unknown', { user }),
  told('user-not-permitted', { user }),
  told('password-left-to-server', { user }),
  told('directory-unavailable', { cause }),
  /** `subCode`: Active Directory's own, such as `52e`, where it gave one. */
  told('credentials-refused', { user, subCode: z.string().nullable() }),
  told('credentials-accepted', { user, mechanism: z.enum(['spnego-ntlm', 'simple-over-tls']) }),
  // Step 4e.
  told('connection-opened', serverConnection),
  told('connection-reused', serverConnection),
  told('connection-unavailable', { cause }),
  // Steps 5 and 6.
  told('register-sent', { sipAddress: z.string() }),
  /** `isPasswordChecked`: by this server, since nobody else had. */
  told('registration-accepted', {
    sipAddress: z.string(),
    isPasswordChecked: z.boolean(),
    detours: z.array(detour),
  }),
  told('registration-refused', { cause }),
  // Step 7.
  told('acceptance-sent', {}),
  told('rejection-sent', { status: z.enum(rejections) }),
  told('client-gave-up', { seconds: z.number() }),
])
export type StepDetail = z.infer<typeof stepDetail>
export type StepDetailFacts = FactsOf<StepDetail>
