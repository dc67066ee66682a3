import { Bandage, Play, RotateCw, ServerCrash, ShieldAlert, Zap } from 'lucide-react'
import {
  type CommandRequest,
  type ConditionsView,
  certificatesAt,
  commands,
  type FaultKind,
  type FaultPlace,
  faultAsSet,
  faultKeys,
  faultKindsAt,
  faultPlaces,
  isCertificateFault,
  parseTypedDuration,
  type RestartablePart,
  restartableParts,
  type StandingFault,
  writeFaultValue,
} from '#contract'
import { show } from '../store/interface.ts'
import { showToast } from '../toasts/toasts.tsx'
import { wordsNow } from '../words/words.ts'
import { type Action, type ActionContext, actionWithoutArguments } from './action.ts'
import { actionWords } from './words.ts'

export const setDirectory: Action<{ isUp: boolean }> = {
  name: 'conditions.directory',
  isDestructive: true,
  group: 'faults',
  label: ({ isUp }) => actionWords().directory(isUp),
  keywords: () => ['active directory', 'break', 'ldap'],
  icon: () => ServerCrash,
  perform: ({ isUp }, { run }) =>
    run(wordsNow().page.shell.part.directory, 'conditions.set', { isDirectoryUp: isUp }),
  offers: ({ lab }) => (lab === null ? [] : [{ isUp: !lab.conditions.isDirectoryUp }]),
}

export const setCommunicationsServer: Action<{ isUp: boolean }> = {
  name: 'conditions.communicationsServer',
  isDestructive: true,
  group: 'faults',
  label: ({ isUp }) => actionWords().communicationsServer(isUp),
  keywords: () => ['ocs', 'sip', 'break'],
  icon: () => ServerCrash,
  perform: ({ isUp }, { run }) =>
    run(wordsNow().labels.faultPlace.communicationsServer, 'conditions.set', {
      isCommunicationsServerUp: isUp,
    }),
  offers: ({ lab }) => (lab === null ? [] : [{ isUp: !lab.conditions.isCommunicationsServerUp }]),
}

const certificateKeywords = () => ['tls', 'mtls', 'break', 'conditions']

export const setServerCertificate: Action<{ kind: ConditionsView['serverCertificate'] }> = {
  name: 'conditions.serverCertificate',
  group: 'faults',
  label: ({ kind }) => actionWords().serverCertificate(wordsNow().labels.certificate[kind]),
  keywords: certificateKeywords,
  icon: () => ShieldAlert,
  isChosen: ({ kind }, { lab }) => lab?.conditions.serverCertificate === kind,
  perform: ({ kind }, { run }) =>
    run(wordsNow().page.service.serverCertificate, 'conditions.set', { serverCertificate: kind }),
  offers: (_, typed) =>
    typed === '' ? [] : certificatesAt('communicationsServer').map((kind) => ({ kind })),
}

export const setServiceCertificate: Action<{ kind: ConditionsView['serviceCertificate'] }> = {
  name: 'conditions.serviceCertificate',
  group: 'faults',
  label: ({ kind }) => actionWords().serviceCertificate(wordsNow().labels.certificate[kind]),
  keywords: certificateKeywords,
  icon: () => ShieldAlert,
  isChosen: ({ kind }, { lab }) => lab?.conditions.serviceCertificate === kind,
  perform: ({ kind }, { run }) =>
    run(wordsNow().page.service.serviceCertificate, 'conditions.set', { serviceCertificate: kind }),
  offers: (_, typed) => (typed === '' ? [] : certificatesAt('service').map((kind) => ({ kind }))),
}

type Fault = CommandRequest<'faults.set'>

function faultWords({ at, kind }: { at: FaultPlace; kind: FaultKind }): [place: string, fault: string] {
  const { fault, faultPlace } = wordsNow().labels
  return [faultPlace[at], fault[kind]]
}

/** Any fault that the contract knows. Keys that only some kinds have are taken from what was typed: `latency directory 5s`. */
export const breakPlace: Action<{ fault: Fault; value: string }> = {
  name: 'faults.set',
  isDestructive: true,
  group: 'faults',
  label: ({ fault: { at, kind }, value }) =>
    `${actionWords().breakPlace(...faultWords({ at, kind }))}${value === '' ? '' : ` ${value}`}`,
  // By its name in files too, whatever the page's language.
  keywords: ({ fault, value }) => ['fault', 'conditions', fault.kind, fault.at, value],
  icon: () => Zap,
  perform: ({ fault }, context) => setWithUndo(fault, context),
  offers: (_, typed) => (typed === '' ? [] : faultsMeant(typed)),
}

