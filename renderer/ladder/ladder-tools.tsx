import { Menu } from '@base-ui/react/menu'
import { Check, Columns3, Download, Lock, LockOpen, Ruler } from 'lucide-react'
import { IconButton } from '../controls/icon-button.tsx'
import { MenuPlace } from '../controls/menu-place.tsx'
import { show, useInterface } from '../store/interface.ts'
import { drawLadder, ladderForms, useLadder } from '../store/ladder.ts'
import { visibleText } from '../words/visible-text.ts'
import { useWords } from '../words/words.ts'
import { exportLadder } from './export/export-ladder.ts'
import type { Picture } from './picture.ts'
import { ScopeChooser } from './scope-chooser.tsx'
import type { LadderModel } from './use-ladder-model.ts'

/** What the ladder shows, how, and where it can go. */
export function LadderTools({
  model,
  picture,
  timeOf,
}: {
  model: LadderModel
  picture: Picture
  timeOf: (at: number) => string
}) {
  const { ladder, traffic } = useWords().page
  const gaps = useLadder((state) => state.gaps)
  const isOpened = useInterface((state) => state.isOpened)
  return (
    <>
      <ScopeChooser model={model} />
      <IconButton
        name={traffic.showInside}
        icon={isOpened ? LockOpen : Lock}
        isPressed={isOpened}
        onPress={() => show({ isOpened: !isOpened })}
      />
      <IconButton
        name={ladder.gapsToScale}
        icon={Ruler}
        isPressed={gaps === 'scale'}
        onPress={() => drawLadder({ gaps: gaps === 'scale' ? 'folded' : 'scale' })}
      />
      <LanesMenu model={model} />
      <ExportMenu model={model} picture={picture} timeOf={timeOf} />
    </>
  )
}

function LanesMenu({ model: { lanes } }: { model: LadderModel }) {
  const { ladder } = useWords().page
  const hidden = useLadder((state) => state.hidden)
  return (
    <Menu.Root>
      <Menu.Trigger className="button quiet icon" aria-label={ladder.lanes} title={ladder.lanes}>
        <Columns3 size={15} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <MenuPlace sideOffset={6} align="end">
          <Menu.Popup className="menu-popup">
            {lanes.map(({ id, label }) => (
              <Menu.CheckboxItem
                key={id}
                className="menu-item"
                checked={!hidden.includes(id)}
                onCheckedChange={(isShown) =>
                  drawLadder({ hidden: isShown ? hidden.filter((one) => one !== id) : [...hidden, id] })
                }
              >
                <span>{visibleText(label)}</span>
                <Menu.CheckboxItemIndicator className="menu-note">
                  <Check size={13} aria-hidden />
                </Menu.CheckboxItemIndicator>
              </Menu.CheckboxItem>
            ))}
            <Menu.Separator className="menu-separator" />
            <Menu.Item className="menu-item" onClick={() => drawLadder({ hidden: [], order: [] })}>
              {ladder.showAllLanes}
            </Menu.Item>
          </Menu.Popup>
        </MenuPlace>
      </Menu.Portal>
    </Menu.Root>
  )
}

function ExportMenu(props: { model: LadderModel; picture: Picture; timeOf: (at: number) => string }) {
  const { ladder } = useWords().page
  const labels = {
    svg: ladder.asSvg,
    png: ladder.asPng,
    text: ladder.asText,
    mermaid: ladder.asMermaid,
    clipboard: ladder.copyText,
  }
  return (
    <Menu.Root>
      <Menu.Trigger className="button quiet icon" aria-label={ladder.export} title={ladder.export}>
        <Download size={15} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <MenuPlace sideOffset={6} align="end">
          <Menu.Popup className="menu-popup">
            {ladderForms.map((form) => (
              <Menu.Item
                key={form}
                className="menu-item"
                disabled={props.picture.rows.length === 0}
                onClick={() => void exportLadder(form, props)}
              >
                {labels[form]}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </MenuPlace>
      </Menu.Portal>
    </Menu.Root>
  )
}
