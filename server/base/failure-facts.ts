import type {
  OneOf,
  RegistrationOutcomeFacts,
  RegistrationRemark,
  SipServerCircumstances,
  SipServerFacts,
} from './sip-failure-facts.ts'

/**
 * Every failure code of Bramble, with the facts that belong to it. The contract (`failures.ts`) documents the codes, and
 * `server/words` has the sentences. To add a code, add a line here, its meaning in the contract and its sentence in each
 * language; the type check finds what is missing.
 */
export type FailureFacts = CommandFacts &
  LabFacts &
  MachineFacts &
  PeerFacts &
  RegistrationOutcomeFacts &
  SipFacts &
  TextFacts

export type FailureCode = keyof FailureFacts

/** A failure as a fact of something else. */
export interface FailureCause {
  readonly code: FailureCode
  readonly facts: FailureFacts[FailureCode]
}

/** Why something went wrong: a failure of Bramble's, or the words of who refused it, such as Node, sip.js, LDAP or SQLite. */
export type Cause = string | FailureCause

/** A failure without facts: its code says everything. */
type Nothing = Record<never, never>

/** An English sentence of the system, of a library, or of the part that failed. */
interface Because {
  readonly cause: string
}

/** An English sentence of the part that found the problem, and the remedy. */
interface Said {
  readonly problem: string
  readonly remedy?: string
}

/** Commands that the lab refuses. */
interface CommandFacts {
  'bad-filter': { readonly column: number; readonly problem: string }
  'bad-input': { readonly command: string; readonly problem: string }
  'bad-message': { readonly problem: string }
  'bundle-capture-alone': { readonly file: string }
  'bundle-damaged': { readonly file: string; readonly problem: string }
  'bundle-other-format': { readonly format: number; readonly known: number; readonly version: string }
  'bundle-too-large': { readonly what: 'bytes' | 'files' | 'frames' | 'unpacked'; readonly most: number }
  'desktop-cannot-connect': { readonly place: string }
  'desktop-refused': { readonly address: string; readonly status: number | null; readonly reason: string }
  'desktop-signed-in': { readonly address: string }
  'desktop-signed-out': { readonly person: string }
  'external-server': { readonly asked: 'break-it' | 'desktop-client' | 'service-certificate' }
  'frame-gone': { readonly number: number }
  'name-taken': { readonly name: string }
  'no-bundle': { readonly file: string }
  'no-coverage': { readonly name: string }
  'no-session': { readonly name: string }
  'not-signed-in': Nothing
  'outbox-full': Nothing
  /** `file` null: a moment of the running lab is shown. */
  'past-only': { readonly file: string | null }
  'pin-taken': { readonly name: string; readonly pin: string }
  'no-recording': Nothing
  'no-past': Nothing
  'no-wireshark': Nothing
  superseded: Nothing
  'tcp-needs-r2': Nothing
  'too-many-calls': { readonly most: number }
  'too-many-marks': { readonly most: number }
  'unknown-command': { readonly command: string; readonly known: readonly string[] }
  'unknown-handheld': { readonly name: string }
  /** Without a place, the session limit of the Collaboration Service. */
  'no-library': Nothing
  'no-demo': Nothing
  'no-scenarios': Nothing
  'not-proposed': Nothing
  'scenario-not-made': Because
  'demo-busy': Nothing
  'demo-impossible': { readonly id: string; readonly obstacle: string; readonly what: string }
  'unknown-instance': { readonly name: string; readonly at?: string }
  'unknown-user': { readonly user: string }
  'virtual-time': Nothing
  'no-run': Nothing
  'no-studio': Nothing
  'studio-file': { readonly file: string; readonly why: StudioFileTrouble; readonly cause: string | null }
  'lesson-evidence-gone': { readonly kind: string }
  'lesson-finished': Nothing
  'lesson-hint': { readonly hint: string }
  'lesson-locked': { readonly what: string }
  'lesson-not-saved': Because & { readonly file: string }
  'lesson-notebook-full': { readonly most: number }
  'lesson-question': {
    readonly question: string
    readonly obstacle: 'unknown' | 'ahead' | 'done' | 'other-kind' | 'unknown-choice'
  }
  'lesson-unknown': { readonly id: string }
  'lesson-unusable': { readonly id: string; readonly problem: string }
  'no-lesson': Nothing
  'no-lessons': Nothing
  'only-watching': Nothing
  'seat-only': { readonly command: string }
}

