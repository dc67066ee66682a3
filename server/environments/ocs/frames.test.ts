import { expect, it } from 'vitest'
import { sentence, wordsOf } from '#words'
import { handshakeFrame } from './frames.ts'

it('tells in each language why a handshake failed, also of a frame that is kept in bytes', () => {
  const frame = handshakeFrame({
    direction: 'up',
    sizeBytes: 0,
    outcome: { cause: { code: 'server-certificate-expired', facts: { address: '127.0.0.1:5061' } } },
    origin: undefined,
  })
  const packed = frame.pack?.()
  const parts = packed?.parts.map((part) => (part === null ? null : Buffer.from(part)))
  const kept = packed?.form.read(parts ?? [], frame)
  const told = kept?.told?.(true)
  expect(told).toEqual(frame.told?.(true))
  expect(told && sentence(wordsOf('de').frameSummaries, told)).toBe(
    'TLS-Handshake fehlgeschlagen: Das Zertifikat des Communications Servers unter 127.0.0.1:5061 ist abgelaufen',
  )
  expect(kept?.openedSummary()).toBe(
    'TLS handshake failed: the certificate of the Communications Server at 127.0.0.1:5061 has expired',
  )
})
