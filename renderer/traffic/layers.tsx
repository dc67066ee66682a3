import { Lock, LockOpen } from 'lucide-react'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { LayerView } from '#contract'
import { useWords } from '../words/words.ts'
import { fromBase64 } from './hex.ts'
import { type Chosen, Layer } from './layer.tsx'
import { traceBytes } from './trace.ts'

/** From this width on, layers stand side by side. */
const columnsFromPx = 500
/** From this width on, a layer has room for sixteen bytes in a row. */
const sixteenFromPx = 460

/**
 * The layers of a frame. Of an encrypted one, what the carrier sees stands beside what is inside. What is chosen in one layer is lit
 * in all layers where its bytes can be followed.
 */
export function Layers({ layers, isEncrypted }: { layers: readonly LayerView[]; isEncrypted: boolean }) {
  const { inspector } = useWords().page
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const { element, width } = useWidth()
  const bytes = useMemo(
    () => layers.map((one) => (one.bytes === null ? null : fromBase64(one.bytes))),
    [layers],
  )
  const lit = useMemo(() => {
    if (chosen === null || chosen.range === null) return layers.map(() => null)
    const traced = layers.map(({ origin }, index) => ({ origin, size: bytes[index]?.length ?? 0 }))
    return traceBytes(traced, { layer: chosen.layer, range: chosen.range })
  }, [layers, bytes, chosen])
  const isWide = width >= columnsFromPx
  const columns = isWide && layers.length > 1 ? 2 : 1
  const perRow = width / columns >= sixteenFromPx ? 16 : 8
  const shown = (index: number) => {
    const layer = layers[index]
    if (layer === undefined) return null
    return (
      <Layer
        key={`${index} ${layer.title}`}
        layer={layer}
        depth={index}
        bytes={bytes[index] ?? null}
        perRow={perRow}
        chosen={chosen}
        lit={lit[index] ?? null}
        origin={layer.origin === null ? null : (layers[layer.origin.layer] ?? null)}
        onChoose={setChosen}
      />
    )
  }
  const indices = layers.map((_, index) => index)
  if (!isEncrypted) {
    return (
      <div ref={element} className="layers" data-columns={columns}>
        {indices.map((index) => (
          <div key={index} className="layer-side">
            {shown(index)}
          </div>
        ))}
      </div>
    )
  }
  const onSide = (side: LayerView['side']) => indices.filter((index) => layers[index]?.side === side)
  const inside = onSide('inside')
  return (
    <div ref={element} className="layers" data-columns={isWide ? 2 : 1}>
      <section className="layer-side" data-side="wire" aria-label={inspector.onTheWire}>
        <h3 className="side-title">
          <Lock size={12} aria-hidden /> {inspector.onTheWire}
          <span className="hint">{inspector.onTheWireHint}</span>
        </h3>
        {onSide('wire').map(shown)}
      </section>
      <section className="layer-side" data-side="inside" aria-label={inspector.inside}>
        <h3 className="side-title">
          <LockOpen size={12} aria-hidden /> {inspector.inside}
          <span className="hint">{inspector.insideHint}</span>
        </h3>
        {inside.length === 0 ? <p className="hint">{inspector.insideUnknown}</p> : inside.map(shown)}
      </section>
    </div>
  )
}

function useWidth() {
  const element = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const { current } = element
    if (current === null) return
    const measure = () => setWidth(current.clientWidth)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(current)
    return () => observer.disconnect()
  }, [])
  return { element, width }
}
