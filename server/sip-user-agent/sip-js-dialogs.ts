import { LoggerFactory, UserAgentCore } from 'sip.js/lib/core/index.js'
import { drawRandomHex } from '../base/bytes/index.ts'
import type { Clock } from '../clock/index.ts'
import { SipJsAuthentication } from './authentication/sip-js-authentication.ts'
import type { UserProof } from './authentication/user-proof.ts'
import { ClientRequests } from './client-requests.ts'
import type { Refusal } from './judge-message.ts'
import { ServerRequests } from './server-requests.ts'
import { toSipJsUri } from './sip-js-messages.ts'
import { silenceSipJsTimers } from './sip-js-timers.ts'

const loggers = new LoggerFactory()
loggers.builtinEnabled = false
silenceSipJsTimers()

export interface SipJsDialogOptions {
  clock: Clock
  protocol: 'TLS' | 'TCP'
  /** Address and port of this end. */
  localAddress: string
  /** Address of record. */
  aor: string
  /** Contact address. */
  contact: string
  userAgent: string
  /** Answers challenges; null: the server sends none. */
  proof: UserProof | null
  /** The answer to a call or a message while there is no handler for it. */
  absent: Refusal | undefined
  send(text: string): void
}

/** What sip.js does for one user agent: its dialogs, and the transactions in them and of received requests. */
export class SipJsDialogs {
  readonly core: UserAgentCore
  /** The requests that the agent sends. */
  readonly own: ClientRequests
  /** The requests that it receives. */
  readonly others: ServerRequests

  constructor(options: SipJsDialogOptions) {
    const { absent, clock, proof } = options
    const contact = toSipJsUri(options.contact)
    const transport = {
      protocol: options.protocol,
      send: async (text: string) => options.send(text),
    }
    this.core = new UserAgentCore({
      aor: toSipJsUri(options.aor),
      authenticationFactory: () => (proof ? new SipJsAuthentication(loggers, proof, this.core) : undefined),
      contact: {
        uri: contact,
        pubGruu: undefined,
        tempGruu: undefined,
        toString: () => `<${options.contact}>`,
      },
      displayName: '',
      hackViaTcp: false,
      loggerFactory: loggers,
      routeSet: [],
      sipjsId: drawRandomHex(4),
      supportedOptionTags: [],
      supportedOptionTagsResponse: [],
      transportAccessor: () => transport,
      userAgentHeaderFieldValue: options.userAgent,
      viaForceRport: false,
      viaHost: options.localAddress,
    })
    this.own = new ClientRequests({ clock, core: this.core })
    this.others = new ServerRequests({ clock, core: this.core, absent })
  }
}
