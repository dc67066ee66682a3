import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import type { ChartMark } from '#contract'
import { clockMinutes, clockTime } from '../words/format.ts'

/** A curve, and the token of its colour. */
export interface Curve {
  values: readonly (number | null)[]
  color: `--${string}`
  /** `steps` holds each value until the next; `area` fills what is below; `points` joins values across gaps. */
  form: 'steps' | 'area' | 'points' | 'limit'
}

export interface LineChartProps {
  seconds: readonly number[]
  curves: readonly Curve[]
  marks: readonly ChartMark[]
  /** Index of the interval under the cursor, or null. */
  cursor: number | null
  onCursor: (index: number | null) => void
  /** Somebody has marked this part, in milliseconds. */
  onZoom: (range: { from: number; to: number }) => void
  axisValue: (value: number) => string
  /** Whether it counts something: there is no half of a session. */
  isCount?: boolean
  /** Whether times stand below it. Of charts above each other, one is enough. */
  hasTimes: boolean
}

const markColors: Readonly<Record<ChartMark['code'], `--${string}`>> = {
  setting: '--accent',
  'fault-began': '--bad',
  'fault-ended': '--good',
  restarted: '--ink-soft',
}

/** One chart over lab time, drawn by uPlot. It is a picture: what it says is also said in words beside it. */
export function LineChart(props: LineChartProps) {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const latest = useRef(props)
  latest.current = props
  const forms = props.curves.map(({ color, form }) => `${color} ${form}`).join(' ')

  // biome-ignore lint/correctness/useExhaustiveDependencies: other curves need another plot; everything else changes in place
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const made = new uPlot(optionsOf(latest, element), dataOf(latest.current), element)
    plot.current = made
    const size = new ResizeObserver(() => made.setSize(sizeOf(element)))
    size.observe(element)
    // Colours are read when something is drawn, so that another theme needs only another drawing.
    const theme = new MutationObserver(() => made.redraw(false, true))
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    return () => {
      size.disconnect()
      theme.disconnect()
      made.destroy()
      plot.current = null
    }
  }, [forms])

  // biome-ignore lint/correctness/useExhaustiveDependencies: marks are drawn with the data
  useEffect(() => plot.current?.setData(dataOf(latest.current)), [props.seconds, props.curves, props.marks])

  useEffect(() => {
    const made = plot.current
    const second = props.cursor === null ? undefined : props.seconds[props.cursor]
    if (made === null) return
    const left = second === undefined ? -10 : made.valToPos(second, 'x')
    if (Math.abs((made.cursor.left ?? -10) - left) < 1) return
    made.setCursor({ left, top: second === undefined ? -10 : 10 }, false)
  }, [props.cursor, props.seconds])

  return <div ref={place} className="chart-plot" aria-hidden />
}

function dataOf({ curves, seconds }: LineChartProps): uPlot.AlignedData {
  return [[...seconds], ...curves.map(({ values }) => [...values])]
}

function sizeOf(element: HTMLElement): { width: number; height: number } {
  return { width: Math.max(120, element.clientWidth), height: Math.max(60, element.clientHeight) }
}

function color(token: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(token)
}

/** The options of a plot, which takes whatever may change from the latest properties. */
function optionsOf(latest: { readonly current: LineChartProps }, element: HTMLElement): uPlot.Options {
  const font = `11px ${getComputedStyle(document.body).fontFamily}`
  const axis: uPlot.Axis = {
    font,
    stroke: () => color('--ink-soft'),
    grid: { stroke: () => color('--line'), width: 1 },
    ticks: { stroke: () => color('--line'), width: 1, size: 4 },
  }
  return {
    ...sizeOf(element),
    legend: { show: false },
    // The last time stands half beyond the end of its axis.
    padding: [6, 28, 0, 0],
    scales: { x: { time: true }, y: { range: (_, __, most) => [0, most > 0 ? most * 1.15 : 1] } },
    series: [{}, ...latest.current.curves.map(seriesOf)],
    axes: [
      {
        ...axis,
        size: latest.current.hasTimes ? 24 : 6,
        space: 70,
        values: (_, splits) => {
          if (!latest.current.hasTimes) return splits.map(() => '')
          const isClose = (splits[1] ?? 0) - (splits[0] ?? 0) < 60
          return splits.map((second) => (isClose ? clockTime(second * 1_000) : clockMinutes(second * 1_000)))
        },
      },
      {
        ...axis,
        size: 56,
        space: 24,
        ...(latest.current.isCount ? { incrs: wholeSteps } : {}),
        values: (_, splits) => splits.map((value) => latest.current.axisValue(value)),
      },
    ],
    cursor: { y: false, drag: { x: true, y: false, setScale: false }, points: { size: 6 } },
    hooks: {
      draw: [(made) => drawMarks(made, latest.current.marks)],
      setCursor: [
        ({ cursor }) => {
          const isAway = cursor.left === undefined || cursor.left < 0
          const index = isAway ? null : (cursor.idx ?? null)
          if (index !== latest.current.cursor) latest.current.onCursor(index)
        },
      ],
      setSelect: [
        (made) => {
          const { left, width } = made.select
          if (width < 4) return
          const from = made.posToVal(left, 'x') * 1_000
          const to = made.posToVal(left + width, 'x') * 1_000
          made.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
          latest.current.onZoom({ from, to })
        },
      ],
    },
  }
}

/** What may lie between two lines of an axis that counts. */
const wholeSteps = [1, 10, 100, 1_000, 10_000, 100_000].flatMap((ten) => [ten, 2 * ten, 5 * ten])

function seriesOf({ color: token, form }: Curve): uPlot.Series {
  const steps = uPlot.paths.stepped?.({ align: 1 })
  return {
    stroke: () => color(token),
    width: form === 'limit' ? 1 : 1.5,
    spanGaps: form === 'points',
    points: form === 'points' ? { show: true, size: 5, fill: () => color(token) } : { show: false },
    ...(form === 'limit' ? { dash: [6, 4] } : {}),
    ...(form === 'area' ? { fill: () => `color-mix(in srgb, ${color(token)} 18%, transparent)` } : {}),
    ...(form !== 'points' && steps ? { paths: steps } : {}),
  }
}

function drawMarks({ bbox, ctx, scales, valToPos }: uPlot, marks: readonly ChartMark[]): void {
  const { max, min } = scales.x ?? {}
  if (min === undefined || max === undefined) return
  ctx.save()
  ctx.lineWidth = devicePixelRatio
  for (const { at, code } of marks) {
    const second = at / 1_000
    if (second < min || second > max) continue
    const x = Math.round(valToPos(second, 'x', true))
    ctx.strokeStyle = color(markColors[code])
    ctx.fillStyle = ctx.strokeStyle
    ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio])
    ctx.beginPath()
    ctx.moveTo(x, bbox.top)
    ctx.lineTo(x, bbox.top + bbox.height)
    ctx.stroke()
    ctx.beginPath()
    const half = 4 * devicePixelRatio
    ctx.moveTo(x - half, bbox.top)
    ctx.lineTo(x + half, bbox.top)
    ctx.lineTo(x, bbox.top + 1.5 * half)
    ctx.fill()
  }
  ctx.restore()
}
