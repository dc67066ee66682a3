import { useMemo, useState } from 'react'
import type { LayerView } from '#contract'
import { PeopleText } from '../controls/people-text.tsx'
import { byteSize } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { fromBase64, hexDump } from './hex.ts'

/** How much of a layer to show at first; a button shows the rest. */
const firstBytes = 128
const mostBytes = 16_384

/** One layer of a frame: what was done to get here, its header fields, its bytes, its text. */
export function Layer({ layer, depth }: { layer: LayerView; depth: number }) {
  const bytes = useMemo(() => (layer.bytes === null ? null : fromBase64(layer.bytes)), [layer.bytes])
  return (
    <section className="layer" data-depth={depth} aria-label={layer.title}>
      <header className="layer-head">
        <span className="layer-number">{depth + 1}</span>
        <h3>{layer.title}</h3>
        {bytes !== null && <span className="hint tabular">{byteSize(bytes.length)}</span>}
      </header>
      <p className="layer-note">
        <PeopleText text={layer.note} />
      </p>
      {layer.fields.length > 0 && (
        <dl className="layer-fields">
          {layer.fields.map((field, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: header fields may repeat; their place is their identity
            <div key={`${index} ${field.name}`}>
              <dt>{field.name}</dt>
              <dd>
                <PeopleText text={field.value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {layer.text !== null && (
        <pre className="layer-text">
          <PeopleText text={layer.text} />
        </pre>
      )}
      {bytes !== null && bytes.length > 0 && <Bytes bytes={bytes} isSecondary={layer.text !== null} />}
    </section>
  )
}

function Bytes({ bytes, isSecondary }: { bytes: Uint8Array; isSecondary: boolean }) {
  const { traffic } = useWords().page
  const [isWhole, setWhole] = useState(false)
  const [isShown, setShown] = useState(!isSecondary)
  if (!isShown) {
    return (
      <button type="button" className="button quiet layer-more" onClick={() => setShown(true)}>
        {traffic.showBytes}
      </button>
    )
  }
  const part = bytes.subarray(0, isWhole ? mostBytes : firstBytes)
  return (
    <>
      <pre className="layer-hex">{hexDump(part)}</pre>
      {part.length < bytes.length && (
        <button type="button" className="button quiet layer-more" onClick={() => setWhole(true)}>
          {isWhole ? traffic.firstOnly(byteSize(mostBytes)) : traffic.showAllBytes(bytes.length)}
        </button>
      )}
    </>
  )
}
