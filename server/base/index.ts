/** What any program needs, in a browser as in Node: errors with codes, texts that can be shown, collections. */
export { BoundedMap } from './bounded-map.ts'
export {
  asFailure,
  codeAndFacts,
  describeFailure,
  describeUnexpected,
  Failure,
  type FailureWords,
  putFailuresIntoWords,
  systemFailure,
} from './failure.ts'
export type {
  Cause,
  DirectoryObstacle,
  DirectoryObstacleFacts,
  DirectoryReason,
  FailureCause,
  FailureCode,
  FailureFacts,
  FailureTextCode,
  StudioFileTrouble,
} from './failure-facts.ts'
export { LazyMap, LazySet } from './lazy-collections.ts'
export { Multimap } from './multimap.ts'
export { nearest } from './near-miss.ts'
export { PackedList, type Packing } from './packed-list.ts'
export { printable, printableJson, printableLine } from './printable.ts'
export { type RecencyEntry, RecencyList } from './recency-list.ts'
export { SerialQueue } from './serial-queue.ts'
export type {
  ConnectionLoss,
  ConnectionLossFacts,
  DeadEnd,
  DeadEndFacts,
  RedirectionFacts,
  RegistrationRemark,
  RegistrationRemarkFacts,
  SipChallenge,
  SipPlace,
  SipServerCircumstances,
  SipServerCode,
  SipServerFailure,
  Unfollowable,
  UnfollowableFacts,
} from './sip-failure-facts.ts'
