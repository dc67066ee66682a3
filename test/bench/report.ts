import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { z } from 'zod'
import type { Result } from './measure.ts'

const cost = z.object({ cpuMs: z.number(), wallMs: z.number() })
const result = z.object({
  name: z.string(),
  what: z.string(),
  ours: z.number(),
  theirs: z.number(),
  unit: z.string(),
  ratio: z.number(),
  spread: z.tuple([z.number(), z.number()]).readonly(),
  goal: z.string(),
  met: z.boolean(),
  cost: z.object({ ours: cost, theirs: cost }),
})

const report = z.object({
  /** The processor's model, the number of its cores and the version of Node. */
  machine: z.string(),
  /** Such as `2026-02-28`. */
  measuredOn: z.string(),
  results: z.array(result),
})

/** The results of a run, as `--json` writes them. */
export type Report = z.infer<typeof report>

export function createReport(results: Result[]): Report {
  const cores = cpus()
  const model = cores[0]?.model.trim() ?? 'unknown processor'
  return {
    machine: `${model}, ${cores.length} cores, Node.js ${process.versions.node}`,
    measuredOn: new Date().toISOString().slice(0, 10),
    results,
  }
}

/** @throws where the file is no report of this benchmark */
export function readReport(file: string): Report {
  return report.parse(JSON.parse(readFileSync(file, 'utf8')))
}

const begin = '<!-- The table begins here. It is generated: see below. -->'
const end = '<!-- The table ends here. -->'

/** Replaces the table in a document, between two comments. @throws where the document lacks the comments */
export function replaceTable(document: string, made: Report): void {
  const text = readFileSync(document, 'utf8')
  const from = text.indexOf(begin)
  const to = text.indexOf(end)
  if (from < 0 || to < from) throw new Error(`${document} lacks the comments around its table`)
  writeFileSync(document, `${text.slice(0, from + begin.length)}\n\n${formatTable(made)}\n${text.slice(to)}`)
}

function formatTable({ machine, measuredOn, results }: Report): string {
  const rows = results.map(({ name, what, ours, theirs, unit, ratio, spread, goal, met }) =>
    [
      `\`${name}\``,
      what,
      `${readable(ours)} / ${readable(theirs)} ${unit}`,
      `${ratio.toFixed(2)} (${spread.map((value) => value.toFixed(2)).join('–')})`,
      goal,
      met ? 'yes' : '**no**',
    ].join(' | '),
  )
  const missed = results.filter(({ met }) => !met).map(({ name }) => `\`${name}\``)
  return `Measured on ${measuredOn}: ${machine}.

| row | ours / theirs | values | ratio (range) | goal | met |
|---|---|---|---|---|---|
${rows.map((row) => `| ${row} |`).join('\n')}

${missed.length === 0 ? 'Every goal of these rows is met.' : `Goals that are not met yet: ${missed.join(', ')}.`}
`
}

/** Three significant digits, and all digits of a large number. */
export function readable(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}
