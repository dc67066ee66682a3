import type { HandheldNoticeFacts } from '#contract'
import type { Sentences } from '../sentences.ts'
import { endings } from './endings.ts'
import { cause } from './failures.ts'

export const handheldNotices: Sentences<HandheldNoticeFacts> = {
  ended: ({ reason }) => endings[reason].notice ?? endings[reason].title,
  'unreadable-at-server': (facts) =>
    `Der Server konnte nicht lesen, was gesendet wurde (${cause(facts.cause)})`,
  'unreadable-packet': (facts) => `Ein Paket war nicht lesbar: ${cause(facts.cause)}`,
  'conversation-dropped': ({ who, most }) =>
    `Das Gespräch mit ${who} wurde verworfen: ${most} werden aufbewahrt`,
}
