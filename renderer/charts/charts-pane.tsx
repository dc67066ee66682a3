import './charts.css'
import { ChartLine, Table, ZoomOut } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useState } from 'react'
import { IconButton } from '../controls/icon-button.tsx'
import { Pane } from '../panes/pane.tsx'
import { type Preferences, prefer, usePreferences } from '../store/preferences.ts'
import { useSnapshot } from '../store/selectors.ts'
import { tookTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type ChartData, chartData, within } from './chart-data.ts'
import { ChartTable } from './chart-table.tsx'
import { markWords, momentWords } from './chart-words.ts'
import { type Curve, LineChart, type LineChartProps } from './line-chart.tsx'
import { useCharts } from './use-charts.ts'

const spans: Readonly<Record<Preferences['chartSpan'], number | null>> = {
  minutes: 300_000,
  hour: 3_600_000,
  all: null,
}
const spanNames: readonly Preferences['chartSpan'][] = ['minutes', 'hour', 'all']

interface Range {
  from: number
  to: number
}

/** Sessions, frames and times of logins over lab time, with marks where something was changed, broke or was mended. */
export default function ChartsPane() {
  const words = useWords().page.charts
  const span = usePreferences((state) => state.chartSpan)
  const view = useCharts(spans[span])
  const maximum = useSnapshot(({ services }) => services[0]?.settings.maximumSessions ?? null, null)
  const [zoom, setZoom] = useState<Range | null>(null)
  const [isTable, setIsTable] = useState(false)
  const whole = useMemo(() => (view === null ? null : chartData(view, maximum)), [view, maximum])
  const data = useMemo(() => (whole === null ? null : within(whole, zoom)), [whole, zoom])

  return (
    <Pane
      title={words.title}
      pane="charts"
      tools={
        <>
          {zoom !== null && <IconButton name={words.zoomOut} icon={ZoomOut} onPress={() => setZoom(null)} />}
          <select
            className="field"
            aria-label={words.span}
            value={span}
            onChange={(change) => {
              const chartSpan = spanNames.find((name) => name === change.currentTarget.value)
              if (chartSpan === undefined) return
              setZoom(null)
              prefer({ chartSpan })
            }}
          >
            {spanNames.map((name) => (
              <option key={name} value={name}>
                {words.spans[name]}
              </option>
            ))}
          </select>
          <IconButton
            name={isTable ? words.asCurves : words.asTable}
            icon={isTable ? ChartLine : Table}
            isPressed={isTable}
            onPress={() => setIsTable(!isTable)}
          />
        </>
      }
    >
      {data === null || data.seconds.length === 0 ? (
        <div className="empty">
          <p className="empty-title">{words.reading}</p>
        </div>
      ) : isTable ? (
        <ChartTable data={data} />
      ) : (
        <Curves data={data} zoom={setZoom} isZoomed={zoom !== null} />
      )}
    </Pane>
  )
}