/** Why a scenario file cannot be read or written: not in the folder, there already, not there, or as the words say. */
export type StudioFileTrouble =
  | 'exists'
  | 'missing'
  | 'name'
  | 'outside'
  | 'read-only'
  | 'too-large'
  | 'unreadable'
  | 'unwritable'

/** A lab, a run or a program that cannot start or continue. */
interface LabFacts {
  'capture-not-written': Because & { readonly path: string }
  'certificate-file': {
    readonly path: string
    readonly state: 'damaged' | 'no-pair' | 'not-matching' | 'unreadable' | 'unwritable'
    readonly cause: string | null
  }
  'no-branch': { readonly id: string }
  'no-branches': Nothing
  'lab-process-failed': Because
  'too-many-labs': { readonly most: number }
  'certificate-folder': Because & { readonly folder: string }
  'database-in-use': { readonly path: string }
  'directory-certificate': Because
  'export-not-written': Because & { readonly file: string }
  'log-not-written': Because & { readonly folder: string }
  'no-folder': { readonly path: string; readonly folder: string }
  'no-home': Because & { readonly folder: string }
  'branch-too-long': { readonly most: number }
  'history-incomplete': { readonly most: number }
  'history-not-taken': Because
  'history-not-written': Because & { readonly path: string }
  'history-off': Nothing
  'report-damaged': { readonly file: string; readonly problem: string }
  'report-without-past': { readonly file: string }
  'history-outside': { readonly part: string }
  'no-snapshot': { readonly obstacle: 'at-once' | 'too-long' | 'under-way'; readonly most: number }
  'not-started': Because & { readonly part: string }
  'not-started-yet': { readonly part: string }
  'not-supported-yet': Nothing
  'page-missing': { readonly file: string }
  'report-not-written': Because & { readonly file: string; readonly remedy?: string }
  'restored-differently': { readonly place: string; readonly expected: string; readonly found: string }
  'no-snapshots': Nothing
  'snapshot-not-written': Because & { readonly path: string }
  'snapshot-unknown': { readonly name: string }
  'unreadable-pem': Because & { readonly key: string; readonly file: string }
  'unreadable-settings': { readonly problem: string }
  'unusable-database': Because & { readonly path: string }
  interrupted: Nothing
  stalled: Nothing
  standstill: Nothing
}

/** Errors of the operating system. `doing` begins the sentence, such as `the report cannot be written`. */
interface MachineFacts {
  'cannot-listen': Because & ListenFacts
  'port-in-use': ListenFacts
  'disk-error': { readonly doing: string }
  'disk-full': { readonly doing: string }
  'not-allowed': { readonly doing: string }
  'not-opened': { readonly doing: string }
  'read-only': { readonly doing: string }
  'open-file-limit': { readonly needed: number }
  'too-many-open-files': { readonly doing: string }
  busy: { readonly doing: string }
  damaged: { readonly doing: string }
}

interface ListenFacts {
  /** Such as `Dispatcher`. */
  readonly part: string
  /** Host and port. */
  readonly place: string
  /** Where the user can configure another port. */
  readonly portFrom: '--http' | 'lab-file'
}

/** Failures of peers: refusals, wrong answers and missing answers. */
interface PeerFacts {
  'bad-packet': { readonly messageId: number; readonly expected: number; readonly found: number }
  'database-down': Nothing
  'database-error': { readonly code: string; readonly meaning: string | null }
  'database-reset': Nothing
  'database-timed-out': { readonly seconds: number }
  'directory-unavailable': {
    readonly reason: DirectoryReason
    /** Host and port. */
    readonly address: string
    readonly why: DirectoryObstacle
  }
  'dispatcher-closed': { readonly cause: string | null }
  'dispatcher-error': Because
  'dispatcher-fault': { readonly answer: string }
  'no-dispatcher': Because & { readonly place: string }
  'registration-ended': { readonly address: string; readonly event: string }
  'registration-expired': { readonly address: string; readonly cause: Cause }
  'registration-forbidden': RegistrationFacts
  'registration-not-found': RegistrationFacts
  'registration-refused': RegistrationFacts
  'registration-server-error': RegistrationFacts
  'registration-unauthorized': RegistrationFacts
  'replayed-message': {
    readonly messageId: number
    readonly packetIndex: number
    readonly packetCount: number
  }
  'unknown-content-type': { readonly contentType: number }
  'unknown-device': { readonly pin: string }
}

