import { z } from 'zod'
import { codeAndFacts } from './code-and-facts.ts'
import { standingFault } from './fault-forms.ts'
import { flowStepView, noticeView } from './views.ts'
import { coverages, loginResults, sessionEndings } from './vocabulary.ts'

const handheld = z.string()
const user = z.string()
const login = { flow: z.string(), handheld, user }

/** What a mark of the time line is about. */
export const markSubject = z.lazy(() =>
  z.discriminatedUnion('code', [
    codeAndFacts('login-began', login),
    codeAndFacts('login-ended', { ...login, result: z.enum(loginResults) }),
    /** A step that refused a login, or that logged others out for it. */
    codeAndFacts('decision', { ...login, step: flowStepView }),
    codeAndFacts('session-ended', { session: z.string(), handheld, user, reason: z.enum(sessionEndings) }),
    /** A handheld received a message. */
    codeAndFacts('message', { handheld, text: z.string() }),
    codeAndFacts('fault-set', { fault: standingFault }),
    codeAndFacts('fault-mended', { fault: standingFault }),
    codeAndFacts('notice', { notice: noticeView }),
    /** Settings of the service by their keys over the API. */
    codeAndFacts('settings', {
      changes: z.array(z.object({ key: z.string(), before: z.unknown(), value: z.unknown() })),
    }),
    codeAndFacts('user-saved', { user }),
    codeAndFacts('user-removed', { user }),
    codeAndFacts('coverage', { handheld, coverage: z.enum(coverages) }),
    codeAndFacts('power', { handheld, isOn: z.boolean() }),
    codeAndFacts('status-messages', { handheld, isOn: z.boolean() }),
    codeAndFacts('handheld-added', { handheld }),
    codeAndFacts('handheld-removed', { handheld }),
  ]),
)
export type MarkSubject = z.infer<typeof markSubject>
