import { coverages, type Snapshot } from '#contract'
import { settingOffers } from '../service/setting-offers.ts'
import { show, useInterface } from '../store/interface.ts'
import type { Run } from '../store/lab.tsx'
import { prefer } from '../store/preferences.ts'
import { coverageWords } from '../words.ts'

export interface Entry {
  title: string
  keywords?: string[]
  run: () => void
}

/** Every setting of the service, with the number or the duration that was typed. */
export function settingEntries(snapshot: Snapshot | null, typed: string, run: Run): Entry[] {
  if (snapshot === null) return []
  return settingOffers(typed, snapshot.service).map(({ title, keywords, label, changes }) => ({
    title,
    keywords,
    run: () => run(label, 'service.configure', changes),
  }))
}

export function labEntries(snapshot: Snapshot | null, run: Run): Entry[] {
  if (snapshot === null) return []
  const { isDirectoryUp, isCommunicationsServerUp } = snapshot.conditions
  const signedIn = snapshot.handhelds.filter((one) => one.state === 'signed-in')
  return [
    { title: 'Add handheld…', keywords: ['new', 'device'], run: () => show({ isAddOpen: true }) },
    {
      title: `Log out all (${signedIn.length})`,
      keywords: ['sign out everybody'],
      run: () => {
        for (const { name } of signedIn) run(`Log out on ${name}`, 'handheld.logout', { name })
      },
    },
    {
      title: isDirectoryUp ? 'Take the directory down' : 'Bring the directory up',
      keywords: ['active directory', 'break'],
      run: () => run('Directory', 'conditions.set', { isDirectoryUp: !isDirectoryUp }),
    },
    {
      title: isCommunicationsServerUp
        ? 'Take the Communications Server down'
        : 'Bring the Communications Server up',
      keywords: ['ocs', 'sip', 'break'],
      run: () =>
        run('Communications Server', 'conditions.set', {
          isCommunicationsServerUp: !isCommunicationsServerUp,
        }),
    },
    ...paceEntries(snapshot, run),
    { title: 'Clear traffic', run: () => run('Clear traffic', 'traffic.clear', {}) },
  ]
}

function paceEntries({ pace }: Snapshot, run: Run): Entry[] {
  if (pace === null) return []
  return [
    {
      title: pace.isPaused ? 'Lab time: go on' : 'Lab time: pause',
      keywords: ['clock', 'freeze'],
      run: () => run('Lab time', 'clock.setPace', { isPaused: !pace.isPaused }),
    },
    {
      title: 'Lab time: step to the next event',
      keywords: ['clock'],
      run: () => run('Step', 'clock.step', {}),
    },
    ...[1, 10, 60, 600].map((speed) => ({
      title: `Lab time: ×${speed}`,
      keywords: ['clock', 'speed', 'fast'],
      run: () => run('Lab time', 'clock.setPace', { speed, isPaused: false }),
    })),
    {
      title: 'Lab time: jump 5 minutes',
      keywords: ['clock', 'skip'],
      run: () => run('Jump', 'clock.jump', { durationMs: 300_000 }),
    },
  ]
}

export function windowEntries(): Entry[] {
  const { isOpened } = useInterface.getState()
  return [
    {
      title: isOpened ? 'Hide what is inside the encryption' : 'Show inside the encryption',
      keywords: ['decrypt', 'open', 'traffic'],
      run: () => show({ isOpened: !isOpened }),
    },
    { title: 'Theme: light', keywords: ['toggle theme'], run: () => prefer({ theme: 'light' }) },
    { title: 'Theme: dark', keywords: ['toggle theme'], run: () => prefer({ theme: 'dark' }) },
    { title: 'Theme: as the system', keywords: ['toggle theme'], run: () => prefer({ theme: 'system' }) },
    { title: 'Handhelds: automatic size', run: () => prefer({ density: 'auto' }) },
    { title: 'Help', keywords: ['shortcuts', 'what is this'], run: () => show({ isHelpOpen: true }) },
  ]
}

export function handheldEntries(snapshot: Snapshot | null, run: Run): Entry[] {
  return (snapshot?.handhelds ?? []).flatMap(({ name, state, isOn, sendsStatus }) => [
    ...coverages.map((coverage) => ({
      title: `Coverage of ${name}: ${coverageWords[coverage]}`,
      run: () => run(`Coverage of ${name}`, 'handheld.setCoverage', { name, coverage }),
    })),
    {
      title: `${sendsStatus ? 'Stop' : 'Start'} status messages of ${name}`,
      run: () =>
        run(`Status messages of ${name}`, 'handheld.setStatusMessages', { name, sendsStatus: !sendsStatus }),
    },
    {
      title: `Turn ${name} ${isOn ? 'off' : 'on'}`,
      keywords: ['power'],
      run: () => run(`Power of ${name}`, 'handheld.setPower', { name, isOn: !isOn }),
    },
    ...(state === 'signed-in'
      ? [{ title: `Log out ${name}`, run: () => run(`Log out on ${name}`, 'handheld.logout', { name }) }]
      : []),
    {
      title: `Traffic of ${name} only`,
      keywords: ['filter'],
      run: () => show({ trafficDevice: name }),
    },
  ])
}
