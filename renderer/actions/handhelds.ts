import {
  BatteryFull,
  LogIn,
  LogOut,
  Maximize2,
  MessageSquareDot,
  Network,
  Power,
  Signal,
  SquareActivity,
  Trash2,
} from 'lucide-react'
import {
  type Coverage,
  coverages,
  type HandheldView,
  type LinkPreset,
  linkPresets,
  type Presence,
  presences,
} from '#contract'
import { show } from '../store/interface.ts'
import type { Run } from '../store/lab.tsx'
import { prefer } from '../store/preferences.ts'
import {
  labPassword,
  rememberAnswer,
  rememberTypedLogin,
  type TypedLogin,
  typedLoginOn,
} from '../store/typed-logins.ts'
import { showToast } from '../toasts/toasts.tsx'
import { wordsNow } from '../words/words.ts'
import { type Action, actionWithoutArguments } from './action.ts'
import { handheldsMeant } from './handhelds-meant.ts'
import { actionWords } from './words.ts'

interface OnHandheld {
  handheld: HandheldView
}

/** Logs in with what was typed on the handheld's screen. A password that was accepted is the user's then, not the handheld's. */
export async function logInWith(run: Run, name: string, typed: TypedLogin): Promise<void> {
  const answer = await run(actionWords().logIn(name), 'handheld.login', { name, ...typed })
  if (answer?.result === 'bad-credentials') rememberAnswer(typed, false)
  if (answer?.result !== 'accepted') return
  rememberAnswer(typed, true)
  rememberTypedLogin(name, { ...typed, password: '' })
  prefer({ hasSignedIn: true })
}

/** What the sign-in screen would send; the lab's default password where none has been typed, nor accepted for that user. */
export function loginOf({ name, user }: HandheldView): TypedLogin {
  const typed = typedLoginOn(name, user)
  return typed.password === '' ? { ...typed, password: labPassword } : typed
}

export function obstacleToLogIn({ isOn, state }: HandheldView): string | null {
  if (!isOn) return actionWords().isOff
  if (state === 'signed-in') return actionWords().isSignedIn
  return state === 'signing-in' ? actionWords().isSigningIn : null
}

export const logIn: Action<OnHandheld> = {
  name: 'handheld.logIn',
  group: 'handhelds',
  label({ handheld }) {
    const { user } = loginOf(handheld)
    return user === handheld.name ? actionWords().logIn(user) : actionWords().logInAs(handheld.name, user)
  },
  keywords: () => ['login', 'sign in', 'signin'],
  icon: () => LogIn,
  obstacle: ({ handheld }) => obstacleToLogIn(handheld),
  perform: ({ handheld }, { run }) => logInWith(run, handheld.name, loginOf(handheld)),
  offers: ({ lab }, typed) => handheldsMeant(lab, typed).map((handheld) => ({ handheld })),
}

export const logInAll = actionWithoutArguments({
  name: 'handheld.logInAll',
  group: 'lab',
  label: (_, { lab }) => actionWords().logInAll(lab?.handhelds.filter(isReadyToLogIn).length ?? 0),
  keywords: () => ['login', 'sign in everybody'],
  icon: () => LogIn,
  menu: 'lab',
  obstacle: (_, { lab }) => (lab?.handhelds.some(isReadyToLogIn) ? null : actionWords().everybodySignedIn),
  perform(_, { lab, run }) {
    for (const handheld of lab?.handhelds.filter(isReadyToLogIn) ?? []) {
      void logInWith(run, handheld.name, loginOf(handheld))
    }
  },
})

function isReadyToLogIn(handheld: HandheldView): boolean {
  return obstacleToLogIn(handheld) === null
}

export const logOut: Action<OnHandheld> = {
  name: 'handheld.logOut',
  group: 'handhelds',
  label: ({ handheld }) => actionWords().logOut(handheld.name),
  buttonLabel: () => actionWords().logOutButton,
  keywords: () => ['logout', 'sign out', 'signout', 'sign off'],
  icon: () => LogOut,
  // Logging out also keeps a client from logging in again by itself.
  obstacle: ({ handheld }) =>
    isSignedIn(handheld) || handheld.nextLogin !== null ? null : actionWords().isSignedOut,
  perform: ({ handheld: { name } }, { run }) => run(actionWords().logOut(name), 'handheld.logout', { name }),
  offers: ({ lab }, typed) => handheldsMeant(lab, typed).map((handheld) => ({ handheld })),
}

export const logOutAll = actionWithoutArguments({
  name: 'handheld.logOutAll',
  isDestructive: true,
  group: 'lab',
  label: (_, { lab }) => actionWords().logOutAll(lab?.handhelds.filter(isSignedIn).length ?? 0),
  keywords: () => ['logout', 'sign out everybody'],
  icon: () => LogOut,
  menu: 'lab',
  obstacle: (_, { lab }) => (lab?.handhelds.some(isSignedIn) ? null : actionWords().nobodySignedIn),
  question: (_, { lab }) => actionWords().logOutAllQuestion(lab?.handhelds.filter(isSignedIn).length ?? 0),
  perform(_, { lab, run }) {
    for (const { name } of lab?.handhelds.filter(isSignedIn) ?? []) {
      void run(actionWords().logOut(name), 'handheld.logout', { name })
    }
  },
})

function isSignedIn({ state }: HandheldView): boolean {
  return state === 'signed-in'
}

