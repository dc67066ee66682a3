import { Command } from 'lucide-react'
import type { FaultPlace, ServiceInstanceView } from '#contract'
import {
  ActionButton,
  bind,
  isMac,
  keysOf,
  openHelp,
  openLessons,
  openPalette,
  present,
  setTheme,
  useAction,
  useActionContext,
} from '../actions/index.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { RecordingChip } from '../export/recording-chip.tsx'
import { FaultChips } from '../faults/fault-chips.tsx'
import { faultsAt, partState } from '../faults/part-state.ts'
import { useFaults, useRoomForChips } from '../faults/standing-faults.ts'
import { Notices } from '../notices/notices.tsx'
import { ScenarioChip } from '../recorder/scenario-chip.tsx'
import { themes, usePreferences } from '../store/preferences.ts'
import { useIsStale, useSnapshot } from '../store/selectors.ts'
import { useWords } from '../words/words.ts'
import { LabClock } from './lab-clock.tsx'
import { Mark } from './mark.tsx'

const noServices: readonly ServiceInstanceView[] = []

/** The bar at the top: the state of the lab's parts, its clock, and buttons for commands, notices, theme and help. */
export function TopBar() {
  return (
    <header className="top-bar">
      <h1 className="brand">
        <Mark />
        <span className="brand-name">Bramble</span>
      </h1>
      <LabState />
      <FaultChips />
      <LabClock />
      <ActionButton action={openLessons} args={undefined} />
      <PresentButton />
      <PaletteButton />
      <RecordingChip />
      <ScenarioChip />
      <Notices />
      <ThemeButton />
      <ActionButton action={openHelp} args={undefined} />
    </header>
  )
}

/** The parts of the lab, each with whether anything at it is broken. Those without an address are shown only then. */
function LabState() {
  const lab = useSnapshot((snapshot) => snapshot.lab, null)
  const services = useSnapshot<readonly ServiceInstanceView[]>((snapshot) => snapshot.services, noServices)
  const { labels, page } = useWords()
  const { part, parts } = page.shell
  const { places } = page.faults
  const [first] = services
  if (lab === null || first === undefined) return <div className="lab-state" />
  const { communicationsServer } = lab
  return (
    <ul className="lab-state" aria-label={parts}>
      <Part name={places.wireless} at="wireless" isQuiet />
      <Part name={part.dispatcher} where={String(lab.dispatcher.port)} at="dispatcher" />
      {services.map(({ name }) => (
        <Part
          key={name}
          name={part.service}
          where={services.length > 1 ? name : ''}
          at="service"
          instance={name}
        />
      ))}
      <Part name={places.database} at="database" isQuiet />
      <Part name={part.directory} where={String(lab.directory.port)} at="directory" />
      <Part
        name={labels.environment[first.settings.environment]}
        where={`${communicationsServer.port} ${communicationsServer.transport.toUpperCase()}`}
        at="communicationsServer"
      />
    </ul>
  )
}

function Part({
  name,
  where = '',
  at,
  instance,
  isQuiet = false,
}: {
  name: string
  where?: string
  at: FaultPlace
  instance?: string
  /** Shown only while something at it is broken. */
  isQuiet?: boolean
}) {
  const { faults: words, shell } = useWords().page
  const all = useFaults()
  const room = useRoomForChips()
  const faults = faultsAt(all, [at], instance)
  const isStale = useIsStale()
  const state = isStale ? 'unknown' : partState(faults)
  // In a narrow window the chips take the room of the addresses.
  const hasAddress = where !== '' && (all.length === 0 || room > 2)
  if (isQuiet && faults.length === 0) return null
  const [worst] = faults
  const word = state === 'doubtful' && worst ? words.kinds[worst.kind] : shell.partState[state]
  return (
    <li className="part" data-part={state}>
      <span className="part-light" />
      <span className="part-name">{name}</span>
      {hasAddress && <span className="mono part-where">{where}</span>}
      <span className={state === 'up' || state === 'unknown' ? 'visually-hidden' : 'part-word'}>{word}</span>
    </li>
  )
}

function PresentButton() {
  const { icon: Icon, label, perform } = useAction(present, undefined)
  return (
    <button type="button" className="button" onClick={perform}>
      {Icon !== undefined && <Icon size={14} aria-hidden />}
      {label}
    </button>
  )
}

function PaletteButton() {
  const { label, shortcut, perform } = useAction(openPalette, undefined)
  return (
    <button type="button" className="button palette-button" onClick={perform}>
      <Command size={13} aria-hidden />
      <span className="palette-name">{label}</span>
      {shortcut !== undefined && <kbd>{keysOf(shortcut, isMac).join(' ')}</kbd>}
    </button>
  )
}

/** Shows the theme in use; a press takes the next. */
function ThemeButton() {
  const { actions } = useWords().page
  const theme = usePreferences((state) => state.theme)
  const context = useActionContext()
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system'
  const Icon = setTheme.icon?.({ theme })
  if (Icon === undefined) return null
  return (
    <IconButton
      name={actions.theme(theme)}
      icon={Icon}
      onPress={() => bind(setTheme, { theme: next }, context()).perform()}
    />
  )
}
