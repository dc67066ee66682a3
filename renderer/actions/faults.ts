import { Bandage, ServerCrash, ShieldAlert, Zap } from 'lucide-react'
import {
  type CommandRequest,
  type ConditionsView,
  certificatesAt,
  commands,
  type FaultKind,
  type FaultPlace,
  type FaultView,
  faultKeys,
  faultKindsAt,
  faultPlaces,
  parseTypedDuration,
  writeFaultValue,
} from '#contract'
import { wordsNow } from '../words/words.ts'
import { type Action, actionWithoutArguments } from './action.ts'
import { actionWords } from './words.ts'

export const setDirectory: Action<{ isUp: boolean }> = {
  name: 'conditions.directory',
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
  group: 'faults',
  label: ({ fault: { at, kind }, value }) =>
    `${actionWords().breakPlace(...faultWords({ at, kind }))}${value === '' ? '' : ` ${value}`}`,
  // By its name in files too, whatever the page's language.
  keywords: ({ fault, value }) => ['fault', 'conditions', fault.kind, fault.at, value],
  icon: () => Zap,
  perform: ({ fault }, { run }) => run(actionWords().breakPlace(...faultWords(fault)), 'faults.set', fault),
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

export const mend: Action<{ fault: FaultView }> = {
  name: 'faults.mend',
  group: 'faults',
  label: ({ fault: { at, kind } }) => actionWords().mend(...faultWords({ at, kind })),
  keywords: () => ['fault', 'repair', 'fix', 'conditions'],
  icon: () => Bandage,
  perform: ({ fault: { at, kind } }, { run }) =>
    run(actionWords().mend(...faultWords({ at, kind })), 'faults.mend', { at, kind }),
  offers: ({ lab }) => (lab?.faults ?? []).map((fault) => ({ fault })),
}

export const mendAll = actionWithoutArguments({
  name: 'faults.clear',
  group: 'faults',
  label: () => actionWords().mendAll,
  keywords: () => ['fault', 'faults', 'repair', 'fix', 'clear', 'conditions'],
  icon: () => Bandage,
  menu: 'lab',
  obstacle: (_, { lab }) => ((lab?.faults.length ?? 0) > 0 ? null : actionWords().nothingBroken),
  perform: (_, { run }) => run(actionWords().mendAll, 'faults.clear', {}),
})
