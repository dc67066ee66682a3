import type { HandheldNoticeFacts } from '#contract'
import type { Sentences } from '../sentences.ts'
import { endings } from './endings.ts'
import { cause } from './failures.ts'

export const handheldNotices: Sentences<HandheldNoticeFacts> = {
  ended: ({ reason }) => endings[reason].notice ?? endings[reason].title,
  'unreadable-at-server': (facts) => `The server could not read what was sent (${cause(facts.cause)})`,
  'unreadable-packet': (facts) => `A packet could not be read: ${cause(facts.cause)}`,
  'conversation-dropped': ({ who, most }) => `The conversation with ${who} was dropped: ${most} are kept`,
}