export const setCoverage: Action<OnHandheld & { coverage: Coverage }> = {
  name: 'handheld.setCoverage',
  group: 'handhelds',
  label: ({ handheld: { name }, coverage }) =>
    actionWords().coverage(name, wordsNow().labels.coverage[coverage]),
  buttonLabel: ({ coverage }) => wordsNow().labels.coverage[coverage],
  keywords: ({ coverage }) => ['signal', 'radio', coverage === 'none' ? 'outside' : 'inside'],
  icon: () => Signal,
  isChosen: ({ handheld, coverage }) => handheld.coverage === coverage,
  perform: ({ handheld: { name }, coverage }, { run }) =>
    run(actionWords().coverageOf(name), 'handheld.setCoverage', { name, coverage }),
  offers: ({ lab }, typed) =>
    handheldsMeant(lab, typed).flatMap((handheld) => coverages.map((coverage) => ({ handheld, coverage }))),
}

export const setStatusMessages: Action<OnHandheld & { sendsStatus: boolean }> = {
  name: 'handheld.setStatusMessages',
  group: 'handhelds',
  label: ({ handheld: { name }, sendsStatus }) => actionWords().statusMessages(name, sendsStatus),
  keywords: ({ sendsStatus }) => [sendsStatus ? 'start' : 'stop', 'silent'],
  icon: () => SquareActivity,
  perform: ({ handheld: { name }, sendsStatus }, { run }) =>
    run(actionWords().statusMessagesOf(name), 'handheld.setStatusMessages', { name, sendsStatus }),
  offers: ({ lab }, typed) =>
    handheldsMeant(lab, typed).map((handheld) => ({ handheld, sendsStatus: !handheld.sendsStatus })),
}

export const setPower: Action<OnHandheld & { isOn: boolean }> = {
  name: 'handheld.setPower',
  group: 'handhelds',
  label: ({ handheld: { name }, isOn }) => actionWords().power(name, isOn),
  keywords: ({ isOn }) => ['battery', 'switch', isOn ? 'turn on' : 'turn off'],
  icon: ({ isOn }) => (isOn ? BatteryFull : Power),
  perform: ({ handheld: { name }, isOn }, { run }) =>
    run(actionWords().powerOf(name), 'handheld.setPower', { name, isOn }),
  offers: ({ lab }, typed) =>
    handheldsMeant(lab, typed).map((handheld) => ({ handheld, isOn: !handheld.isOn })),
}

export const links: readonly (LinkPreset | null)[] = [null, ...linkPresets]

export const setLink: Action<OnHandheld & { link: LinkPreset | null }> = {
  name: 'handheld.setLink',
  group: 'handhelds',
  label: ({ handheld: { name }, link }) => actionWords().link(name, link),
  buttonLabel({ link }) {
    const { links: names, many } = wordsNow().page.devices
    return link === null ? many.linkOfCoverage : names[link]
  },
  keywords: () => ['network', 'bandwidth', 'delay', 'loss'],
  icon: () => Network,
  isChosen: ({ handheld, link }) => handheld.link === link,
  perform: ({ handheld: { name }, link }, { run }) =>
    run(actionWords().linkOf(name), 'handheld.setLink', { name, link }),
  offers: ({ lab }, typed) =>
    handheldsMeant(lab, typed).flatMap((handheld) => links.map((link) => ({ handheld, link }))),
}

export const setPresence: Action<OnHandheld & { presence: Presence }> = {
  name: 'handheld.setPresence',
  group: 'handhelds',
  label: ({ handheld: { name }, presence }) =>
    actionWords().presence(name, wordsNow().labels.presence[presence]),
  buttonLabel: ({ presence }) => wordsNow().labels.presence[presence],
  keywords: () => ['status', 'set presence'],
  icon: () => MessageSquareDot,
  obstacle: ({ handheld }) => (isSignedIn(handheld) ? null : actionWords().isSignedOut),
  isChosen: ({ handheld, presence }) => handheld.presence === presence,
  perform: ({ handheld: { name }, presence }, { run }) =>
    run(actionWords().presenceOf(name), 'handheld.setPresence', { name, presence }),
  offers: ({ lab }, typed) =>
    handheldsMeant(lab, typed)
      .filter(isSignedIn)
      .flatMap((handheld) => presences.map((presence) => ({ handheld, presence }))),
}

export const showLarge: Action<OnHandheld> = {
  name: 'handheld.showLarge',
  isForLooking: true,
  group: 'handhelds',
  label: ({ handheld }) => actionWords().showLarge(handheld.name),
  keywords: () => ['zoom', 'big'],
  icon: () => Maximize2,
  perform: ({ handheld: { name } }) => show({ largeScreen: name }),
  offers: ({ lab }, typed) => handheldsMeant(lab, typed).map((handheld) => ({ handheld })),
}

export const showTrafficOf: Action<OnHandheld> = {
  name: 'handheld.showTraffic',
  isForLooking: true,
  group: 'handhelds',
  label: ({ handheld }) => actionWords().trafficOf(handheld.name),
  keywords: () => ['filter', 'frames'],
  perform: ({ handheld: { name } }) => show({ trafficDevice: name }),
  offers: ({ lab }, typed) => handheldsMeant(lab, typed).map((handheld) => ({ handheld })),
}

export const removeHandheld: Action<OnHandheld> = {
  name: 'handheld.remove',
  isDestructive: true,
  group: 'handhelds',
  label: ({ handheld }) => actionWords().remove(handheld.name),
  keywords: () => ['delete'],
  icon: () => Trash2,
  async perform({ handheld: { name, user, pin, model } }, { run }) {
    const answer = await run(actionWords().remove(name), 'handheld.remove', { name })
    if (answer === undefined) return
    showToast({
      kind: 'undo',
      title: actionWords().wasRemoved(name),
      text: actionWords().removedFacts(pin, wordsNow().labels.model[model]),
      action: {
        label: actionWords().undo,
        run: () => run(actionWords().bringBack(name), 'handheld.add', { name, user, pin, model }),
      },
    })
  },
  offers: ({ lab }, typed) => handheldsMeant(lab, typed).map((handheld) => ({ handheld })),
}
