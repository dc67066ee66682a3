import { Menu } from '@base-ui/react/menu'
import { Pause, Play, SkipForward, StepForward } from 'lucide-react'
import type { PaceView } from '#contract'
import { IconButton } from '../controls/icon-button.tsx'
import { clockTime } from '../format.ts'
import { useRun } from '../store/lab.tsx'
import { useLabSeconds, useSnapshot } from '../store/selectors.ts'

const speeds = [1, 10, 60, 600]
const jumps = [
  { words: '1 minute', durationMs: 60_000 },
  { words: '5 minutes', durationMs: 300_000 },
  { words: '1 hour', durationMs: 3_600_000 },
  { words: '1 day', durationMs: 86_400_000 },
]

/** The lab's time, and how fast it passes. */
export function LabClock() {
  const now = useLabSeconds()
  const pace = useSnapshot((snapshot) => snapshot.pace, null)
  const run = useRun()
  const time = (
    <time className="tabular" title="Lab time">
      {clockTime(now)}
    </time>
  )
  if (pace === null) return <div className="lab-clock">{time}</div>
  const { isPaused, isCatchingUp = false, speed } = pace
  return (
    <div className="lab-clock" data-paused={isPaused} data-behind={isCatchingUp}>
      <IconButton
        name={isPaused ? 'Go on' : 'Halt lab time'}
        icon={isPaused ? Play : Pause}
        onPress={() => run('Lab time', 'clock.setPace', { isPaused: !isPaused })}
      />
      {isPaused && (
        <IconButton
          name="Step to the next event"
          icon={StepForward}
          onPress={() => run('Step', 'clock.step', {})}
        />
      )}
      <Menu.Root>
        <Menu.Trigger className="button quiet clock-button">
          <span className="visually-hidden">Lab time </span>
          {time}
          <span className="clock-pace tabular" title={isCatchingUp ? behindWords : undefined} aria-hidden>
            {isPaused ? 'paused' : isCatchingUp ? 'catching up' : `×${speed}`}
          </span>
          <span className="visually-hidden">, {paceWords(pace)}</span>
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner sideOffset={6} align="end" className="above-dialogs">
            <Menu.Popup className="menu-popup">
              <Menu.RadioGroup
                value={speed}
                onValueChange={(chosen: number) =>
                  run('Lab time', 'clock.setPace', { speed: chosen, isPaused: false })
                }
              >
                {speeds.map((one) => (
                  <Menu.RadioItem key={one} value={one} className="menu-item" closeOnClick>
                    <span>{one === 1 ? 'As fast as real time' : `${one} times as fast`}</span>
                    <span className="menu-note">×{one}</span>
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
              <Menu.Separator className="menu-separator" />
              {jumps.map(({ durationMs, words }) => (
                <Menu.Item
                  key={words}
                  className="menu-item"
                  onClick={() => run(`Jump ${words}`, 'clock.jump', { durationMs })}
                >
                  <span>Jump {words}</span>
                  <SkipForward size={13} aria-hidden />
                </Menu.Item>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  )
}

const behindWords = 'This machine is too slow at the moment: lab time is behind, and catches up'

function paceWords({ isPaused, isCatchingUp, speed }: PaceView): string {
  if (isPaused) return 'paused'
  return isCatchingUp ? 'catching up' : `${speed} times as fast as real time`
}
