import type {
  CertificateKind,
  Cipher,
  Coverage,
  DirectoryObstacleFacts,
  EnvironmentName,
  FailureCode,
  FailureFacts,
  FailureWords,
  FaultKind,
  FaultPlace,
  FieldCode,
  FrameSummaryFacts,
  HandheldNoticeFacts,
  HandheldState,
  LayerNoteFacts,
  LoginResult,
  MessageReasonFacts,
  MessageState,
  Model,
  NamedFlowStep,
  NamedHop,
  NoticeFacts,
  Presence,
  SessionEnding,
  SettingChoice,
  SettingConflict,
  SettingPath,
  SettingProblem,
  SignedOutReason,
  SipServerCode,
  StepDetailFacts,
} from '#contract'
import type { classroom } from './en/classroom.ts'
import type { page } from './en/page.ts'
import type { Sentences } from './sentences.ts'

/** All words of one language. A word that is missing in one of them fails the type check. */
export interface Words {
  readonly labels: Labels
  readonly endings: Endings
  readonly failures: FailureSentences
  readonly settings: SettingsWords
  /** What the lab reports to people. */
  readonly notices: Sentences<NoticeFacts>
  /** What decided a step of a login. */
  readonly stepDetails: Sentences<StepDetailFacts>
  /** What became of a message, for the one who wrote it. */
  readonly messageReasons: Sentences<MessageReasonFacts>
  /** What a handheld shows. */
  readonly handheldNotices: Sentences<HandheldNoticeFacts>
  /** What a frame says in one line. */
  readonly frameSummaries: Sentences<FrameSummaryFacts>
  /** How a layer of a frame was obtained. */
  readonly layerNotes: Sentences<LayerNoteFacts>
  /** What a field of a frame means. */
  readonly fieldMeanings: Readonly<Record<FieldCode, string>>
  /** What stands on the page and in the desktop app's menu. */
  readonly page: typeof page
  /** What stands on the pages of a class. */
  readonly classroom: typeof classroom
}

/** What settings are called in the service panel, in the palette and in the documentation. */
export interface SettingsWords {
  readonly names: Readonly<Record<SettingPath, SettingName>>
  readonly values: Readonly<Record<SettingChoice, string>>
  /** Of a value that is null. */
  readonly notConfigured: string
  /** What is wrong with what somebody typed. */
  problem(problem: SettingProblem): string
  /** Beside a value that cannot be chosen. */
  readonly conflicts: Readonly<Record<SettingConflict, string>>
  /** Names of acts, such as `Set idle timeout to 5m`. */
  setTo(label: string, value: string): string
  setToNothing(label: string): string
  turn(label: string, isOn: boolean): string
}

export interface SettingName {
  readonly label: string
  /** What it does, and how a value is typed; null: nothing to add. */
  readonly hint: string | null
}

/** What happened, and the way out where there is one. */
export type FailureSentences = {
  readonly [Code in FailureCode]: (facts: FailureFacts[Code]) => FailureWords
}

/** Why a SIP server cannot be used. */
export type SipServerSentences = Pick<FailureSentences, SipServerCode>

export type RegistrationOutcomeSentences = Pick<
  FailureSentences,
  'registration-not-held' | 'registration-redirected'
>

/** Why Active Directory cannot be asked. `address` is its host and port. */
export type DirectoryObstacleSentences = {
  readonly [Code in keyof DirectoryObstacleFacts]: (
    facts: DirectoryObstacleFacts[Code] & { readonly address: string },
  ) => FailureWords
}

/** The field's words as people read them. */
export interface Labels {
  readonly coverage: Readonly<Record<Coverage, string>>
  readonly state: Readonly<Record<HandheldState, string>>
  readonly model: Readonly<Record<Model, string>>
  readonly presence: Readonly<Record<Presence, string>>
  readonly unknownPresence: string
  /** What has become of a message, for the one who sent it. */
  readonly messageState: Readonly<Record<MessageState, string>>
  /** Such as `3 unread messages`. */
  unread(count: number): string
  readonly environment: Readonly<Record<EnvironmentName, string>>
  readonly cipher: Readonly<Record<Cipher, string>>
  readonly certificate: Readonly<Record<CertificateKind, string>>
  /** Where something can be broken on purpose, as it stands within a sentence. */
  readonly faultPlace: Readonly<Record<FaultPlace, string>>
  readonly fault: Readonly<Record<FaultKind, string>>
  readonly hop: Readonly<Record<NamedHop, HopWords>>
  /** The steps of a login in plain words. */
  readonly step: Readonly<Record<NamedFlowStep, string>>
  /** Step 7 carries a refusal back the same way. */
  readonly refusalGoesBack: string
  readonly inventedWording: string
}

export interface HopWords {
  readonly full: string
  readonly short: string
  readonly from: string
  readonly to: string
}

/** What a login's end, and a session's, is called: on the page, on the handheld, in the log and on the command line. */
export type Endings = Readonly<Record<LoginResult | SignedOutReason | SessionEnding, EndingWords>>

export interface EndingWords {
  /** Two or three words, as the device shows them big and lists name the result. */
  readonly title: string
  /** One sentence for the person who holds the device; null: nothing to tell. */
  readonly notice: string | null
  /** What it means, where the notice is the original's and says little; else null. */
  readonly hint: string | null
  /** In a list of sessions that ended, after "ended:". */
  readonly ended: string
}
