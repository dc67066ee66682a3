/** A code with its facts, of those that a map from codes to facts has. */
export type OneOf<Facts> = {
  readonly [Code in keyof Facts]: { readonly code: Code; readonly facts: Facts[Code] }
}[keyof Facts]

type Nothing = Record<never, never>

/** Where a SIP server is asked. */
export interface SipPlace {
  /** Host and port. */
  readonly address: string
  readonly transport: 'tcp' | 'tls'
}

/** A server (null: not known which) answered that the registration belongs elsewhere; `asked` were asked in turn. */
export interface RedirectionFacts {
  readonly by: SipPlace | null
  readonly status: number
  readonly reason: string
  readonly asked: readonly SipPlace[]
}

/** How a connection to a SIP server was lost. */
export interface ConnectionLossFacts {
  closed: Nothing
  /** The service closed the connection itself. */
  'closed-by-service': Nothing
  'closed-while-connecting': { readonly address: string }
  /** Over TLS this may mean that the server is set up for TCP. */
  'closed-while-opening': SipPlace
  'dialog-over': Nothing
  'during-request': { readonly method: string }
  /** In the words of Node. */
  failed: { readonly cause: string }
  'given-up-while-opening': Nothing
  gone: Nothing
  'no-longer-registered': Nothing
  'service-closed': Nothing
  'session-ended': Nothing
  'settings-changed': Nothing
}

export type ConnectionLoss = OneOf<ConnectionLossFacts>

/** Why a SIP server cannot be used. `address` is its host and port, `cause` is in the words of Node, OpenSSL or the codec. */
export interface SipServerFacts {
  'connection-lost': { readonly loss: ConnectionLoss }
  'connection-refused': { readonly address: string }
  'not-tls': { readonly address: string }
  'password-not-asked': { readonly sipAddress: string }
  'password-not-kept': { readonly sipAddress: string }
  'server-certificate-expired': { readonly address: string }
  'server-certificate-untrusted': { readonly address: string }
  'server-certificate-wrong-name': {
    readonly address: string
    readonly expected: string
    /** The names in the certificate, or null. */
    readonly names: string | null
  }
  /** It answers in another protocol, or (null) in none that is known. */
  'server-not-sip':
    | { readonly protocol: string; readonly address: string }
    | { readonly protocol: null; readonly cause: string }
  'service-certificate-missing': { readonly address: string }
  'service-certificate-refused': {
    readonly address: string
    /** What may be wrong with the certificate; null: nothing that the service can see. */
    readonly fault: 'expired' | 'other-authority' | null
    /** Of an expired certificate; else null, since a date of today would make two reports differ. */
    readonly validUntil: string | null
    readonly names: string
  }
  'timed-out': {
    /** Null: known from what was asked. */
    readonly address: string | null
    /** Of the request without an answer; null: the connection did not come about. */
    readonly method: string | null
    readonly seconds: number | null
  }
  unreachable: { readonly address: string | null; readonly cause: string }
  'unreadable-answer': {
    /** Such as `200 OK to INVITE 1`; null: not even that can be read. */
    readonly response: string | null
    readonly cause: string
  }
}

/** What may go with each failure to use a SIP server. */
export interface SipServerCircumstances {
  /** The redirections that led to the server. */
  readonly way?: readonly RedirectionFacts[]
  /** The connection was without TLS, and the server may expect TLS. */
  readonly mayExpectTls?: boolean
}

export type SipServerFailure = OneOf<SipServerFacts>
export type SipServerCode = keyof SipServerFacts

/** What else the answer to a REGISTER says that explains it. */
export interface RegistrationRemarkFacts {
  /** It came after these redirections. */
  after: { readonly way: readonly RedirectionFacts[] }
  /** The addresses that a redirection names. */
  'named-elsewhere': { readonly contacts: readonly string[] }
  /** Min-Expires. */
  'shortest-interval': { readonly seconds: number | null }
  /** Retry-After. */
  'asked-to-wait': { readonly seconds: number }
  'unanswerable-challenge': {
    readonly challenges: readonly SipChallenge[]
    readonly answered: 'none' | 'digest' | 'ntlm'
  }
}

/** A challenge, by its scheme, and what in it cannot be answered. */
export interface SipChallenge {
  readonly scheme: string
  readonly isReadable: boolean
  readonly algorithm: string | null
  readonly qop: string | null
}

export type RegistrationRemark = OneOf<RegistrationRemarkFacts>

/** Why an address that a redirection names cannot be followed. */
export interface UnfollowableFacts {
  'other-transport': { readonly uri: string; readonly transport: string }
  unreadable: { readonly cause: string }
  'without-tls': { readonly uri: string }
}

export type Unfollowable = OneOf<UnfollowableFacts>

/** Why a redirection leads nowhere. */
export interface DeadEndFacts {
  circle: { readonly back: SipPlace }
  'not-followed': { readonly problems: readonly Unfollowable[] }
  'too-many': { readonly most: number }
}

export type DeadEnd = OneOf<DeadEndFacts>

/** Failures of registering whose answer was a 2xx or a 3xx. */
export interface RegistrationOutcomeFacts {
  'registration-not-held': {
    readonly address: string
    readonly status: number
    readonly reason: string
    readonly finding: 'expires-at-once' | 'grants-nothing' | 'lists-others' | 'too-short'
    readonly seconds: number | null
  }
  'registration-redirected': { readonly way: readonly RedirectionFacts[]; readonly end: DeadEnd }
}