function Curves({
  data,
  zoom,
  isZoomed,
}: {
  data: ChartData
  zoom: (range: Range | null) => void
  isZoomed: boolean
}) {
  const words = useWords()
  const { charts } = words.page
  const [cursor, setCursor] = useState<number | null>(null)
  const last = data.seconds.length - 1
  const index = Math.min(cursor ?? last, last)
  const moment = momentWords(words.page, data, index)
  const marks = marksNear(data, cursor === null ? null : index)
  const curves = useMemo(() => curvesOf(data), [data])
  useEffect(() => {
    if (cursor !== null && cursor > last) setCursor(null)
  }, [cursor, last])

  /** Shows half as much around the cursor, or twice as much. */
  function zoomBy(factor: number) {
    const from = (data.seconds[0] ?? 0) * 1_000
    const to = (data.seconds[last] ?? 0) * 1_000
    const middle = (data.seconds[index] ?? 0) * 1_000
    const half = Math.max(2 * data.intervalMs, ((to - from) / 2) * factor)
    zoom({ from: middle - half, to: middle + half })
  }

  function onKeyDown(press: KeyboardEvent) {
    const step = press.shiftKey ? 10 : 1
    const moves: Record<string, number> = {
      ArrowLeft: index - step,
      ArrowRight: index + step,
      Home: 0,
      End: last,
    }
    const move = moves[press.key]
    if (move !== undefined) setCursor(Math.max(0, Math.min(last, move)))
    else if (press.key === '+' || press.key === '=') zoomBy(0.5)
    else if (press.key === '-') zoomBy(2)
    else if (press.key === 'Escape' && (cursor !== null || isZoomed)) {
      setCursor(null)
      zoom(null)
    } else return
    press.preventDefault()
  }

  const shared: Omit<LineChartProps, 'curves' | 'axisValue' | 'isCount' | 'hasTimes'> = {
    seconds: data.seconds,
    marks: data.marks,
    cursor,
    onCursor: setCursor,
    onZoom: zoom,
  }
  const said = [
    moment.time,
    `${charts.sessions} ${moment.sessions}`,
    `${charts.frames} ${moment.frames}`,
    `${charts.times} ${moment.logins}`,
    ...marks.map((mark) => markWords(words, mark)),
  ].join(', ')
  return (
    // What a slider contains is a picture for screen readers; its value says the same in words.
    <div
      className="charts-body"
      role="slider"
      tabIndex={0}
      aria-label={charts.moment}
      aria-description={charts.keys}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={index}
      aria-valuetext={said}
      onKeyDown={onKeyDown}
      onDoubleClick={() => zoom(null)}
    >
      <p className="charts-moment tabular">
        <strong>{moment.time}</strong>
        {marks.map((mark) => (
          <span key={`${mark.at} ${markWords(words, mark)}`} className="charts-mark" data-code={mark.code}>
            {markWords(words, mark)}
          </span>
        ))}
      </p>
      <Chart title={charts.sessions} value={moment.sessions}>
        <LineChart {...shared} curves={curves.sessions} axisValue={String} isCount hasTimes={false} />
      </Chart>
      <Chart title={charts.frames} value={moment.frames}>
        <LineChart {...shared} curves={curves.frames} axisValue={String} isCount hasTimes={false} />
      </Chart>
      <Chart title={charts.times} value={moment.logins}>
        <LineChart {...shared} curves={curves.times} axisValue={tookTime} hasTimes />
      </Chart>
    </div>
  )
}

function Chart({ title, value, children }: { title: string; value: string; children: ReactNode }) {
  return (
    <figure className="chart">
      <figcaption className="chart-title">
        {title} <span className="chart-value tabular">{value}</span>
      </figcaption>
      {children}
    </figure>
  )
}

function curvesOf(data: ChartData): Readonly<Record<'sessions' | 'frames' | 'times', readonly Curve[]>> {
  return {
    sessions: [
      { values: data.sessions, color: '--hop-service', form: 'area' },
      { values: data.maximum, color: '--bad', form: 'limit' },
    ],
    frames: [{ values: data.framesPerSecond, color: '--hop-wireless', form: 'area' }],
    times: [
      { values: data.p50, color: '--hop-communications', form: 'points' },
      { values: data.p95, color: '--hop-directory', form: 'points' },
    ],
  }
}

/** Maximum number of marks that are named at once. */
const mostNamed = 3

/** The marks at the interval under the cursor; without a cursor the latest ones. */
function marksNear(data: ChartData, index: number | null): ChartData['marks'] {
  if (index === null) return data.marks.slice(-1)
  const at = (data.seconds[index] ?? 0) * 1_000
  // A mark is hard to hit exactly.
  const reach = Math.max(data.intervalMs, ((data.seconds.length * data.intervalMs) / 100) * 1.5)
  return data.marks.filter((mark) => Math.abs(mark.at - at) <= reach).slice(-mostNamed)
}