/** What the actions above do by other names. */
const conditions = /^(?:directory|communicationsServer) down$|^(?:communicationsServer|service) certificate-/

function faultsMeant(typed: string): { fault: Fault; value: string }[] {
  const [, text] = /(?:^|\s)(\d[\d.]*(?:ms|s|m|h|d)?)(?=\s|$)/.exec(typed) ?? []
  return faultPlaces.flatMap((at) =>
    faultKindsAt(at).flatMap((kind) => {
      if (conditions.test(`${at} ${kind}`)) return []
      const given = text === undefined ? null : valueIn(text, kind, at)
      const read = commands['faults.set'].input.safeParse({ at, kind, ...given?.keys })
      return read.success ? [{ fault: read.data, value: given?.written ?? '' }] : []
    }),
  )
}

/** What the number or the duration that was typed means to a kind of fault. @returns null where nothing of it is one */
function valueIn(
  text: string,
  kind: FaultKind,
  at: FaultPlace,
): { keys: Record<string, unknown>; written: string } | null {
  for (const [name, key] of Object.entries(faultKeys(kind, at))) {
    const value = key.isDuration ? parseTypedDuration(text) : Number(text)
    const read = key.inApi.safeParse(value)
    if (read.success) return { keys: { [name]: read.data }, written: String(writeFaultValue(key, read.data)) }
  }
  return null
}

/** A fault with all its keys, as the form has read it. */
export const setFault: Action<{ fault: Fault }> = {
  name: 'faults.setTyped',
  group: 'faults',
  label: ({ fault }) => actionWords().breakPlace(...faultWords(fault)),
  icon: () => Zap,
  perform: ({ fault }, context) => setWithUndo(fault, context),
  offers: () => [],
}

/** Opens the form for any fault with all its keys. */
export const openFaultForm = actionWithoutArguments({
  name: 'faults.form',
  group: 'faults',
  label: () => wordsNow().page.faults.add,
  keywords: () => ['fault', 'break', 'slow', 'latency', 'down', 'conditions'],
  icon: () => Zap,
  menu: 'lab',
  obstacle: (_, { lab }) => (lab === null ? actionWords().noLab : null),
  perform: () => show({ isFaultFormOpen: true }),
})

async function setWithUndo(fault: Fault, { lab, run }: ActionContext): Promise<void> {
  const { at, instance, kind } = fault
  const title = actionWords().breakPlace(...faultWords({ at, kind }))
  const replaced = (lab?.faults ?? []).filter((one) => isReplacedBy(one, fault))
  const now = lab?.at ?? 0
  const answer = await run(title, 'faults.set', fault)
  if (answer === undefined) return
  offerUndo(title, wordsNow().page.faults.meanings[kind], async () => {
    await run(title, 'faults.mend', { at, kind, instance: instance ?? null })
    for (const one of replaced) await run(title, 'faults.set', asFarAsItWas(one, now))
  })
}

/** Whether setting a fault ends another one. */
function isReplacedBy(one: StandingFault, { at, instance, kind }: Fault): boolean {
  const isSameKind = one.kind === kind || (isCertificateFault(one.kind) && isCertificateFault(kind))
  return one.at === at && isSameKind && (instance === undefined || one.instance === instance)
}

/** What sets a fault again with the time and the occasions that it had left. */
function asFarAsItWas(one: StandingFault, now: number): Fault {
  const { beginsAt, endsAt, left } = one
  return {
    ...faultAsSet(one),
    ...(left === undefined ? {} : { first: Math.max(1, left) }),
    ...(one.after === undefined
      ? {}
      : { after: beginsAt === undefined ? undefined : Math.max(1, beginsAt - now) }),
    ...(endsAt === undefined ? {} : { for: Math.max(1, endsAt - now) }),
  }
}

function offerUndo(title: string, text: string, undo: () => unknown): void {
  showToast({ kind: 'undo', title, text, action: { label: actionWords().undo, run: () => void undo() } })
}

