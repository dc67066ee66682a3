import { statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type LessonResults,
  ResultsFolder,
  resultsAsCsv,
  resultsAsJson,
  resultsAsStatements,
} from '../../lessons/index.ts'
import { exitCodes, print, UnusableInput, warn } from './output.ts'
import { checkOutputs, type OutputPath } from './plan/output-paths.ts'
import { writeReport } from './report/reports.ts'

export interface LessonResultsCommand {
  csv?: string
  json?: string
  xapi?: string
}

/** Shows the results in a folder, or writes them in the forms of other programs. */
export async function lessonResults(folder: string, command: LessonResultsCommand): Promise<number> {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UnusableInput(`${folder} is no folder of results`)
  }
  const { csv, json, xapi } = command
  const outputs = [
    ['--csv', csv, resultsAsCsv],
    ['--json', json, resultsAsJson],
    ['--xapi', xapi, resultsAsStatements],
  ] as const
  const wanted = outputs.flatMap(([option, path, write]) =>
    path === undefined ? [] : [{ option, path, write }],
  )
  const inputs = (await readdir(folder)).map((name) => join(folder, name))
  checkOutputs(
    wanted.map(({ option, path }): OutputPath => ({ option, what: 'report', path })),
    inputs,
  )
  const { results, unusable } = await new ResultsFolder(folder).all()
  for (const file of unusable) warn(`left out, being no results of lessons: ${file}`)
  for (const { path, write } of wanted) await writeReport(path, write(results))
  if (wanted.length === 0) for (const line of results.flatMap(linesOf)) print(line)
  return exitCodes.fine
}

function linesOf({ attempts, lesson, trainee }: LessonResults): string[] {
  return attempts.map(({ begunAt, finishedAt, score }) => {
    const end = finishedAt === null ? 'not finished' : `${Math.round((finishedAt - begunAt) / 60_000)} min`
    return `${trainee ?? '-'}  ${lesson.id}  ${score.earned} of ${score.most}  ${end}`
  })
}
