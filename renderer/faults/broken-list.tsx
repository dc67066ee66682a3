import './faults.css'
import { Menu } from '@base-ui/react/menu'
import { Plus, RotateCw, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { restartableParts, type StandingFault } from '#contract'
import {
  ActionButton,
  bind,
  mend,
  mendAll,
  openFaultForm,
  releaseHeld,
  restartPart,
  useAction,
  useActionContext,
} from '../actions/index.ts'
import { MenuPlace } from '../controls/menu-place.tsx'
import { labNow, useLabSeconds } from '../store/selectors.ts'
import { useWords } from '../words/words.ts'
import { faultTitle, faultValues, progressOf } from './fault-words.ts'
import { faultId, useFaults } from './standing-faults.ts'

/** Everything that is broken on purpose, by whomever: each can be mended, and more can be broken. */
export function BrokenList() {
  const faults = useFaults()
  const words = useWords().page.faults
  return (
    <div className="broken">
      <h4 className="broken-head">{words.title}</h4>
      {faults.length === 0 && <p className="hint">{words.none}</p>}
      <FaultList faults={faults} name={words.title} />
      <div className="broken-tools">
        <WordButton action={openFaultForm} icon={<Plus size={13} aria-hidden />} />
        <RestartMenu />
        {faults.length > 0 && <WordButton action={mendAll} />}
      </div>
    </div>
  )
}

/** Restarts a part, which is no fault but breaks as much for a moment. */
function RestartMenu() {
  const context = useActionContext()
  const words = useWords().page.faults
  return (
    <Menu.Root>
      <Menu.Trigger className="button quiet broken-tool">
        <RotateCw size={13} aria-hidden />
        {words.restartMenu}
      </Menu.Trigger>
      <Menu.Portal>
        <MenuPlace sideOffset={4} className="above-page">
          <Menu.Popup className="menu-popup">
            {restartableParts.map((at) => {
              const { label, perform } = bind(restartPart, { at }, context())
              return (
                <Menu.Item key={at} className="menu-item" onClick={perform}>
                  {label}
                </Menu.Item>
              )
            })}
          </Menu.Popup>
        </MenuPlace>
      </Menu.Portal>
    </Menu.Root>
  )
}

/** A button of an action without arguments, with its name. */
export function WordButton({ action, icon }: { action: typeof mendAll; icon?: ReactNode }) {
  const { label, perform } = useAction(action, undefined)
  return (
    <button type="button" className="button quiet broken-tool" onClick={perform}>
      {icon}
      {label}
    </button>
  )
}

export function FaultList({ faults, name }: { faults: readonly StandingFault[]; name: string }) {
  return (
    <ul className="broken-list" aria-label={name}>
      {faults.map((fault) => (
        <FaultRow key={faultId(fault)} fault={fault} />
      ))}
    </ul>
  )
}

function FaultRow({ fault }: { fault: StandingFault }) {
  const words = useWords().page.faults
  const values = faultValues(words, fault)
  return (
    <li className="broken-row" title={words.meanings[fault.kind]}>
      <div className="broken-words">
        <p className="broken-title">{faultTitle(words, fault)}</p>
        {values.length > 0 && <p className="broken-values tabular">{values.join(', ')}</p>}
        {hasProgress(fault) && <Progress fault={fault} />}
      </div>
      {(fault.held?.length ?? 0) > 0 && <ActionButton action={releaseHeld} args={{ fault }} />}
      <ActionButton action={mend} args={{ fault }} icon={X} />
    </li>
  )
}

function hasProgress({ beginsAt, endsAt, held, left }: StandingFault): boolean {
  return beginsAt !== undefined || endsAt !== undefined || held !== undefined || left !== undefined
}

/** Counts down with the lab's clock. */
function Progress({ fault }: { fault: StandingFault }) {
  const words = useWords().page.faults
  useLabSeconds()
  return <p className="broken-progress tabular">{progressOf(words, fault, labNow()).join(', ')}</p>
}
