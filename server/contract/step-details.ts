import { z } from 'zod'
import { cause, codeAndFacts, type FactsOf, occupancy } from './code-and-facts.ts'
import { rejections, transports } from './vocabulary.ts'

/** A server that a redirection names: `host:port` and the transport. */
const place = z.object({ address: z.string(), transport: z.enum(transports) })

/** A detour on the way to a registration: a redirection or a wait. */
const detour = z.lazy(() =>
  z.discriminatedUnion('code', [
    /** A server (null: unknown) answered that another server is responsible. `asked` lists the servers that were asked next. */
    codeAndFacts('redirected', {
      by: place.nullable(),
      status: z.int(),
      reason: z.string(),
      asked: z.array(place),
    }),
    /** The server answered when to try again (Retry-After). */
    codeAndFacts('asked-later', { status: z.int(), reason: z.string(), seconds: z.number() }),
  ]),
)
export type Detour = z.infer<typeof detour>
export type DetourFacts = FactsOf<Detour>

/** A connection to the Communications Server. */
const serverConnection = {
  server: z.string(),
  /** Such as `127.0.0.1:5061`. */
  address: z.string(),
  /** Such as `TLSv1.3, TLS_AES_256_GCM_SHA384`; null over TCP. */
  encryption: z.string().nullable(),
  /** Whether the service showed a certificate, too (MTLS). */
  isMutual: z.boolean(),
}
export type ServerConnection = z.infer<z.ZodObject<typeof serverConnection>>

const user = z.string()

/** The facts that decided a step of a login. */
export const stepDetail = z.lazy(() =>
  z.discriminatedUnion('code', [
    // Step 1.
    codeAndFacts('credentials-typed', { user }),
    codeAndFacts('credentials-cached', { user }),
    // Step 2.
    codeAndFacts('no-power', {}),
    codeAndFacts('network-down', {}),
    codeAndFacts('outside-coverage', {}),
    codeAndFacts('request-sent', { packets: z.int(), sizeBytes: z.int() }),
    // Step 3.
    codeAndFacts('request-handed-over', {}),
    // Steps 4a to 4c.
    /** `silentSeconds` is null if the device is outside coverage. */
    codeAndFacts('idle-logged-out', {
      ...occupancy,
      loggedOut: z.array(z.object({ user, silentSeconds: z.int().nullable() })),
    }),
    codeAndFacts('session-continues', {}),
    codeAndFacts('no-maximum', {}),
    codeAndFacts('below-limit', occupancy),
    codeAndFacts('none-idle', occupancy),
    codeAndFacts('no-timeout-limit', occupancy),
    codeAndFacts('server-busy', occupancy),
    codeAndFacts('needs-no-place', {}),
    codeAndFacts('has-room', {}),
    codeAndFacts('failed', occupancy),
    codeAndFacts('maximum-configured', {}),
    // Step 4d.
    codeAndFacts('database-unreadable', { cause }),
    codeAndFacts('user-unknown', { user }),
    codeAndFacts('user-not-permitted', { user }),
    codeAndFacts('password-left-to-server', { user }),
    codeAndFacts('directory-unavailable', { cause }),
    /** `subCode` is Active Directory's own code, such as `52e`, or null without one. */
    codeAndFacts('credentials-refused', { user, subCode: z.string().nullable() }),
    codeAndFacts('credentials-accepted', { user, mechanism: z.enum(['spnego-ntlm', 'simple-over-tls']) }),
    // Step 4e.
    codeAndFacts('connection-opened', serverConnection),
    codeAndFacts('connection-reused', serverConnection),
    codeAndFacts('connection-unavailable', { cause }),
    // Steps 5 and 6.
    codeAndFacts('register-sent', { sipAddress: z.string() }),
    /** `isPasswordChecked`: this server checked the password, because no other server had. */
    codeAndFacts('registration-accepted', {
      sipAddress: z.string(),
      isPasswordChecked: z.boolean(),
      detours: z.array(detour),
    }),
    codeAndFacts('registration-refused', { cause }),
    // Step 7.
    codeAndFacts('acceptance-sent', {}),
    codeAndFacts('rejection-sent', { status: z.enum(rejections) }),
    codeAndFacts('client-gave-up', { seconds: z.number() }),
  ]),
)
export type StepDetail = z.infer<typeof stepDetail>
export type StepDetailFacts = FactsOf<StepDetail>
