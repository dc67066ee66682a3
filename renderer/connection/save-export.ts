import { type ExportOrder, exportRequest, saveAnswer } from '#contract'
import { failureWordsOverApi } from '#words'
import { languageNow, wordsNow } from '../words/words.ts'
import { LabFailure } from './lab-client.ts'

/** What became of an export: a file that the desktop app wrote, none because nobody chose one, or a download of the browser's. */
export type SavedExport = { kind: 'file'; path: string } | { kind: 'none' } | { kind: 'download' }

let lastId = 0

/** Saves an export: the desktop app asks for a file (or opens it in Wireshark), a browser downloads it. @throws {LabFailure} */
export async function saveExport(order: ExportOrder, opensInWireshark = false): Promise<SavedExport> {
  const request = exportRequest.parse(order)
  const { bramble } = window
  if (bramble === undefined) {
    const link = document.createElement('a')
    const query = new URLSearchParams({ token: ownToken(), request: JSON.stringify(request) })
    link.href = `/export?${query}`
    link.download = ''
    link.click()
    return { kind: 'download' }
  }
  lastId += 1
  const id = lastId
  return new Promise((resolve, reject) => {
    const stop = bramble.onMessage((message) => {
      const { data: answer } = saveAnswer.safeParse(message)
      if (answer?.id !== id) return
      stop()
      if (answer.type === 'export-failed') reject(failed(answer))
      else resolve(answer.path === null ? { kind: 'none' } : { kind: 'file', path: answer.path })
    })
    bramble.send({ type: 'save-export', id, request, opensInWireshark })
  })
}

function failed({
  code,
  facts,
  message,
  remedy,
}: {
  code: string
  facts: Record<string, unknown>
  message: string
  remedy: string | null
}): LabFailure {
  const own = languageNow() === 'en' ? null : failureWordsOverApi(wordsNow().failures, code, facts)
  return new LabFailure(code, own?.message ?? message, own ? (own.remedy ?? null) : remedy)
}

function ownToken(): string {
  return new URLSearchParams(window.location.search).get('token') ?? ''
}
