import { Command } from 'lucide-react'
import type { ServiceInstanceView } from '#contract'
import type { Words } from '#words'
import {
  ActionButton,
  bind,
  isMac,
  keysOf,
  openHelp,
  openPalette,
  setTheme,
  useAction,
  useActionContext,
} from '../actions/index.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { Notices } from '../notices/notices.tsx'
import { themes, usePreferences } from '../store/preferences.ts'
import { useSnapshot } from '../store/selectors.ts'
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
      <LabClock />
      <PaletteButton />
      <Notices />
      <ThemeButton />
      <ActionButton action={openHelp} args={undefined} />
    </header>
  )
}

/** The parts of the lab, each with whether it works. */
function LabState() {
  const lab = useSnapshot((snapshot) => snapshot.lab, null)
  const conditions = useSnapshot((snapshot) => snapshot.conditions, null)
  const services = useSnapshot<readonly ServiceInstanceView[]>((snapshot) => snapshot.services, noServices)
  const { labels, page } = useWords()
  const { part, parts } = page.shell
  const [first] = services
  if (lab === null || conditions === null || first === undefined) return <div className="lab-state" />
  const { communicationsServer } = lab
  const hasBadCertificate =
    communicationsServer.transport === 'tls' &&
    (conditions.serverCertificate !== 'valid' || conditions.serviceCertificate !== 'valid')
  return (
    <ul className="lab-state" aria-label={parts}>
      <Part name={part.dispatcher} where={String(lab.dispatcher.port)} state="up" />
      {services.map(({ name }) => (
        <Part key={name} name={part.service} where={services.length > 1 ? name : ''} state="up" />
      ))}
      <Part
        name={part.directory}
        where={String(lab.directory.port)}
        state={conditions.isDirectoryUp ? 'up' : 'down'}
      />
      <Part
        name={labels.environment[first.settings.environment]}
        where={`${communicationsServer.port} ${communicationsServer.transport.toUpperCase()}`}
        state={!conditions.isCommunicationsServerUp ? 'down' : hasBadCertificate ? 'doubtful' : 'up'}
      />
    </ul>
  )
}

function Part({
  name,
  where,
  state,
}: {
  name: string
  where: string
  state: keyof Words['page']['shell']['partState']
}) {
  const { partState } = useWords().page.shell
  return (
    <li className="part" data-part={state}>
      <span className="part-light" />
      <span className="part-name">{name}</span>
      {where !== '' && <span className="mono part-where">{where}</span>}
      <span className={state === 'up' ? 'visually-hidden' : 'part-word'}>{partState[state]}</span>
    </li>
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
