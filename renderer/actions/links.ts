import { Network, TrainFrontTunnel } from 'lucide-react'
import { formatDuration, type HandheldView, type LinkView, parseTypedDuration } from '#contract'
import { show } from '../store/interface.ts'
import { showToast } from '../toasts/toasts.tsx'
import { wordsNow } from '../words/words.ts'
import type { Action } from './action.ts'
import { handheldsMeant } from './handhelds-meant.ts'
import { actionWords } from './words.ts'

interface OnHandheld {
  handheld: HandheldView
}

/** Lengths of tunnels in a menu, in seconds. */
export const tunnels = [10, 30, 60, 300] as const

/** No coverage for a while, and then what it was before: told to the lab, so that it ends whatever becomes of the page. */
export const passTunnel: Action<OnHandheld & { seconds: number }> = {
  name: 'handheld.tunnel',
  isDestructive: true,
  group: 'handhelds',
  label: ({ handheld: { name }, seconds }) =>
    wordsNow().page.links.tunnel(name, formatDuration(seconds * 1_000)),
  buttonLabel: ({ seconds }) => formatDuration(seconds * 1_000).replace(/(\d)([a-z])/, '$1\u00a0$2'),
  keywords: () => ['coverage', 'none', 'outage', 'lift', 'train'],
  icon: () => TrainFrontTunnel,
  perform: ({ handheld: { name }, seconds }, { run }) =>
    run(wordsNow().page.links.tunnelOf(name), 'handheld.tunnel', { name, durationMs: seconds * 1_000 }),
  offers({ lab }, typed) {
    const [, text] = /(?:^|\s)(\d[\d.]*(?:ms|s|m|h))(?=\s|$)/.exec(typed) ?? []
    const durationMs = text === undefined ? null : parseTypedDuration(text)
    const lengths = durationMs === null ? [30] : [durationMs / 1_000]
    return handheldsMeant(lab, typed).flatMap((handheld) => lengths.map((seconds) => ({ handheld, seconds })))
  },
}

/** Opens the dialog for exact numbers of a link. */
export const openLinkDialog: Action<OnHandheld> = {
  name: 'handheld.exactLink',
  group: 'handhelds',
  label: ({ handheld }) => wordsNow().page.links.exactOf(handheld.name),
  buttonLabel: () => wordsNow().page.links.exact,
  keywords: () => ['network', 'bandwidth', 'delay', 'jitter', 'loss', 'rate'],
  icon: () => Network,
  isChosen: ({ handheld: { link } }) => link !== null && typeof link !== 'string',
  perform: ({ handheld: { name } }) => show({ linkOf: name }),
  offers: ({ lab }, typed) => handheldsMeant(lab, typed).map((handheld) => ({ handheld })),
}

/** A link with exact numbers, as the dialog has read it. */
export const setExactLink: Action<OnHandheld & { link: LinkView | null }> = {
  name: 'handheld.setExactLink',
  group: 'handhelds',
  label: ({ handheld: { name } }) => actionWords().linkOf(name),
  icon: () => Network,
  async perform({ handheld: { name, link: before }, link }, { run }) {
    const title = actionWords().linkOf(name)
    const answer = await run(title, 'handheld.setLink', { name, link })
    if (answer === undefined) return
    showToast({
      kind: 'undo',
      title,
      text: wordsNow().page.links.changed,
      action: {
        label: actionWords().undo,
        run: () => void run(title, 'handheld.setLink', { name, link: before }),
      },
    })
  },
  offers: () => [],
}
