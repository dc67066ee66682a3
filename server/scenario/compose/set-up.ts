import {
  defaultService,
  faultAsSet,
  formatDuration,
  type SettingValue,
  type Snapshot,
  settingList,
  writeFault,
} from '#contract'
import type { LabFileInput } from '../../files/index.ts'
import type { WrittenStep } from './acts.ts'

/** The lab as it was at a moment, with as few steps as possible: what is not to be seen in its state is lost. */
export function shortestSetUp(lab: LabFileInput, at: Snapshot): { lab: LabFileInput; steps: WrittenStep[] } {
  const { desktops, faults, handhelds, service, users } = at
  const may = new Map(users.map(({ id, mayUseClient }) => [id.toLowerCase(), mayUseClient]))
  const disabled = users.filter(({ isEnabled }) => !isEnabled)
  const signedIn = handhelds.filter(({ state }) => state === 'signed-in')
  const logins = signedIn.map(({ name, signedInUser, user }) => ({
    login: signedInUser === null || signedInUser === user ? name : { handheld: name, user: signedInUser },
  }))
  const steps: WrittenStep[] = [
    ...(logins.length > 1 ? [{ together: logins }] : logins),
    ...desktops
      .filter(({ isSignedIn }) => isSignedIn)
      .map(({ user }) => ({ desktop: { [user]: 'sign-in' } })),
    ...byName(
      'presence',
      signedIn.filter(({ presence }) => presence !== null && presence !== 'available'),
      ({ presence }) => presence,
    ),
    ...byName(
      'link',
      handhelds.filter(({ link }) => link !== null),
      ({ link }) => writtenLink(link),
    ),
    ...byName(
      'status',
      handhelds.filter(({ sendsStatus }) => !sendsStatus),
      () => 'off',
    ),
    ...byName(
      'coverage',
      handhelds.filter(({ coverage }) => coverage !== 'good'),
      ({ coverage }) => coverage,
    ),
    ...byName(
      'power',
      handhelds.filter(({ isOn }) => !isOn),
      () => 'off',
    ),
    ...disabled.map(({ id }) => ({ user: { [id]: { enabled: false } } })),
    ...faults.map((fault) => ({ fault: writeFault(faultAsSet(fault)) })),
  ]
  const { transport, ...settings } = service
  const values: Readonly<Record<string, SettingValue>> = settings
  const usual: Readonly<Record<string, SettingValue>> = defaultService
  const written = settingList
    .filter(({ apiKey, section }) => section === 'service' && apiKey in values)
    .filter(
      ({ apiKey, key }) =>
        values[apiKey] !== usual[apiKey] || (lab.service !== undefined && key in lab.service),
    )
    .map(({ apiKey, form, key }) => {
      const value = values[apiKey] ?? null
      return [key, form.kind === 'duration' && value !== null ? formatDuration(Number(value)) : value]
    })
  return {
    lab: {
      ...lab,
      ...(written.length > 0 ? { service: { ...lab.service, ...Object.fromEntries(written) } } : {}),
      ...(transport === 'tls'
        ? {}
        : { communicationsServer: { ...lab.communicationsServer, listen: { transport } } }),
      ...(lab.users === undefined
        ? {}
        : {
            users: lab.users.map(({ mayUseClient = true, ...user }) => {
              const mayUse = may.get(user.id.toLowerCase()) ?? mayUseClient
              return { ...user, ...(mayUse ? {} : { mayUseClient: false }) }
            }),
          }),
    },
    steps,
  }
}

type Handheld = Snapshot['handhelds'][number]

/** One step for all handhelds that need it. */
function byName(
  kind: string,
  handhelds: readonly Handheld[],
  value: (one: Handheld) => unknown,
): WrittenStep[] {
  if (handhelds.length === 0) return []
  return [{ [kind]: Object.fromEntries(handhelds.map((one) => [one.name, value(one)])) }]
}

function writtenLink(link: Handheld['link']): unknown {
  if (link === null || typeof link === 'string') return link
  const { bitsPerSecond, delayMs, jitterMs, loss, upBitsPerSecond } = link
  return {
    ...(delayMs === undefined ? {} : { delay: formatDuration(delayMs) }),
    ...(jitterMs === undefined ? {} : { jitter: formatDuration(jitterMs) }),
    ...(loss === undefined ? {} : { loss }),
    ...(bitsPerSecond === undefined ? {} : { bandwidth: bitsPerSecond }),
    ...(upBitsPerSecond === undefined ? {} : { uplink: upBitsPerSecond }),
  }
}
