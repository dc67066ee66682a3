import { type Action, type ActionContext, type BoundAction, bind } from './action.ts'
import * as bundle from './bundle.ts'
import * as demos from './demos.ts'
import * as evidence from './evidence.ts'
import * as exports from './export.ts'
import * as faults from './faults.ts'
import * as handhelds from './handhelds.ts'
import * as inspect from './inspect.ts'
import * as lab from './lab.ts'
import * as ladder from './ladder.ts'
import * as lessons from './lessons.ts'
import * as links from './links.ts'
import * as log from './log.ts'
import * as lookBack from './look-back.ts'
import * as make from './make-lesson.ts'
import * as many from './many.ts'
import * as messages from './messages.ts'
import * as recorder from './recorder.ts'
import * as recording from './recording.ts'
import * as selection from './selection.ts'
import * as settings from './settings.ts'
import type { Shortcut } from './shortcut.ts'
import * as stage from './stage.ts'
import * as studio from './studio.ts'
import * as time from './time.ts'
import * as traffic from './traffic.ts'
import * as turns from './turns.ts'
import * as window from './window.ts'

/** An action as the registry has it: whatever its arguments are, it binds itself. */
export interface RegisteredAction {
  readonly name: string
  readonly keys: readonly Keys[]
  readonly menu: Action<never>['menu']
  offered(context: ActionContext, typed: string): readonly BoundAction[]
}

/** Keys, and what they perform. */
interface Keys {
  readonly shortcut: Shortcut
  bound(context: ActionContext): BoundAction | undefined
}

function registered<A>(action: Action<A>): RegisteredAction {
  const offered = (context: ActionContext, typed: string) =>
    action.offers(context, typed).map((args) => bind(action, args, context))
  return {
    name: action.name,
    keys: [
      ...(action.shortcuts ?? []).map((shortcut) => ({
        shortcut,
        bound: (context: ActionContext) => offered(context, '')[0],
      })),
      ...(action.keyed ?? []).map(({ args, shortcut }) => ({
        shortcut,
        bound: (context: ActionContext) => bind(action, args, context),
      })),
    ],
    menu: action.menu,
    offered,
  }
}

/** Every action, in the order in which the palette lists them. */
export const actions: readonly RegisteredAction[] = [
  registered(settings.setSetting),

  registered(lab.addHandheld),
  registered(lab.newHandheld),
  registered(lab.addPerson),
  registered(lab.editPerson),
  registered(lab.setPermission),
  registered(lab.removePerson),
  registered(handhelds.logInAll),
  registered(handhelds.logOutAll),
  registered(selection.selectShown),
  registered(selection.selectNobody),
  registered(selection.selectSet),
  registered(selection.forgetSet),
  registered(lab.clearTraffic),
  registered(traffic.hideStatus),
  registered(traffic.applyFilter),
  registered(traffic.removeFilter),
  registered(exports.exportFrames),
  registered(recording.startRecording),
  registered(recording.stopRecording),
  registered(exports.openInWireshark),
  registered(exports.saveBundle),
  registered(recorder.makeScenario),
  registered(recorder.startScenario),
  registered(recorder.stopScenario),
  registered(recorder.assertThis),
  registered(recorder.expectHere),
  registered(turns.openSnapshots),
  registered(bundle.openBundle),
  registered(bundle.backToLab),
  registered(lookBack.backToNow),
  registered(lookBack.goToTimeLine),
  registered(lookBack.keepPast),
  registered(turns.continueFromHere),
  registered(turns.anotherTurn),
  registered(turns.compareTurns),
  registered(turns.backFromTurn),
  registered(lab.restartService),

  registered(time.pauseOrGoOn),
  registered(time.step),
  registered(time.setSpeed),
  registered(time.jump),

  registered(faults.setDirectory),
  registered(faults.setCommunicationsServer),
  registered(faults.setServerCertificate),
  registered(faults.setServiceCertificate),
  registered(faults.breakPlace),
  registered(faults.openFaultForm),
  registered(faults.setFault),
  registered(faults.catchNext),
  registered(faults.restartPart),
  registered(faults.releaseHeld),
  registered(faults.mend),
  registered(faults.mendAll),

  registered(demos.chooseDemo),
  registered(demos.nextDemoStep),
  registered(demos.restartDemo),
  registered(demos.stopDemo),

  registered(lessons.openLessons),
  registered(lessons.takeNote),
  registered(lessons.pointAtProof),
  registered(lessons.takeHint),
  registered(lessons.finishLesson),
  registered(evidence.showMoment),
  registered(lessons.showWithoutCause),
  registered(lessons.leave),
  registered(lessons.startLesson),
  registered(make.makeLesson),
  registered(make.openLesson),
  registered(make.exportLesson),
  registered(make.importLesson),

  registered(inspect.follow),
  registered(inspect.compareFrame),
  registered(inspect.stopComparing),
  registered(inspect.compareLogins),
  registered(inspect.editMark),
  registered(inspect.removeMark),
  registered(inspect.showBothSides),

  registered(ladder.exportLadder),
  registered(ladder.showLadderToScale),
  registered(ladder.hideLane),
  registered(ladder.showAllLanes),

  registered(studio.openScenario),
  registered(studio.newScenario),
  registered(studio.saveScenario),
  registered(studio.copyScenario),
  registered(studio.runScenario),
  registered(studio.pauseScenario),
  registered(studio.stepScenario),
  registered(studio.setBreakpoint),
  registered(studio.moveStepUp),
  registered(studio.moveStepDown),
  registered(studio.removeStep),
  registered(studio.repeatScenario),
  registered(studio.endScenario),

  registered(stage.present),
  registered(stage.playReplay),
  registered(window.openPalette),
  registered(window.openOrCloseFrames),
  registered(window.setTheme),
  registered(window.setLanguage),
  registered(window.setMotion),
  registered(window.setDensity),
  registered(window.openPreferences),
  registered(window.goToPane),
  registered(window.goToNextPane),
  registered(window.goToPreviousPane),
  registered(window.enlargePane),
  registered(window.shrinkPane),
  registered(window.fillWithPane),
  registered(window.fold),
  registered(window.find),
  registered(window.openHelp),
  registered(window.explainPane),

  registered(log.showLogOfLogin),
  registered(log.showLogOfHandheld),
  registered(log.followLine),
  registered(log.copyLine),

  registered(messages.sendMessage),
  registered(messages.showMessages),

  registered(many.logInMany),
  registered(many.logOutMany),
  registered(many.setCoverageOfMany),
  registered(many.setStatusMessagesOfMany),
  registered(many.setPowerOfMany),
  registered(many.setLinkOfMany),
  registered(many.writeFromMany),
  registered(selection.saveSet),
  registered(many.undoLast),

  registered(handhelds.logIn),
  registered(handhelds.logOut),
  registered(handhelds.setCoverage),
  registered(handhelds.setStatusMessages),
  registered(handhelds.setPower),
  registered(handhelds.setLink),
  registered(links.passTunnel),
  registered(links.openLinkDialog),
  registered(handhelds.setPresence),
  registered(handhelds.showLarge),
  registered(stage.putOnStage),
  registered(handhelds.showTrafficOf),
  registered(handhelds.removeHandheld),
]
