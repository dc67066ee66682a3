import { Copy, Footprints, ScrollText } from 'lucide-react'
import type { FlowView, HandheldView, LogLineView } from '#contract'
import { show } from '../store/interface.ts'
import { showLog, wholeLog } from '../store/log-view.ts'
import { focusPane, foldPane, isFolded } from '../store/panes.ts'
import { wordsNow } from '../words/words.ts'
import type { Action } from './action.ts'
import { handheldsMeant } from './handhelds-meant.ts'

/** Shows in the log what one login left there. */
export const showLogOfLogin: Action<{ flow: Pick<FlowView, 'id' | 'handheld'> }> = {
  name: 'log.ofLogin',
  group: 'window',
  label: ({ flow }) => wordsNow().page.log.ofLogin(flow.handheld),
  buttonLabel: () => wordsNow().page.log.ofThisLogin,
  keywords: () => ['log', 'lines', 'bbim'],
  icon: () => ScrollText,
  perform({ flow }) {
    showLog({ ...wholeLog, flow: flow.id })
    focusPane('log')
  },
  offers({ lab }, typed) {
    const latest = lab?.flows.at(-1)
    return typed === '' || latest === undefined ? [] : [{ flow: latest }]
  },
}

/** Shows in the log what is about one handheld. */
export const showLogOfHandheld: Action<{ handheld: HandheldView }> = {
  name: 'log.ofHandheld',
  isForLooking: true,
  group: 'handhelds',
  label: ({ handheld }) => wordsNow().page.log.ofHandheld(handheld.name),
  keywords: () => ['log', 'lines', 'bbim'],
  icon: () => ScrollText,
  perform({ handheld }) {
    showLog({ ...wholeLog, handheld: handheld.name })
    focusPane('log')
  },
  // Who types `log alice` wants to log in or out.
  offers: ({ lab }, typed) =>
    /show|line|bbim|zeig|zeile/i.test(typed)
      ? handheldsMeant(lab, typed).map((handheld) => ({ handheld }))
      : [],
}

/** Shows the login that a line is about, in the flow and in the traffic. */
export const followLine: Action<{ line: LogLineView }> = {
  name: 'log.followLine',
  group: 'window',
  label: () => wordsNow().page.log.followLine,
  icon: () => Footprints,
  obstacle: ({ line }) => (filterOf(line) === null ? wordsNow().page.log.noLogin : null),
  perform({ line }) {
    const trafficFilter = filterOf(line)
    if (trafficFilter === null) return
    show({
      trafficFilter,
      trafficDevice: null,
      trafficHop: null,
      ...(line.flow === null ? {} : { pinnedFlow: line.flow }),
    })
    if (isFolded('traffic')) foldPane('traffic', false)
  },
  offers: () => [],
}

/** The filter of the frames that belong to a line. @returns null if none do */
function filterOf({ flow, handheld, session }: LogLineView): string | null {
  if (flow !== null) return `flow:${flow}`
  if (session !== null) return `session:${session}`
  return handheld === null ? null : `handheld:"${handheld}"`
}

export const copyLine: Action<{ line: LogLineView }> = {
  name: 'log.copyLine',
  group: 'window',
  label: () => wordsNow().page.log.copyLine,
  icon: () => Copy,
  perform: ({ line }) => navigator.clipboard.writeText(line.text),
  offers: () => [],
}
