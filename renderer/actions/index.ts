/**
 * What a person can do, and the ways to it. A new action is an `Action` in the file of its subject and a line in
 * `registry.ts`; palette, shortcuts and the desktop app's menu then have it. A button is `ActionButton`, or `useAction`.
 */
export { type ActionContext, type BoundAction, bind } from './action.ts'
export { ActionButton, LabelledButton, useAction, usePerform } from './action-button.tsx'
export { backToLab, showBundle } from './bundle.ts'
export { copyText } from './copy.ts'
export { nextDemoStep, restartDemo, startDemo, stopDemo } from './demos.ts'
export { DeviceMenu } from './device-menu.tsx'
export { showEvidence, showMoment } from './evidence.ts'
export { exportFrames, save, saveBundle } from './export.ts'
export {
  mend,
  mendAll,
  openFaultForm,
  releaseHeld,
  restartPart,
  setCommunicationsServer,
  setDirectory,
  setFault,
  setServerCertificate,
  setServiceCertificate,
} from './faults.ts'
export { LoginMenu, SessionMenu } from './follow-menu.tsx'
export { FrameContextMenu } from './frame-context-menu.tsx'
export {
  links,
  logInWith,
  logOut,
  removeHandheld,
  setCoverage,
  setPower,
  setPresence,
  setStatusMessages,
  showLarge,
} from './handhelds.ts'
export {
  compareFrame,
  compareLogins,
  editMark,
  follow,
  followedOf,
  followLogin,
  openFrame,
  removeMark,
  saveMark,
  showBothSides,
} from './inspect.ts'
export { addHandheld, addPerson, clearTraffic, editPerson, removePerson, setPermission } from './lab.ts'
export {
  answerQuestion,
  checkQuestion,
  finishLesson,
  forgetNote,
  leave,
  offerProof,
  openLessons,
  pointAtProof,
  revealAnswer,
  showWithoutCause,
  startLesson,
  takeHint,
  takeNote,
  writeSentence,
} from './lessons.ts'
export { setExactLink } from './links.ts'
export { copyLine, followLine, showLogOfLogin } from './log.ts'
export { backToNow } from './look-back.ts'
export {
  checkDraft,
  exportDraft,
  importLesson,
  makeLesson,
  openLesson,
  pickProof,
  previewDraft,
  saveDraft,
  startOver,
  takeOpenedBundle,
  takeScenarioFile,
  takeWhatHappened,
} from './make-lesson.ts'
export {
  logInMany,
  logOutMany,
  setCoverageOfMany,
  setLinkOfMany,
  setPowerOfMany,
  setStatusMessagesOfMany,
  writeFromMany,
} from './many.ts'
export { HandheldsMenu } from './many-menu.tsx'
export { sendFromMany } from './many-tasks.ts'
export { useMenuBar } from './menu-bar.ts'
export { MenuItem, MenuSeparator, Submenu } from './menu-items.tsx'
export { NoteItem } from './note-item.tsx'
export { isInApp, isMac } from './platform.ts'
export { isConfirmed } from './question.ts'
export { QuestionDialog } from './question-dialog.tsx'
export { evidenceActions, makeScenario, stopScenario } from './recorder.ts'
export { saveRecording, stopRecording } from './recording.ts'
export { actions } from './registry.ts'
export { searchActions } from './search.ts'
export { saveSet, saveSetAs } from './selection.ts'
export { keysOf } from './shortcut.ts'
export { present } from './stage.ts'
export {
  copyScenario,
  endScenario,
  moveStepDown,
  moveStepUp,
  newScenario,
  openScenario,
  pauseScenario,
  removeStep,
  repeatScenario,
  runScenario,
  saveScenario,
  showStepInTraffic,
  stepScenario,
} from './studio.ts'
export { jump, jumps, paceIcons, pauseOrGoOn, setSpeed, speeds, step } from './time.ts'
export { applyFilter, hideStatus, removeFilter } from './traffic.ts'
export { anotherTurn, backFromTurn, compareTurns, continueFromHere } from './turns.ts'
export { useActionContext } from './use-action-context.ts'
export { useShortcuts } from './use-shortcuts.ts'
export {
  explainPane,
  fillWithPane,
  fold,
  goToNextPane,
  goToPane,
  openHelp,
  openOrCloseFrames,
  openPalette,
  setDensity,
  setLanguage,
  setMotion,
  setTheme,
} from './window.ts'
