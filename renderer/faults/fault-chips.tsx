import './faults.css'
import { Popover } from '@base-ui/react/popover'
import { X, Zap } from 'lucide-react'
import type { StandingFault } from '#contract'
import { mend, mendAll, useAction } from '../actions/index.ts'
import { Hint } from '../controls/hint.tsx'
import { useWords } from '../words/words.ts'
import { FaultList, WordButton } from './broken-list.tsx'
import { faultTitle, faultValues, mainValue } from './fault-words.ts'
import { faultId, useFaults, useRoomForChips } from './standing-faults.ts'

/** What is broken, in the top bar: a chip each as far as there is room, and the others behind a button. */
export function FaultChips() {
  const faults = useFaults()
  const room = useRoomForChips()
  const words = useWords().page.faults
  if (faults.length === 0) return null
  const shown = faults.slice(0, room)
  return (
    <div className="fault-chips">
      {shown.length > 0 && (
        <ul className="chip-list" aria-label={words.chips}>
          {shown.map((fault) => (
            <Chip key={faultId(fault)} fault={fault} />
          ))}
        </ul>
      )}
      {shown.length < faults.length && <Others faults={faults} shown={shown.length} />}
      {shown.length > 0 && <MendAll />}
    </div>
  )
}

function MendAll() {
  const { icon: Icon, label, perform } = useAction(mendAll, undefined)
  return (
    <Hint text={label}>
      <button type="button" className="button quiet icon" aria-label={label} onClick={perform}>
        {Icon !== undefined && <Icon size={15} aria-hidden />}
      </button>
    </Hint>
  )
}

function Chip({ fault }: { fault: StandingFault }) {
  const words = useWords().page.faults
  const { label, perform } = useAction(mend, { fault })
  const value = mainValue(words, fault)
  const title = faultTitle(words, fault)
  const all = [title, ...faultValues(words, fault)].join(', ')
  return (
    <li
      className="fault-chip"
      data-waits={fault.beginsAt !== undefined}
      title={`${all}. ${words.meanings[fault.kind]}`}
    >
      <Zap size={12} aria-hidden />
      <span className="truncate">{value === '' ? title : `${title} ${value}`}</span>
      <button type="button" className="chip-mend" aria-label={label} onClick={perform}>
        <X size={12} aria-hidden />
      </button>
    </li>
  )
}

/** The rest, or all of them where there is no room for chips. */
function Others({ faults, shown }: { faults: readonly StandingFault[]; shown: number }) {
  const words = useWords().page.faults
  const others = faults.length - shown
  return (
    <Popover.Root>
      <Popover.Trigger
        className="fault-chip fault-others tabular"
        aria-label={shown === 0 ? words.count(others) : words.showOthers(others)}
      >
        {shown === 0 ? (
          <>
            <Zap size={12} aria-hidden />
            {words.count(others)}
          </>
        ) : (
          words.others(others)
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} align="end" className="above-page">
          <Popover.Popup className="faults-popup" aria-label={words.chips}>
            <FaultList faults={faults} name={words.chips} />
            <WordButton action={mendAll} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
