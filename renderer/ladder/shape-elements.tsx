import type { Paint, Shape } from './shapes.ts'

/** Shapes as elements of the page, in the colours of its theme. */
export function Shapes({ shapes }: { shapes: readonly Shape[] }) {
  return shapes.map((shape, index) =>
    shape.kind === 'path' ? (
      <path
        // biome-ignore lint/suspicious/noArrayIndexKey: shapes have no name of their own, and are drawn anew together
        key={index}
        d={shape.d}
        fill={shape.fill === null ? 'none' : colour(shape.fill)}
        stroke={shape.stroke === null ? undefined : colour(shape.stroke)}
        strokeWidth={shape.stroke === null ? undefined : shape.width}
        strokeDasharray={shape.dash.length === 0 ? undefined : shape.dash.join(' ')}
      />
    ) : (
      <text
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        key={index}
        className={shape.hasHalo ? 'ladder-text has-halo' : 'ladder-text'}
        x={shape.x}
        y={shape.y}
        fontSize={shape.size}
        fontWeight={shape.weight}
        textAnchor={shape.anchor}
        fill={colour(shape.paint)}
      >
        {shape.text}
      </text>
    ),
  )
}

function colour(paint: Paint): string {
  return `var(--${paint === 'ground' ? 'row-ground' : paint})`
}
