import { useWords } from '../words/words.ts'
import type { ChartData } from './chart-data.ts'
import { markWords, momentWords } from './chart-words.ts'

/** Maximum number of rows: what is longer ago is seen by choosing a part of the curves. */
const mostRows = 200

/** What the curves show, as a table: the newest intervals in which something happened or was changed. */
export function ChartTable({ data }: { data: ChartData }) {
  const words = useWords()
  const { charts } = words.page
  const rows = data.seconds
    .map((second, index) => ({
      index,
      second,
      marks: data.marks.filter(({ at }) => at >= second * 1_000 && at < second * 1_000 + data.intervalMs),
    }))
    .filter(({ index, marks }) => marks.length > 0 || isEventful(data, index))
    .slice(-mostRows)
    .reverse()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <div className="charts-table" tabIndex={0}>
      <table aria-label={charts.title}>
        <thead>
          <tr>
            <th scope="col">{charts.time}</th>
            <th scope="col">{charts.sessions}</th>
            <th scope="col">{charts.frames}</th>
            <th scope="col">{charts.times}</th>
            <th scope="col">{charts.changes}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ index, marks, second }) => {
            const moment = momentWords(words.page, data, index)
            return (
              <tr key={second}>
                <td className="tabular">{moment.time}</td>
                <td className="tabular">{moment.sessions}</td>
                <td className="tabular">{moment.frames}</td>
                <td className="tabular">{moment.logins}</td>
                <td>{marks.map((mark) => markWords(words, mark)).join(', ')}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function isEventful(data: ChartData, index: number): boolean {
  return (
    index === data.seconds.length - 1 ||
    (data.framesPerSecond[index] ?? 0) > 0 ||
    (data.logins[index] ?? 0) > 0 ||
    data.sessions[index] !== data.sessions[index - 1]
  )
}
