import '../jitless.ts'
import { answerMessages } from './answer-messages.ts'
import { bundleApi } from './bundle-api.ts'
import { BundleProblem } from './bundle-problem.ts'
import { readBundle } from './read-bundle.ts'
import { readCapture } from './read-capture.ts'
import { bundleToOpen, type OpenedBundle } from './worker-messages.ts'

/**
 * Reads a bundle beside the page, which stays quick however large it is, and answers the page's messages from then on as the lab
 * would.
 */
let answer: ((message: unknown) => void) | null = null

addEventListener('message', ({ data }) => {
  const opening = bundleToOpen.safeParse(data)
  if (opening.success) open(opening.data.name, opening.data.bytes)
  else answer?.(data)
})

function open(name: string, bytes: Uint8Array): void {
  try {
    const bundle = readCapture(name, bytes) ?? readBundle(name, bytes)
    answer = answerMessages(bundleApi(bundle), (message) => postMessage(message))
    tell({ type: 'bundle-opened', manifest: bundle.manifest })
  } catch (thrown) {
    const { code, facts } =
      thrown instanceof BundleProblem
        ? thrown
        : { code: 'bundle-damaged' as const, facts: { file: name, problem: String(thrown) } }
    tell({ type: 'bundle-refused', code, facts: { ...facts } })
  }
}

function tell(message: OpenedBundle): void {
  postMessage(message)
}
