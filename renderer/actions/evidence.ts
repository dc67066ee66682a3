import { Eye, Milestone } from 'lucide-react'
import type { EvidenceItem } from '#contract'
import { evidenceKey } from '../store/evidence.ts'
import { show } from '../store/interface.ts'
import { showScope } from '../store/ladder.ts'
import { showLog, wholeLog } from '../store/log-view.ts'
import { focusPane } from '../store/panes.ts'
import type { PaneName } from '../store/preferences.ts'
import { wordsNow } from '../words/words.ts'
import { type Action, type ActionContext, actionWithoutArguments } from './action.ts'

const paneOf: Readonly<Record<EvidenceItem['kind'], PaneName>> = {
  frame: 'traffic',
  session: 'sessions',
  log: 'log',
  step: 'flow',
  setting: 'service',
  handheld: 'bench',
  user: 'service',
}

/** Shows something of the lab where it is, such as what is in the notebook. */
export const showEvidence: Action<{ item: EvidenceItem }> = {
  name: 'window.showEvidence',
  group: 'window',
  label: ({ item }) => wordsNow().page.lessons.notebook.kinds[item.kind],
  icon: () => Eye,
  perform({ item }) {
    if (item.kind === 'frame') show({ openFrame: item.number })
    if (item.kind === 'step') show({ pinnedFlow: item.flow, markedStep: item })
    if (item.kind === 'log') showLog(wholeLog)
    focusPane(paneOf[item.kind])
    requestAnimationFrame(() => {
      const shown = document.querySelector(`[data-evidence="${CSS.escape(evidenceKey(item))}"]`)
      shown?.scrollIntoView({ block: 'nearest' })
    })
  },
  offers: () => [],
}

function momentOf({ lab }: ActionContext): EvidenceItem | null {
  return lab?.lesson?.debrief?.moment.item ?? null
}

/** Shows the moment that decided: in the ladder, where it belongs to a login. */
export const showMoment = actionWithoutArguments({
  name: 'lesson.showMoment',
  group: 'window',
  label: () => wordsNow().page.lessons.actions.showMoment,
  icon: () => Milestone,
  obstacle: (_, context: ActionContext) =>
    momentOf(context) === null ? wordsNow().page.lessons.debrief.gone : null,
  async perform(_, context) {
    const item = momentOf(context)
    if (item === null) return
    const flow = await flowOf(item, context)
    // A line of the log, or the end of a session, belongs to no ladder.
    if (flow === null && item.kind !== 'frame') {
      showEvidence.perform({ item }, context)
      return
    }
    if (flow !== null && context.lab?.flows.some(({ id }) => id === flow) === true) {
      show({ pinnedFlow: flow })
      showScope({ kind: 'login' })
    } else showScope({ kind: 'time', lastMs: null })
    if (item.kind === 'frame') show({ openFrame: item.number })
    if (item.kind === 'step') show({ markedStep: item })
    focusPane('ladder')
  },
})

/** The login that something belongs to, or null. */
async function flowOf(item: EvidenceItem, { call }: ActionContext): Promise<string | null> {
  if (item.kind === 'step') return item.flow
  if (item.kind !== 'frame') return null
  return call('traffic.layers', { number: item.number }).then(
    ({ frame }) => frame.flow,
    () => null,
  )
}