export const mend: Action<{ fault: StandingFault }> = {
  name: 'faults.mend',
  group: 'faults',
  label: ({ fault: { at, kind } }) => actionWords().mend(...faultWords({ at, kind })),
  keywords: () => ['fault', 'repair', 'fix', 'conditions'],
  icon: () => Bandage,
  async perform({ fault }, { lab, run }) {
    const { at, instance = null, kind } = fault
    const title = actionWords().mend(...faultWords({ at, kind }))
    const now = lab?.at ?? 0
    const answer = await run(title, 'faults.mend', { at, kind, instance })
    if (answer === undefined) return
    offerUndo(title, wordsNow().page.faults.wasMended, () =>
      run(actionWords().breakPlace(...faultWords({ at, kind })), 'faults.set', asFarAsItWas(fault, now)),
    )
  },
  offers: ({ lab }) => (lab?.faults ?? []).map((fault) => ({ fault })),
}

/** Stops a part in order, and starts it again a moment later. */
export const restartPart: Action<{ at: RestartablePart }> = {
  name: 'part.restart',
  isDestructive: true,
  group: 'faults',
  label: ({ at }) => wordsNow().page.faults.restart(wordsNow().labels.faultPlace[at]),
  keywords: ({ at }) => ['restart', 'reboot', 'stop', 'start', at],
  icon: () => RotateCw,
  question: ({ at }, { lab }) =>
    at === 'service' && lab !== null && lab.sessions.length > 0 ? actionWords().restartQuestion : null,
  perform: ({ at }, { run }) =>
    run(wordsNow().page.faults.restart(wordsNow().labels.faultPlace[at]), 'part.restart', { at }),
  // The service's own restart is an action of its own.
  offers: (_, typed) =>
    typed === '' ? [] : restartableParts.filter((at) => at !== 'service').map((at) => ({ at })),
}

/** Lets what is held at a place go on. */
export const releaseHeld: Action<{ fault: StandingFault }> = {
  name: 'faults.release',
  group: 'faults',
  label: ({ fault }) => wordsNow().page.faults.releaseAt(wordsNow().labels.faultPlace[fault.at]),
  buttonLabel: () => wordsNow().page.faults.releaseAll,
  keywords: () => ['hold', 'held', 'frame', 'go on'],
  icon: () => Play,
  perform: ({ fault: { at } }, { run }) => run(wordsNow().page.faults.releaseAll, 'faults.release', { at }),
  offers: ({ lab }) =>
    (lab?.faults ?? []).flatMap((fault) => ((fault.held?.length ?? 0) > 0 ? [{ fault }] : [])),
}

/** Holds or loses the next frame at a place, and no other one. */
export const catchNext: Action<{ at: FaultPlace; kind: 'hold' | 'drop' }> = {
  name: 'faults.catchNext',
  isDestructive: true,
  group: 'faults',
  label: ({ at, kind }) => wordsNow().page.faults.catchNext(wordsNow().labels.faultPlace[at], kind),
  keywords: ({ at, kind }) => ['frame', 'next', 'lose', kind, at],
  icon: () => Zap,
  perform({ at, kind }, context) {
    const read = commands['faults.set'].input.safeParse({ at, kind, first: 1 })
    return read.success ? setWithUndo(read.data, context) : undefined
  },
  offers: (_, typed) =>
    typed === ''
      ? []
      : (['hold', 'drop'] as const).flatMap((kind) =>
          faultPlaces.filter((at) => faultKindsAt(at).includes(kind)).map((at) => ({ at, kind })),
        ),
}

export const mendAll = actionWithoutArguments({
  name: 'faults.clear',
  group: 'faults',
  label: () => actionWords().mendAll,
  keywords: () => ['fault', 'faults', 'repair', 'fix', 'clear', 'conditions'],
  icon: () => Bandage,
  menu: 'lab',
  obstacle: (_, { lab }) => ((lab?.faults.length ?? 0) > 0 ? null : actionWords().nothingBroken),
  async perform(_, { lab, run }) {
    const before = lab?.faults ?? []
    const now = lab?.at ?? 0
    const answer = await run(actionWords().mendAll, 'faults.clear', {})
    if (answer === undefined) return
    offerUndo(actionWords().mendAll, wordsNow().page.faults.allMended(before.length), async () => {
      for (const one of before) await run(actionWords().mendAll, 'faults.set', asFarAsItWas(one, now))
    })
  },
})
