import { z } from 'zod'
import { bitRate, duration, formatDuration, type LinkView, linkPresets } from '#contract'
import { perHandheld } from '../schema-parts.ts'
import { shortTitle } from './short-title.ts'
import { stepKind } from './step-kind.ts'

const shareWords = 'a share from 0 to 1, or from 0% to 100%'
const shareForm = /^(100(\.0+)?|\d{1,2}(\.\d+)?)%$/

const share = z
  .union(
    [
      z.number({ error: shareWords }).min(0).max(1),
      z.string({ error: shareWords }).regex(shareForm, shareWords),
    ],
    {
      error: shareWords,
    },
  )
  .transform((written) => (typeof written === 'number' ? written : Number.parseFloat(written) / 100))

/** The link of a handheld: a kind of network, or individual values; missing values come from the coverage. */
const handheldLink = z.union([
  z.enum(linkPresets),
  z.strictObject({
    delay: duration.optional().describe('One way'),
    jitter: duration.optional().describe('Up to this much more or less'),
    loss: share.optional().describe('The chance that a packet must be sent again: it costs time, never data'),
    bandwidth: bitRate.optional().describe('Bits per second, or a rate such as 40kbit'),
    uplink: bitRate.optional().describe('The bandwidth of what the handheld sends, where it is another'),
  }),
])

export const link = stepKind({
  schema: perHandheld(handheldLink.nullable()),
  description: 'The radio link of a handheld, both directions; null: the one that its coverage gives',
  example: { alice: 'gprs', bob: { delay: '2s', loss: '5%' } },
  check: (value, path, scope) => scope.checkHandhelds(value, path),
  async run(value, context) {
    for (const [name, written] of context.entries(value)) {
      await context.call('handheld.setLink', { name, link: written && linkOf(written) })
    }
  },
  title: (value) => shortTitle('link', value, ['delay', 'jitter']),
  record: {
    'handheld.setLink': ({ name, link }) => ({ [name]: link && written(link) }),
  },
})

/** The value for the API. */
function linkOf(written: z.output<typeof handheldLink>): LinkView {
  if (typeof written === 'string') return written
  const { bandwidth, delay, jitter, loss, uplink } = written
  return {
    ...(delay === undefined ? {} : { delayMs: delay }),
    ...(jitter === undefined ? {} : { jitterMs: jitter }),
    ...(loss === undefined ? {} : { loss }),
    ...(bandwidth === undefined ? {} : { bitsPerSecond: bandwidth }),
    ...(uplink === undefined ? {} : { upBitsPerSecond: uplink }),
  }
}

/** The value as written in a file. */
function written(link: LinkView): z.input<typeof handheldLink> {
  if (typeof link === 'string') return link
  const { bitsPerSecond, delayMs, jitterMs, loss, upBitsPerSecond } = link
  return {
    ...(delayMs === undefined ? {} : { delay: formatDuration(delayMs) }),
    ...(jitterMs === undefined ? {} : { jitter: formatDuration(jitterMs) }),
    ...(loss === undefined ? {} : { loss }),
    ...(bitsPerSecond === undefined ? {} : { bandwidth: bitsPerSecond }),
    ...(upBitsPerSecond === undefined ? {} : { uplink: upBitsPerSecond }),
  }
}
