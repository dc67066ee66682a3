import type { CommandInput, CommandOutput, LabApi, LessonView } from '#contract'

type Lessons =
  | 'list'
  | 'start'
  | 'answer'
  | 'evidence'
  | 'forget'
  | 'hint'
  | 'write'
  | 'check'
  | 'reveal'
  | 'finish'
  | 'leave'
  | 'read'
  | 'judge'
  | 'save'

/** Offers lessons, or takes one, in a running lab. The lab knows only this; the room `lessons` does it. Each is a command of the same name. */
export type LessonHost = {
  [N in Lessons]: (input: CommandInput<`lesson.${N}`>) => Promise<CommandOutput<`lesson.${N}`>>
}

/** The lab in which a host acts. */
interface LessonLab {
  api: LabApi
  /** Called whenever anything about the running lesson changes; null: none runs. */
  report(view: LessonView | null): void
}

/** Loads the host when somebody first asks for it. */
export type LoadLessonHost = () => Promise<(lab: LessonLab) => LessonHost>
