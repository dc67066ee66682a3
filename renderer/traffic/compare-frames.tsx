import { X } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { FrameView } from '#contract'
import type { Words } from '#words'
import { PeopleText } from '../controls/people-text.tsx'
import { show } from '../store/interface.ts'
import { byteSize, preciseTime } from '../words/format.ts'
import { frameSummary } from '../words/frame-summary.ts'
import { hopWords, useWords } from '../words/words.ts'
import { type ComparedField, compareFields, compareLayers, differingBytes } from './compare.ts'
import './compare.css'
import { fromBase64 } from './hex.ts'
import { useLayers } from './use-layers.ts'

/** Two frames beside each other, layer by layer. */
export function CompareFrames({ left, right }: { left: number; right: number }) {
  const words = useWords()
  const { inspector, traffic } = words.page
  const [isOnlyDifferences, setOnlyDifferences] = useState(false)
  const one = useLayers(left, false)
  const other = useLayers(right, false)
  const problem = one.problem ?? other.problem
  const sections = useMemo(() => {
    if (one.opened === null || other.opened === null) return []
    const facts = compareFields(factsOf(words, one.opened.frame), factsOf(words, other.opened.frame))
    const layers = compareLayers(one.opened.layers, other.opened.layers).map((layer) => ({
      title: layer.title,
      fields: layer.fields,
      bytes: bytesOf(layer.left?.bytes ?? null, layer.right?.bytes ?? null),
    }))
    return [{ title: inspector.frameFacts, fields: facts, bytes: null }, ...layers]
  }, [words, inspector, one.opened, other.opened])
  const count = sections.flatMap(({ fields }) => fields).filter(isDifferent).length

  return (
    <section className="frame-detail" aria-label={inspector.comparing(left, right)}>
      <header className="pane-head">
        <h2>{inspector.comparing(left, right)}</h2>
        <span className="pane-aside tabular" role="status">
          {count === 0 ? inspector.noDifferences : inspector.differ(count)}
        </span>
        <div className="pane-tools">
          <label className="reveal">
            <input
              type="checkbox"
              checked={isOnlyDifferences}
              onChange={() => setOnlyDifferences(!isOnlyDifferences)}
            />
            {inspector.onlyDifferences}
          </label>
          <button
            type="button"
            className="button quiet icon"
            aria-label={inspector.stopComparing}
            onClick={() => show({ comparedFrame: null })}
          >
            <X size={15} aria-hidden />
          </button>
        </div>
      </header>
      <section
        className="frame-detail-body"
        aria-label={inspector.fieldsOfBoth}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and nothing in it takes the focus
        tabIndex={0}
      >
        {problem !== null && <p className="form-error">{problem}</p>}
        {sections.map(({ title, fields, bytes }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: layers of one title may repeat; their place is their identity
          <table key={`${index} ${title}`} className="compare-table" aria-label={title}>
            <caption>
              {title}
              {bytes !== null && (
                <span className="hint tabular"> {inspector.bytesDiffer(bytes.differing, bytes.total)}</span>
              )}
            </caption>
            <thead className={index === 0 ? undefined : 'visually-hidden'}>
              <tr>
                <th scope="col">{inspector.field}</th>
                <th scope="col">{traffic.frame(left)}</th>
                <th scope="col">{traffic.frame(right)}</th>
              </tr>
            </thead>
            <tbody>
              {fields
                .filter((field) => !isOnlyDifferences || isDifferent(field))
                .map((field, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: fields of one name may repeat; their place is their identity
                  <FieldRow key={`${place} ${field.name}`} field={field} />
                ))}
            </tbody>
          </table>
        ))}
      </section>
    </section>
  )
}

function isDifferent({ difference }: ComparedField): boolean {
  return difference !== 'same'
}

function FieldRow({ field: { name, left, right, depth, difference } }: { field: ComparedField }) {
  const { differences } = useWords().page.inspector
  return (
    <tr data-difference={difference}>
      <th scope="row" data-depth={depth}>
        {name}
        <span className={difference === 'same' ? 'visually-hidden' : 'difference'}>
          {differences[difference]}
        </span>
      </th>
      <td>{left !== null && <PeopleText text={left} />}</td>
      <td>{right !== null && <PeopleText text={right} />}</td>
    </tr>
  )
}

function factsOf(words: Words, frame: FrameView) {
  const { labels, page } = words
  const { factNames } = page.inspector
  const hop = hopWords(labels, frame.hop)
  const way =
    frame.direction === 'up' ? page.traffic.way(hop.from, hop.to) : page.traffic.way(hop.to, hop.from)
  const fact = (name: string, value: string) => ({ name, value, depth: 0 })
  return [
    fact(factNames.time, preciseTime(frame.at)),
    fact(factNames.hop, hop.full),
    fact(factNames.direction, way),
    fact(factNames.device, frame.handheld ?? '–'),
    fact(factNames.size, byteSize(frame.sizeBytes)),
    fact(factNames.summary, frameSummary(words, frame, true)),
  ]
}

function bytesOf(left: string | null, right: string | null) {
  if (left === null || right === null) return null
  const [one, other] = [fromBase64(left), fromBase64(right)]
  return { differing: differingBytes(one, other), total: Math.max(one.length, other.length) }
}
