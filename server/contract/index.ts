/**
 * The API of a lab, which every face uses: a snapshot, an ordered stream of events, and commands. It is the same over Electron's
 * IPC, over a WebSocket, and in process. This folder depends neither on Node nor on the lab, so that the renderer can import it.
 */
import type { CommandName, CommandOutput, CommandRequest } from './commands.ts'
import type { LabEvent } from './events.ts'
import type { TrafficPosition, TrafficReader, TrafficRequest } from './traffic.ts'
import type { Snapshot } from './views.ts'

/**
 * A lab as faces see it. To show a lab, take a snapshot, apply the events to it, and call commands.
 * @example
 * const { handhelds } = await api.snapshot()
 * await api.call('handheld.setCoverage', { name: 'alice', coverage: 'none' })
 */
export interface LabApi {
  /** Returns the whole state. Its `seq` is that of the last event that it includes. */
  snapshot(): Promise<Snapshot>
  /** Carries out a command. @throws {Failure} with a code of `failures.ts` if the lab refuses the command */
  call<N extends CommandName>(name: N, input: CommandRequest<N>): Promise<CommandOutput<N>>
  /**
   * Calls the listener for every event from now on except `frames`. With `types`, only for events of these types, which saves
   * making the others.
   * @returns a function that stops listening
   */
  subscribe(listener: (event: LabEvent) => void, types?: readonly LabEvent['type'][]): () => void
  /**
   * Opens a reader of frames, and resolves once the newest matches are known.
   * @param onPosition called when the position has changed, at most ten times a second however many frames cross
   * @throws {Failure} `bad-filter` if the filter has a syntax error
   * @example
   * const reader = await api.readTraffic({ filter: 'REGISTER' }, ({ first, end }) => console.log(end - first, 'frames'))
   * const { rows } = await reader.rows(reader.position.end - 20, 20)
   */
  readTraffic(
    request: TrafficRequest,
    onPosition: (position: TrafficPosition) => void,
  ): Promise<TrafficReader>
}