/**
 * Why Active Directory could not be asked: nothing listens there, the name is unknown, no answer in time, the connection
 * broke, TLS failed, the answer was not LDAP, it accepts no way of authenticating that may be used, it is another kind of
 * LDAP server, or it answered with an error.
 */
export type DirectoryReason =
  | 'closed'
  | 'no-mechanism'
  | 'not-active-directory'
  | 'not-found'
  | 'protocol'
  | 'refused'
  | 'server-error'
  | 'timed-out'
  | 'tls'

/** Why exactly Active Directory could not be asked. `result` is the name of an LDAP result code. */
export interface DirectoryObstacleFacts {
  'bind-failed': { readonly result: string; readonly diagnostic: string }
  /** In the words of Node. */
  'connection-broke': Because
  'connection-closed': Nothing
  'connection-refused': Nothing
  'gave-up-connecting': Nothing
  'lab-stopping': Nothing
  /** The server accepted the user before it had seen a password. */
  'let-in-unproved': Nothing
  'no-address': Nothing
  'no-answer': {
    readonly awaited: 'connection' | 'first-bind' | 'second-bind' | 'simple-bind' | 'start-tls' | 'tls'
    readonly seconds: number
  }
  'no-challenge': Nothing
  'no-mechanism': Nothing
  'no-route': Nothing
  /** The server sent a reason before it disconnected (RFC 4511 section 4.4.1). */
  'notice-of-disconnection': { readonly diagnostic: string }
  /** The server refuses Integrated Windows authentication, and a simple bind without TLS would expose the password. */
  'password-would-show': Nothing
  'tls-failed': {
    readonly problem:
      | 'closed'
      | 'expired'
      | 'not-valid-yet'
      | 'other-name'
      | 'untrusted'
      | 'wrong-signature'
      | null
    /** Of a certificate for another name: the names that it shows, or null. */
    readonly names: string | null
    /** The message of Node and OpenSSL, for any other problem. */
    readonly cause: string
  }
  'tls-refused': { readonly result: string; readonly diagnostic: string }
  /** The server supports neither GSS-SPNEGO nor names such as `alice@corp.example`. */
  'unlike-active-directory': {
    readonly spnegoResult: string
    readonly bindName: string
    readonly bindResult: string
  }
  /** The message of the codec that could not parse the bytes. */
  'unreadable-answer': Because
  'unrequested-answer': Nothing
  'unbound-here': Nothing
  'wrong-answer': { readonly request: 'bindRequest' | 'extendedRequest'; readonly answer: string }
}

export type DirectoryObstacle = OneOf<DirectoryObstacleFacts>

/** The Communications Server's answer to a REGISTER. */
interface RegistrationFacts {
  readonly address: string
  /** SIP status code and reason phrase. */
  readonly status: number
  readonly reason: string
  /** Value of the `ms-diagnostics` header, or null. */
  readonly diagnostics: string | null
  readonly remarks: readonly RegistrationRemark[]
  /** According to the server, the user ID or the password is wrong. */
  readonly refusesCredentials: boolean
}

/** A SIP server that cannot be used. */
type SipFacts = { readonly [Code in keyof SipServerFacts]: SipServerFacts[Code] & SipServerCircumstances }

/** The English sentence of the part that found the problem, about bytes, files or input. */
export type FailureTextCode =
  | 'bad-content'
  | 'bad-content-length'
  | 'bad-envelope'
  | 'bad-header'
  | 'bad-payload'
  | 'bad-srp'
  | 'bad-start-line'
  | 'bad-status'
  | 'bad-uri'
  | 'bad-value'
  | 'bad-xml'
  | 'body-too-large'
  | 'headers-too-large'
  | 'ldap'
  | 'method-mismatch'
  | 'missing-content-length'
  | 'missing-header'
  | 'not-sip'
  | 'ntlm'
  | 'repeated-header'
  | 'too-large'
  | 'truncated'
  | 'unknown-key'
  | 'unknown-method'
  | 'unknown-suite'
  | 'unsupported-version'
  | 'unusable-file'
  | 'unusable-input'
  | 'unwritable-sip'

type TextFacts = Readonly<Record<FailureTextCode, Said>>
