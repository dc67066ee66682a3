import { Menu } from '@base-ui/react/menu'
import { SkipForward } from 'lucide-react'
import type { PaceView } from '#contract'
import type { Words } from '#words'
import {
  ActionButton,
  bind,
  jump,
  jumps,
  paceIcons,
  pauseOrGoOn,
  setSpeed,
  speeds,
  step,
  useActionContext,
} from '../actions/index.ts'
import { MenuPlace } from '../controls/menu-place.tsx'
import { useAccess } from '../store/lesson.ts'
import { useIsStale, useLabSeconds, useSnapshot } from '../store/selectors.ts'
import { clockTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'

/** The lab's time, and how fast it passes. */
export function LabClock() {
  const { lessons, shell } = useWords().page
  const access = useAccess('clock')
  const now = useLabSeconds()
  const pace = useSnapshot((snapshot) => snapshot.pace, null)
  const isStale = useIsStale()
  const context = useActionContext()
  const time = (
    <time className="tabular" title={shell.labTime}>
      {clockTime(now)}
    </time>
  )
  if (pace === null) return <div className="lab-clock">{time}</div>
  const { isPaused, isCatchingUp = false, speed } = pace
  return (
    <fieldset
      className="lab-clock"
      role="presentation"
      disabled={isStale || access !== 'open'}
      title={access === 'open' ? undefined : lessons.access[access](lessons.parts.clock)}
      data-paused={isPaused}
      data-behind={isCatchingUp}
    >
      <ActionButton
        action={pauseOrGoOn}
        args={undefined}
        icon={isPaused ? paceIcons.goOn : paceIcons.pause}
      />
      {isPaused && <ActionButton action={step} args={undefined} />}
      <Menu.Root>
        <Menu.Trigger className="button quiet clock-button">
          <span className="visually-hidden">{shell.labTime} </span>
          {time}
          <span className="clock-pace tabular" title={isCatchingUp ? shell.behind : undefined} aria-hidden>
            {isPaused ? shell.paused : isCatchingUp ? shell.catchingUp : `×${speed}`}
          </span>
          <span className="visually-hidden">, {paceWords(shell, pace)}</span>
        </Menu.Trigger>
        <Menu.Portal>
          <MenuPlace sideOffset={6} align="end">
            <Menu.Popup className="menu-popup">
              <Menu.RadioGroup
                value={speed}
                onValueChange={(chosen: number) => bind(setSpeed, { speed: chosen }, context()).perform()}
              >
                {speeds.map((one) => (
                  <Menu.RadioItem key={one} value={one} className="menu-item" closeOnClick>
                    <span>{bind(setSpeed, { speed: one }, context()).buttonLabel}</span>
                    <span className="menu-note">×{one}</span>
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
              <Menu.Separator className="menu-separator" />
              {jumps.map((one) => {
                const { buttonLabel, perform } = bind(jump, one, context())
                return (
                  <Menu.Item key={one.durationMs} className="menu-item" onClick={perform}>
                    <span>{buttonLabel}</span>
                    <SkipForward size={13} aria-hidden />
                  </Menu.Item>
                )
              })}
            </Menu.Popup>
          </MenuPlace>
        </Menu.Portal>
      </Menu.Root>
    </fieldset>
  )
}

function paceWords(shell: Words['page']['shell'], { isPaused, isCatchingUp, speed }: PaceView): string {
  if (isPaused) return shell.paused
  return isCatchingUp ? shell.catchingUp : shell.speed(speed)
}