export type {
  Cause,
  ConnectionLossFacts,
  DeadEndFacts,
  DirectoryObstacle,
  DirectoryObstacleFacts,
  FailureCause,
  FailureCode,
  FailureFacts,
  FailureTextCode,
  FailureWords,
  RedirectionFacts,
  RegistrationRemarkFacts,
  SipChallenge,
  SipPlace,
  SipServerCircumstances,
  SipServerCode,
  UnfollowableFacts,
} from '../base/index.ts'
export { BoundedMap } from '../base/index.ts'
export { applyEvent, applyEvents, bounds, keyedLists } from './apply.ts'
export { bitRate } from './bit-rate.ts'
export {
  type BranchComparison,
  type BranchTurn,
  type BranchView,
  branchTurn,
  type ComparedRow,
  longestHistoryPart,
} from './branch.ts'
export type { BranchingView } from './branching.ts'
export {
  type BundledFrame,
  type BundledMessengers,
  type BundleManifest,
  bundledCharts,
  bundledEvent,
  bundledFrame,
  bundledLog,
  bundledMessengers,
  bundledPastStart,
  bundleFiles,
  bundleFormat,
  bundleLimits,
  bundleManifest,
  logFolder,
  mostBundledEvents,
  mostBundledFrames,
} from './bundle.ts'
export { type ChartMark, type ChartPoint, type ChartsView, mostChartPoints } from './charts.ts'
export {
  Chronicle,
  type ChronicleEntry,
  keyframeEvents,
  lastIndex,
  type Moment,
  type RecordPosition,
  usualChronicleLimits,
} from './chronicle.ts'
export { cause, causeOf, type FactsOf } from './code-and-facts.ts'
export {
  type CommandInput,
  type CommandName,
  type CommandOutput,
  type CommandRequest,
  commands,
  readOnlyCommands,
} from './commands.ts'
export {
  type Assertion,
  assertion,
  type ComposedScenario,
  type ComposingView,
  type LivedDifferenceView,
  mostAssertions,
  type ProposalAbout,
  type ProposalView,
  type ProposedScenario,
  type ScenarioProof,
  type SetUpManner,
  type TimeManner,
  timeManners,
} from './compose.ts'
/** Exported for the page, which imports no other part of the server. */
export { type DemoEntry, type DemoView, demoObstacles } from './demo.ts'
export { duration, formatDuration, parseDuration, parseTypedDuration } from './duration.ts'
export type { LabEvent, LabEventBody } from './events.ts'
export {
  type ExportOrder,
  type ExportRequest,
  exportRequest,
  type FrameFormat,
  frameFormats,
} from './export.ts'
export { failureCode, failureMeanings } from './failures.ts'
export {
  type CertificateFault,
  certificateFault,
  certificateFaults,
  certificateShown,
  certificatesAt,
  isCertificateFault,
} from './fault-certificates.ts'
export {
  type FaultOf,
  type FaultProgress,
  type FaultRequest,
  type FaultView,
  fault,
  faultAsSet,
  faultOf,
  type HeldFrame,
  type StandingFault,
  standingFault,
  type WrittenFault,
  writeFault,
  writtenFault,
} from './fault-forms.ts'
export { type FaultKey, type FaultValue, writeFaultValue } from './fault-key.ts'
export {
  type CommonFaultKey,
  commonFaultKeys,
  commonFaultKeysOf,
  type FaultKind,
  faultDurationKeys,
  faultKeys,
  faultKinds,
  faultKindsAt,
  faultMeanings,
  faults,
} from './faults.ts'
export { type FieldCode, fieldSources, isFieldCode } from './field-meanings.ts'
export { type FilterProblem, type FrameFilter, longestFilter, parseFrameFilter } from './frame-filter.ts'
export { filterKeyNamed, filterKeys } from './frame-filter-keys.ts'
export { type FilterNode, writeFilter } from './frame-filter-tree.ts'
export type { FrameSummary, FrameSummaryFacts } from './frame-summaries.ts'
export type { HandheldNotice, HandheldNoticeFacts } from './handheld-notices.ts'
export { isIdle, isSilent } from './idle.ts'
export type { LayerNote, LayerNoteFacts } from './layer-notes.ts'
export {
  type DebriefView,
  type EvidenceItem,
  type EvidenceKind,
  evidenceItem,
  evidenceKinds,
  factSources,
  type HintView,
  highestLessonSeed,
  type LessonAccess,
  type LessonArea,
  type LessonEntry,
  type LessonLanguage,
  type LessonLevel,
  type LessonPart,
  type LessonProblem,
  type LessonView,
  lessonAccesses,
  lessonAreas,
  lessonLanguages,
  lessonLevels,
  lessonLimits,
  lessonParts,
  lessonView,
  type NotebookEntry,
  type QuestionView,
} from './lesson.ts'
export type { LinkView } from './link.ts'
export {
  type LogComponent,
  type LogLevel,
  type LogLineView,
  type LogPage,
  type LogQuery,
  logComponents,
  logLevels,
  mostLogLines,
} from './log.ts'
export { LookBack } from './look-back.ts'
export { type MessageReason, type MessageReasonFacts, messageReason } from './message-reasons.ts'
export {
  type ConnectionEnd,
  connectionEndCodes,
  type Notice,
  type NoticeFacts,
  type NoticeLevel,
  type NoticePart,
  type PeerName,
  type ShownCertificate,
  type SignInFault,
  type SignInFaultFacts,
} from './notices.ts'
export {
  type PastMoment,
  type PastStory,
  pastMoment,
  pastStory,
  type TimeLineView,
  timeLineView,
} from './past.ts'
export { type Person, person } from './person.ts'
export {
  type EnvironmentFlow,
  type ProcessFlow,
  type ProcessStep,
  processFlowOf,
  processStep,
  stepOfFrame,
} from './process-flow.ts'
export { namesOfHop, type ReadableFrame, readable } from './readable-frame.ts'
export { type ReportedRunView, reportFormat, reportLineView, reportView } from './run-report.ts'
export {
  type Breakpoint,
  breakpoint,
  type RanStep,
  type ScenarioRunHead,
  type ScenarioRunView,
  scenarioRunBounds,
  withStep,
} from './scenario-run.ts'
export {
  type ParsedSetting,
  parseSetting,
  type Setting,
  type SettingForm,
  type SettingProblem,
  type SettingValue,
  writeSetting,
} from './setting.ts'
export {
  changedService,
  defaultService,
  inFileWithDefaults,
  type ListedSetting,
  liveSettings,
  type ServiceChanges,
  type ServiceSettings,
  type ServiceView,
  type SettingChoice,
  type SettingConflict,
  type SettingPath,
  serviceChanges,
  serviceChangesOf,
  serviceView,
  settingChange,
  settingConflict,
  settingList,
  settingOfLimit,
  settings,
  writtenServiceChanges,
} from './settings.ts'
export {
  type FolderAnswer,
  type FolderRequest,
  folderAnswer,
  folderRequest,
  type MenuChoice,
  type MenuEntry,
  type MenuRequest,
  menuChoice,
  menuRequest,
  type SaveAnswer,
  type SaveRequest,
  saveAnswer,
  saveRequest,
  shellMessageTypes,
} from './shell.ts'
export {
  addressKey,
  canonicalHost,
  isSameAddress,
  nameInAddress,
  withoutScheme,
  withScheme,
} from './sip-address.ts'
export { hasLongSnapshot, parseInParts, parseStoryInParts } from './snapshot-in-parts.ts'
export {
  type Detour,
  type DetourFacts,
  type ServerConnection,
  type StepDetail,
  type StepDetailFacts,
  stepDetail,
} from './step-details.ts'
export {
  type StudioCheck,
  type StudioDocument,
  type StudioEdit,
  type StudioFile,
  type StudioProblem,
  type StudioRepetition,
  studioBounds,
} from './studio.ts'
export { TellingEvents } from './telling-events.ts'
export { type TimeLimit, type TimeLimitName, timeLimits } from './time-limits.ts'
export type { MarkSubject } from './time-mark-subjects.ts'
export { mostTimeGroups, type TimeLane, type TimeMark, type TimeTone, timeLanes } from './time-marks.ts'
export {
  mostInsideMatches,
  mostTrafficRows,
  type TrafficPosition,
  type TrafficQuery,
  type TrafficReader,
  type TrafficRequest,
  type TrafficRows,
  trafficPosition,
  trafficQuery,
  trafficRows,
} from './traffic.ts'
export * from './views.ts'
export * from './vocabulary.ts'
export {
  type ClientMessage,
  clientMessage,
  type ServerMessage,
  serverMessage,
  snapshotMessage,
} from './wire.ts'
