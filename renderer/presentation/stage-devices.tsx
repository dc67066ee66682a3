import { Menu } from '@base-ui/react/menu'
import { Smartphone } from 'lucide-react'
import { type CSSProperties, useMemo } from 'react'
import { type HandheldView, keyedLists } from '#contract'
import { DeviceMenu } from '../actions/index.ts'
import { Device } from '../bench/device.tsx'
import { useCondition } from '../bench/use-condition.ts'
import { MenuPlace } from '../controls/menu-place.tsx'
import { show, useInterface } from '../store/interface.ts'
import { useLabStore } from '../store/lab-store.ts'
import { useFlows, useHandheld, useHandheldNames } from '../store/selectors.ts'
import { useWords } from '../words/words.ts'
import { devicesOnStage, mostDevices } from './devices-on-stage.ts'

export function useDevicesOnStage(): readonly string[] {
  const names = useHandheldNames()
  const chosen = useInterface((state) => state.stageDevices)
  const flows = useFlows()
  return useMemo(() => devicesOnStage(names, isOnBench, chosen, flows), [names, chosen, flows])
}

function isOnBench(name: string): boolean {
  const { snapshot } = useLabStore.getState()
  return snapshot !== null && keyedLists.handhelds.get(snapshot.handhelds, name) !== undefined
}

/** The devices of a presentation, as large as their place allows. */
export function StageDevices({ names }: { names: readonly string[] }) {
  const style: CSSProperties & Record<'--count', number> = { '--count': Math.max(1, names.length) }
  return (
    <div className="stage-devices">
      <div className="stage-device-row" style={style}>
        {names.map((name) => (
          <StageDevice key={name} name={name} />
        ))}
      </div>
    </div>
  )
}

function StageDevice({ name }: { name: string }) {
  const handheld = useHandheld(name)
  return handheld === undefined ? null : <Drawn handheld={handheld} />
}

function Drawn({ handheld }: { handheld: HandheldView }) {
  const { labels, page } = useWords()
  const condition = useCondition(handheld)
  const isOutside = condition.facets.includes('no-coverage')
  return (
    <DeviceMenu
      handheld={handheld}
      aria-label={page.bench.handheld(handheld.name)}
      className={isOutside ? 'stage-device is-outside' : 'stage-device'}
    >
      <p className="stage-device-name">
        <strong className="truncate">{handheld.name}</strong>
        <span className="stage-device-state truncate">{labels.state[handheld.state]}</span>
      </p>
      <Device handheld={handheld} condition={condition} />
    </DeviceMenu>
  )
}

/** The list is no longer than this. Others are chosen in their own menu, or by name among the commands. */
const mostListed = 40

/** Chooses which devices stand on the stage. */
export function DeviceChooser({ shown }: { shown: readonly string[] }) {
  const { stage } = useWords().page
  const names = useHandheldNames()
  const chosen = useInterface((state) => state.stageDevices)
  const listed = [...new Set([...shown, ...names.slice(0, mostListed)])]
  return (
    <Menu.Root>
      <Menu.Trigger className="button">
        <Smartphone aria-hidden />
        {stage.devices}
      </Menu.Trigger>
      <Menu.Portal>
        <MenuPlace sideOffset={4} align="end">
          <Menu.Popup className="menu-popup stage-device-menu">
            <Menu.CheckboxItem
              className="menu-item"
              checked={chosen.length === 0}
              onCheckedChange={() => show({ stageDevices: [] })}
            >
              {stage.latestDevices}
            </Menu.CheckboxItem>
            <Menu.Separator className="menu-separator" />
            {listed.map((name) => (
              <Menu.CheckboxItem
                key={name}
                className="menu-item"
                checked={shown.includes(name)}
                onCheckedChange={(isShown) => choose(shown, name, isShown)}
              >
                {name}
              </Menu.CheckboxItem>
            ))}
          </Menu.Popup>
        </MenuPlace>
      </Menu.Portal>
    </Menu.Root>
  )
}

function choose(shown: readonly string[], name: string, isShown: boolean): void {
  const others = shown.filter((one) => one !== name)
  show({ stageDevices: isShown ? [...others, name].slice(-mostDevices) : others })
}
