import { basename, extname } from 'node:path'
import { createVirtualClock } from '../../clock/index.ts'
import { endOf, readHistoryFile } from '../../history/index.ts'
import { Repetition } from '../../history/repeat/index.ts'
import { startLab } from '../../lab/index.ts'
import { Composition, livedOf, proveScenarioText, stopLab } from '../../scenario/index.ts'
import { installFolder } from './install-folder.ts'
import { chosenLanguage } from './language.ts'
import { warn } from './output.ts'

/** Makes a scenario of a recorded history, with the usual expectations, and tries whether it passes. @throws {UnusableFile} */
export async function scenarioOfHistory(
  file: string,
): Promise<{ text: string; leftOut: number; hasPassed: boolean }> {
  const history = await readHistoryFile(file)
  if (history.cutLine !== null)
    warn(`${file}:${history.cutLine}: the history is cut short here; it is used up to the line before`)
  const options = { startLab, installFolder: installFolder() }
  const clock = createVirtualClock(history.startMs)
  const repetition = await Repetition.start(history, { startLab, clock, lab: options })
  const lived = await repetition
    .to(endOf(history))
    .then(() => livedOf(repetition.lab))
    .finally(() => stopLab(repetition.lab, clock))
  const composition = await Composition.begin(lived, { since: null, assertions: [] }, options)
  const { leftOut, text } = await composition.compose({
    name: basename(file, extname(file)),
    expectations: null,
    language: chosenLanguage(),
  })
  const { hasPassed } = await proveScenarioText(text, options)
  return { text, leftOut: leftOut.length, hasPassed }
}
