import { type BundleManifest, bundleLimits } from '#contract'
import { type LabClient, labClient } from '../connection/index.ts'
import { refusal } from './refusal.ts'
import { openedBundle } from './worker-messages.ts'

/** A bundle that is shown in place of the lab. */
export interface OpenBundle {
  name: string
  /** It can be read again, for what of it is not shown. */
  file: File
  manifest: BundleManifest
  client: LabClient
  close(): void
}

/** Reads a file as a ticket bundle. @throws {LabFailure} if it is none, or cannot be read */
export async function openBundle(file: File): Promise<OpenBundle> {
  const { name } = file
  if (file.size > bundleLimits.bytes) {
    throw refusal('bundle-too-large', { what: 'bytes', most: bundleLimits.bytes })
  }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const worker = new Worker(new URL('./bundle-worker.ts', import.meta.url), { type: 'module' })
  const close = () => worker.terminate()
  try {
    const manifest = await opened(worker, name, bytes)
    const client = labClient({
      send(message) {
        worker.postMessage(message)
        return true
      },
      onMessage: (listener) => worker.addEventListener('message', ({ data }) => listener(data)),
      onState: (listener) => listener('open'),
    })
    return { name, file, manifest, client, close }
  } catch (thrown) {
    close()
    throw thrown
  }
}

function opened(worker: Worker, name: string, bytes: Uint8Array): Promise<BundleManifest> {
  return new Promise((resolve, reject) => {
    worker.addEventListener(
      'message',
      ({ data }) => {
        const answer = openedBundle.safeParse(data).data
        if (answer?.type === 'bundle-opened') resolve(answer.manifest)
        else reject(refusal(answer?.code ?? 'bundle-damaged', answer?.facts ?? { file: name, problem: '' }))
      },
      { once: true },
    )
    worker.addEventListener('error', ({ message }) =>
      reject(refusal('bundle-damaged', { file: name, problem: message })),
    )
    worker.postMessage({ type: 'open-bundle', name, bytes }, [bytes.buffer])
  })
}
