import { type Report, readable } from './report.ts'
import type { Sample } from './row.ts'
import { measureAdmissions } from './rows/admission-growth.ts'
import { measureLogins, measureLoginsTogether, measureLogouts } from './rows/login-fan-out.ts'
import { measureCost } from './rows/memory.ts'

interface Point {
  size: number
  cost: number
}

/** How the cost of one operation depends on the size of the lab. */
interface Growth {
  what: string
  unit: string
  points: readonly Point[]
}

/** Measures each operation once in labs of different sizes. */
export async function measureGrowth(isSmall: boolean): Promise<Growth[]> {
  const byUsers = async (measure: (users: number) => Promise<Sample>) => {
    const points: Point[] = []
    for (const size of isSmall ? [1, 2] : [10, 25, 50, 51, 100, 200]) {
      points.push({ size, cost: (await measure(size)).value })
    }
    return { unit: 'ms of CPU', points }
  }
  const admissions: Point[] = []
  for (const size of isSmall ? [1_000, 2_000] : [10, 100, 1_000, 10_000, 100_000]) {
    admissions.push({ size, cost: (await measureAdmissions(size, isSmall ? 1 : 20)).value })
  }
  return [
    {
      what: 'A login, one after another, by the number of users in the lab',
      ...(await byUsers(measureLogins)),
    },
    {
      what: 'A login, all together, by the number of users in the lab',
      ...(await byUsers(measureLoginsTogether)),
    },
    { what: 'A logout, by the number of users in the lab', ...(await byUsers(measureLogouts)) },
    {
      what: 'An admission that logs out one idle session, by the number of sessions',
      unit: 'µs of CPU',
      points: admissions,
    },
    ...(await measureSizes('handhelds', isSmall ? [1] : [10, 100, 1_000, 10_000])),
    // Memory ends a lab of 100,000 handhelds, so its sessions are opened in the service alone.
    ...(await measureSizes('sessions', isSmall ? [10] : [10, 100, 1_000, 10_000, 100_000])),
  ]
}

/** Measures labs of these sizes, each in a process of its own. */
async function measureSizes(script: 'handhelds' | 'sessions', sizes: readonly number[]): Promise<Growth[]> {
  const empty = await measureCost(script, 0)
  const costs: (Awaited<ReturnType<typeof measureCost>> & { size: number })[] = []
  for (const size of sizes) costs.push({ size, ...(await measureCost(script, size)) })
  const by =
    script === 'handhelds'
      ? 'by the number of handhelds'
      : 'in a service without devices, by the number of sessions'
  const pointsOf = (costOf: (cost: (typeof costs)[number]) => number) =>
    costs.map((cost) => ({ size: cost.size, cost: costOf(cost) }))
  return [
    {
      what: `Resident memory for each, beyond that of an empty lab, ${by}`,
      unit: 'kB',
      points: pointsOf(({ rss, size }) => (rss - empty.rss) / size / 1_000),
    },
    { what: `A login, ${by}`, unit: 'ms of CPU', points: pointsOf(({ loginMs }) => loginMs) },
    { what: `A status message, ${by}`, unit: 'ms of CPU', points: pointsOf(({ statusMs }) => statusMs) },
    { what: `A logout, ${by}`, unit: 'ms of CPU', points: pointsOf(({ logoutMs }) => logoutMs) },
  ]
}

/** One page without anything from outside: the table of results, and a chart for each operation. */
export function formatPage({ machine, measuredOn, results }: Report, growth: readonly Growth[]): string {
  const rows = results.map(
    ({ name, what, ratio, spread, goal, met }) =>
      `<tr><td>${name}<td>${escapeHtml(what)}<td>${ratio.toFixed(2)}<td>${spread.map((value) => value.toFixed(2)).join('–')}<td>${escapeHtml(goal)}<td>${met ? 'yes' : '<b>no</b>'}`,
  )
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Bramble's benchmark</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem }
table { border-collapse: collapse } td, th { border-bottom: 1px solid #ccc; padding: .2rem .6rem; text-align: left }
svg { max-width: 100%; font: 12px system-ui, sans-serif } figure { margin: 2rem 0 }
</style>
<h1>Bramble's benchmark</h1>
<p>Measured on ${measuredOn}: ${escapeHtml(machine)}.
<table><tr><th>row<th>ours / theirs<th>ratio<th>range<th>goal<th>met
${rows.join('\n')}
</table>
<h2>How cost grows</h2>
${growth.map(drawChart).join('\n')}
</html>
`
}

const width = 640
const height = 300
const margin = { left: 60, right: 20, top: 16, bottom: 40 }

/** A line over a logarithmic axis of sizes; the axis of costs begins at 0. */
function drawChart({ what, unit, points }: Growth): string {
  const sizes = points.map(({ size }) => Math.log10(size))
  const least = Math.min(...sizes)
  const sizeRange = Math.max(...sizes) - least || 1
  const mostCost = Math.max(...points.map(({ cost }) => cost)) * 1.1
  const bottom = height - margin.bottom
  const x = (size: number) =>
    margin.left + ((Math.log10(size) - least) / sizeRange) * (width - margin.left - margin.right)
  const y = (cost: number) => bottom - (cost / mostCost) * (bottom - margin.top)
  const line = points.map(({ size, cost }) => `${x(size).toFixed(1)},${y(cost).toFixed(1)}`).join(' ')
  const marks = points.map(
    ({ size, cost }) =>
      `<circle cx="${x(size).toFixed(1)}" cy="${y(cost).toFixed(1)}" r="4" fill="#0b62a4"><title>${size}: ${readable(cost)} ${unit}</title></circle>` +
      `<text x="${x(size).toFixed(1)}" y="${bottom + 18}" text-anchor="middle">${size}</text>`,
  )
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const cost = part * mostCost
    return `<path d="M${margin.left} ${y(cost).toFixed(1)}H${width - margin.right}" stroke="#ddd"/><text x="${margin.left - 8}" y="${(y(cost) + 4).toFixed(1)}" text-anchor="end">${readable(cost)}</text>`
  })
  return `<figure><figcaption>${escapeHtml(what)}, in ${unit}</figcaption>
<svg viewBox="0 0 ${width} ${height}" width="${width}" role="img" aria-label="${escapeHtml(what)}">
${ticks.join('')}<polyline points="${line}" fill="none" stroke="#0b62a4" stroke-width="2"/>${marks.join('')}
</svg></figure>`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
