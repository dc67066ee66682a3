import { type KeyboardEvent, useState } from 'react'
import { fieldSources, isFieldCode, type LayerFieldView, type LayerView } from '#contract'
import { Hint } from '../controls/hint.tsx'
import { PeopleText } from '../controls/people-text.tsx'
import { byteSize } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { CopyMenu } from './copy-menu.tsx'
import { HexView } from './hex-view.tsx'
import { fieldAtByte, type Lit, overlap } from './trace.ts'

/** A field of a layer, or bytes of it that no field has. */
export interface Chosen {
  layer: number
  /** The place of the field; -1: none. */
  field: number
  range: { start: number; end: number } | null
}

/** One layer of a frame: what was done to get here, its fields, its text, its bytes. */
export function Layer({
  layer,
  depth,
  bytes,
  perRow,
  chosen,
  lit,
  origin,
  onChoose,
}: {
  layer: LayerView
  depth: number
  bytes: Uint8Array | null
  perRow: 8 | 16
  chosen: Chosen | null
  lit: Lit | null
  /** The layer from which it was made. */
  origin: LayerView | null
  onChoose: (chosen: Chosen | null) => void
}) {
  const { inspector, traffic } = useWords().page
  const isSecondary = layer.text !== null
  const [isShown, setShown] = useState(false)
  const areBytesShown = isShown || !isSecondary || lit !== null
  const own = chosen?.layer === depth ? chosen.field : -1
  const chooseByte = (byte: number) => {
    const field = fieldAtByte(layer.fields, byte)
    const range = layer.fields[field]?.range ?? { start: byte, end: byte + 1 }
    onChoose({ layer: depth, field, range })
  }
  return (
    <section className="layer" data-depth={depth} data-lit={lit !== null} aria-label={layer.title}>
      <header className="layer-head">
        <span className="layer-number">{depth + 1}</span>
        <h3>{layer.title}</h3>
        {bytes !== null && <span className="hint tabular">{byteSize(bytes.length)}</span>}
        <CopyMenu layer={layer} bytes={bytes} field={layer.fields[own] ?? null} />
      </header>
      <p className="layer-note">{layer.note}</p>
      {layer.origin !== null && origin !== null && (
        <p className="layer-origin" data-lit={lit?.isWhole ?? false}>
          {inspector.origins[layer.origin.how](origin.title, layer.origin.range)}
        </p>
      )}
      {layer.fields.length > 0 && (
        <Fields
          layer={layer}
          own={own}
          lit={lit !== null && !lit.isWhole ? lit.range : null}
          onChoose={(field) =>
            onChoose(
              field === own ? null : { layer: depth, field, range: layer.fields[field]?.range ?? null },
            )
          }
        />
      )}
      {layer.text !== null && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which the keyboard can do only where the focus is
        <pre className="layer-text" tabIndex={0}>
          <PeopleText text={layer.text} />
        </pre>
      )}
      {bytes !== null &&
        bytes.length > 0 &&
        (areBytesShown ? (
          <HexView
            name={layer.title}
            bytes={bytes}
            perRow={perRow}
            lit={lit?.range ?? null}
            isLitWhole={lit?.isWhole ?? false}
            onChoose={chooseByte}
          />
        ) : (
          <button type="button" className="button quiet layer-more" onClick={() => setShown(true)}>
            {traffic.showBytes}
          </button>
        ))}
    </section>
  )
}

/** The fields, of which one can be chosen; arrows go through them. */
function Fields({
  layer,
  own,
  lit,
  onChoose,
}: {
  layer: LayerView
  own: number
  lit: { start: number; end: number } | null
  onChoose: (field: number) => void
}) {
  function onKeyDown(press: KeyboardEvent<HTMLUListElement>) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[press.key]
    if (step === undefined) return
    press.preventDefault()
    const buttons = [...press.currentTarget.querySelectorAll('button')]
    const focused = document.activeElement
    const at = focused instanceof HTMLButtonElement ? buttons.indexOf(focused) : -1
    buttons[Math.min(buttons.length - 1, Math.max(0, at + step))]?.focus()
  }
  return (
    <ul className="layer-fields" onKeyDown={onKeyDown}>
      {layer.fields.map((field, index) => (
        <Field
          // biome-ignore lint/suspicious/noArrayIndexKey: header fields may repeat; their place is their identity
          key={`${index} ${field.name}`}
          field={field}
          isChosen={index === own}
          isLit={lit !== null && field.range !== null && overlap(field.range, lit) !== null}
          // One stop for the tab key; the others are reached by arrows.
          isStop={index === Math.max(0, own)}
          onChoose={() => onChoose(index)}
        />
      ))}
    </ul>
  )
}

function Field({
  field: { name, value, about, depth },
  isChosen,
  isLit,
  isStop,
  onChoose,
}: {
  field: LayerFieldView
  isChosen: boolean
  isLit: boolean
  isStop: boolean
  onChoose: () => void
}) {
  const meaning = useMeaning(about)
  const { fieldNames } = useWords().page.inspector
  const button = (
    <button
      type="button"
      className="layer-field"
      data-depth={depth}
      data-lit={isLit}
      aria-pressed={isChosen}
      tabIndex={isStop ? 0 : -1}
      onClick={onChoose}
    >
      <span className="field-name">
        {(about !== null && isFieldCode(about) ? fieldNames[about] : undefined) ?? name}
      </span>
      <span className="field-value">
        <PeopleText text={value} />
      </span>
    </button>
  )
  return (
    <li>
      {meaning === null || isChosen ? (
        button
      ) : (
        <Hint text={`${meaning.says} (${meaning.source})`}>{button}</Hint>
      )}
      {isChosen && meaning !== null && (
        <p className="field-meaning">
          {meaning.says} <span className="field-source">{meaning.source}</span>
        </p>
      )}
    </li>
  )
}

/** What a field means, and where that is defined. */
function useMeaning(about: string | null): { says: string; source: string } | null {
  const { fieldMeanings, page } = useWords()
  if (about === null || !isFieldCode(about)) return null
  return { says: fieldMeanings[about], source: fieldSources[about] ?? page.inspector.invented }
}
