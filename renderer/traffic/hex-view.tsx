import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react'
import type { ByteRange } from '#contract'
import { scrollWithin } from '../controls/scroll-within.ts'
import { byteSize } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { overlap } from './trace.ts'

/** How much of a layer to show at first; a button shows the rest. */
const firstBytes = 128
const mostBytes = 16_384
/** In a row: two digits and a space. */
const digits = 3

/** The bytes of a layer in rows, a slider whose value is the byte that is chosen. Pressing one chooses it, arrows move on; what is lit stands out. */
export function HexView({
  name,
  bytes,
  perRow,
  lit,
  isLitWhole,
  onChoose,
}: {
  name: string
  bytes: Uint8Array
  perRow: 8 | 16
  lit: ByteRange | null
  /** Whether they are lit only as a whole. */
  isLitWhole: boolean
  onChoose: (byte: number) => void
}) {
  const { inspector, traffic } = useWords().page
  const [isWhole, setWhole] = useState(false)
  const part = bytes.subarray(0, isWhole || (lit?.start ?? 0) >= firstBytes ? mostBytes : firstBytes)
  const rows = Array.from({ length: Math.ceil(part.length / perRow) }, (_, index) => index * perRow)

  /** Said by screen readers, which are not read all bytes. */
  const chosen = lit === null || isLitWhole ? 0 : lit.start

  // What is lit from another layer may be far down.
  const group = useRef<HTMLDivElement>(null)
  const litRow = lit === null ? null : Math.floor(lit.start / perRow)
  useEffect(() => {
    const row = litRow === null ? null : group.current?.children[litRow]
    if (group.current && row) scrollWithin(group.current, row)
  }, [litRow])

  function onKeyDown(press: KeyboardEvent) {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -perRow, ArrowDown: perRow }[press.key]
    if (step === undefined) return
    press.preventDefault()
    const next = lit === null || isLitWhole ? 0 : step > 0 ? lit.end - 1 + step : lit.start + step
    onChoose(Math.min(part.length - 1, Math.max(0, next)))
  }

  return (
    <>
      <div
        ref={group}
        role="slider"
        aria-label={inspector.bytesOf(name)}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, bytes.length - 1)}
        aria-valuenow={chosen}
        aria-valuetext={inspector.byteAt(chosen, (bytes[chosen] ?? 0).toString(16).padStart(2, '0'))}
        className="hex"
        data-whole={isLitWhole}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {rows.map((offset) => (
          <Row
            key={offset}
            offset={offset}
            bytes={part.subarray(offset, offset + perRow)}
            perRow={perRow}
            lit={lit && overlap(lit, { start: offset, end: offset + perRow })}
            onChoose={onChoose}
          />
        ))}
      </div>
      {part.length < bytes.length && (
        <button type="button" className="button quiet layer-more" onClick={() => setWhole(true)}>
          {isWhole ? traffic.firstOnly(byteSize(mostBytes)) : traffic.showAllBytes(bytes.length)}
        </button>
      )}
    </>
  )
}

function Row({
  offset,
  bytes,
  perRow,
  lit,
  onChoose,
}: {
  offset: number
  bytes: Uint8Array
  perRow: number
  lit: ByteRange | null
  onChoose: (byte: number) => void
}) {
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
  const text = [...bytes]
    .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'))
    .join('')
  const from = lit === null ? 0 : lit.start - offset
  const to = lit === null ? 0 : lit.end - offset
  // The whole row is one element: which byte was pressed follows from the place, as all characters are equally wide.
  const choose = (width: number) => (press: MouseEvent<HTMLSpanElement>) => {
    const { left, width: drawn } = press.currentTarget.getBoundingClientRect()
    const characters = press.currentTarget.textContent.length
    const character = ((press.clientX - left) / drawn) * characters
    onChoose(offset + Math.min(bytes.length - 1, Math.max(0, Math.floor(character / width))))
  }
  return (
    <div className="hex-row">
      <span className="hex-offset" aria-hidden>
        {offset.toString(16).padStart(4, '0')}
      </span>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the group has the keys for it */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the group has the keys for it */}
      <span className="hex-digits" onClick={choose(digits)}>
        <Segments text={hex.padEnd(perRow * digits - 1)} from={from * digits} to={to * digits - 1} />
      </span>
      <span className="hex-text" aria-hidden onClick={choose(1)}>
        <Segments text={text} from={from} to={to} />
      </span>
    </div>
  )
}

function Segments({ text, from, to }: { text: string; from: number; to: number }) {
  if (to <= from) return text
  return (
    <>
      {text.slice(0, from)}
      <mark>{text.slice(from, to)}</mark>
      {text.slice(to)}
    </>
  )
}
