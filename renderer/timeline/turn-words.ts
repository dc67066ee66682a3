import type { BranchView } from '#contract'
import type { Words } from '#words'
import { settingWords } from './mark-words.ts'

/** What is different in another turn: `Maximum sessions: 2`, `Directory is up: off`, `alice: Coverage None` */
export function turnWords({ changes, conditions, coverage }: BranchView, words: Words): string[] {
  const { ladder, service, turns } = words.page
  const { isCommunicationsServerUp, isDirectoryUp } = conditions
  return [
    ...Object.entries(changes).map(([key, value]) => settingWords({ key, value }, words)),
    ...(isDirectoryUp === undefined ? [] : [`${service.directoryIsUp}: ${turns.isOn(isDirectoryUp)}`]),
    ...(isCommunicationsServerUp === undefined
      ? []
      : [`${service.communicationsServerIsUp}: ${turns.isOn(isCommunicationsServerUp)}`]),
    ...(coverage === null
      ? []
      : [`${coverage.name}: ${ladder.coverage} ${words.labels.coverage[coverage.coverage]}`]),
  ]
}
