import { z } from 'zod'
import { bundleManifest } from '#contract'

/** The messages between the page and the worker that reads a bundle, besides those of the lab's API. */

export const bundleToOpen = z.object({
  type: z.literal('open-bundle'),
  name: z.string(),
  bytes: z.instanceof(Uint8Array),
})

export const openedBundle = z.discriminatedUnion('type', [
  z.object({ type: z.literal('bundle-opened'), manifest: bundleManifest }),
  z.object({
    type: z.literal('bundle-refused'),
    code: z.string(),
    facts: z.record(z.string(), z.unknown()),
  }),
])
export type OpenedBundle = z.output<typeof openedBundle>
