import { Menu } from '@base-ui/react/menu'
import { Copy } from 'lucide-react'
import type { FrameView, LayerFieldView, LayerView } from '#contract'
import { bind, copyText, MenuItem, MenuSeparator, useActionContext } from '../actions/index.ts'
import { MenuPlace } from '../controls/menu-place.tsx'
import { frameFilter } from '../words/filter-value.ts'
import { frameSummary } from '../words/frame-summary.ts'
import { useWords } from '../words/words.ts'
import { expectStep, fieldFilter, layerHex, layerJson, layerText } from './copy-forms.ts'

/** The button of a layer that copies it, or the field that is chosen in it, in one of several forms. */
export function CopyMenu({
  layer,
  bytes,
  field,
}: {
  layer: LayerView
  bytes: Uint8Array | null
  field: LayerFieldView | null
}) {
  const { inspector } = useWords().page
  const name = inspector.copyLayer(layer.title)
  return (
    <Menu.Root>
      <Menu.Trigger className="button quiet icon" aria-label={name} title={name}>
        <Copy size={13} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <MenuPlace align="end">
          <Menu.Popup className="menu-popup">
            <LayerCopies layer={layer} bytes={bytes} />
            {field !== null && (
              <>
                <MenuSeparator />
                <p className="menu-item menu-note">{inspector.copyField(field.name)}</p>
                <FieldCopies field={field} />
              </>
            )}
          </Menu.Popup>
        </MenuPlace>
      </Menu.Portal>
    </Menu.Root>
  )
}

function LayerCopies({ layer, bytes }: { layer: LayerView; bytes: Uint8Array | null }) {
  const { forms } = useWords().page.inspector
  return (
    <>
      <CopyItem form={forms.text} of={layer.title} text={layerText(layer)} />
      {bytes !== null && <CopyItem form={forms.hex} of={layer.title} text={layerHex(bytes)} />}
      {layer.bytes !== null && <CopyItem form={forms.base64} of={layer.title} text={layer.bytes} />}
      <CopyItem form={forms.json} of={layer.title} text={layerJson(layer)} />
    </>
  )
}

function FieldCopies({ field }: { field: LayerFieldView }) {
  const { forms } = useWords().page.inspector
  return (
    <>
      <CopyItem form={forms.value} of={field.name} text={field.value} />
      <CopyItem form={forms.filter} of={field.name} text={fieldFilter(field)} />
    </>
  )
}

/** An entry that copies; the toast says of what and how. */
function CopyItem({ form, of, text }: { form: string; of: string; text: string }) {
  const context = useActionContext()()
  const action = bind(copyText, { label: `${of}: ${form}`, text }, context)
  return <MenuItem action={{ ...action, label: form }} />
}

/** The button that copies a whole frame. */
export function FrameCopies({ frame }: { frame: FrameView }) {
  const { inspector } = useWords().page
  return (
    <Menu.Root>
      <Menu.Trigger className="button quiet icon" aria-label={inspector.copy} title={inspector.copy}>
        <Copy size={15} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <MenuPlace align="end">
          <Menu.Popup className="menu-popup">
            <FrameCopyItems frame={frame} />
          </Menu.Popup>
        </MenuPlace>
      </Menu.Portal>
    </Menu.Root>
  )
}

export function FrameCopyItems({ frame }: { frame: FrameView }) {
  const words = useWords()
  const { inspector } = words.page
  const { forms } = inspector
  const of = inspector.frameNumber(frame.number)
  const filter = frameFilter(frame)
  return (
    <>
      <CopyItem form={forms.summary} of={of} text={frameSummary(words, frame, true)} />
      <CopyItem form={forms.json} of={of} text={JSON.stringify(frame, null, 2)} />
      <CopyItem form={forms.filter} of={of} text={filter} />
      <CopyItem form={forms.expect} of={of} text={expectStep(filter)} />
    </>
  )
}
