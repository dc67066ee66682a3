import { formatDuration } from '#contract'
import { languageOf, wordsOf } from '#words'
import { actsOf } from './acts.ts'
import { groupsOf, stepOfGroup } from './group-acts.ts'
import type { Lived } from './lived.ts'
import { readablePause } from './readable-times.ts'
import type { WrittenItem } from './rehearsal.ts'
import { writeScenario } from './scenario-document.ts'

/** What was done as a scenario, at once: nothing is repeated, so nothing is proven, and pauses are only about right. */
export function plainScenario(lived: Lived, language: string): string {
  const { file: words, plain } = wordsOf(languageOf(language)).page.compose
  const items: WrittenItem[] = []
  const acts = actsOf(lived)
  let nowMs = acts[0]?.atMs ?? 0
  for (const group of groupsOf(acts, 'round')) {
    const pauseMs = readablePause(group.atMs - nowMs)
    const step = stepOfGroup(group, 'round')
    if (pauseMs > 0 && step !== null) {
      items.push({ step: { wait: formatDuration(pauseMs) }, isSetUp: false })
      nowMs += pauseMs
    }
    if (step !== null) items.push({ step, isSetUp: false })
    nowMs = Math.max(nowMs, group.untilMs)
    for (const act of group.acts) if (act.step === null) items.push({ said: act.said })
  }
  const about = [
    plain.about,
    words.passwords,
    ...lived.outside.map((part) => words.outside[part]),
    ...(lived.dropped > 0 ? [words.dropped(lived.dropped)] : []),
  ]
  return writeScenario({ name: plain.name, about }, lived.lab, items, words)
}
