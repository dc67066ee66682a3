import { partsOf } from '../words/visible-text.ts'

/**
 * Text that people wrote: a message, a name. Its direction does not reach what stands around it, and characters that would
 * turn text around, or hide, are shown by their names. For tooltips and toasts, which take no elements, see `visibleText`.
 */
export function PeopleText({ text, className }: { text: string; className?: string }) {
  const parts = partsOf(text)
  return (
    <bdi className={className}>
      {parts.length === 1 && parts[0]?.codePoint === null
        ? text
        : parts.map(({ text: part, codePoint }, position) =>
            codePoint === null ? (
              part
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
              <span key={position} className="control-character" title={codePoint}>
                {part}
              </span>
            ),
          )}
    </bdi>
  )
}
