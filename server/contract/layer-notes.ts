import { z } from 'zod'
import { cause, codeAndFacts, type FactsOf } from './code-and-facts.ts'

/** How a layer of a frame was obtained, or what it shows. */
export const layerNote = z.lazy(() =>
  z.discriminatedUnion('code', [
    codeAndFacts('envelope', {}),
    codeAndFacts('compressed', {}),
    codeAndFacts('content', {}),
    codeAndFacts('srp', {}),
    codeAndFacts('sip', {}),
    codeAndFacts('sip-none', {}),
    codeAndFacts('tls', {}),
    codeAndFacts('tls-inside', {}),
    codeAndFacts('handshake-accepted', { server: z.string(), encryption: z.string() }),
    codeAndFacts('handshake', { isDone: z.boolean(), detail: cause }),
    codeAndFacts('ldap', { summary: z.string() }),
    codeAndFacts('ldap-none', {}),
    codeAndFacts('ntlm-negotiate', {}),
    codeAndFacts('ntlm-challenge', {}),
    codeAndFacts('ntlm-authenticate', {}),
  ]),
)
export type LayerNote = z.infer<typeof layerNote>
export type LayerNoteFacts = FactsOf<LayerNote>
