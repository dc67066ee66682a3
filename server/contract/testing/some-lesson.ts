import type { LessonAccess, LessonPart, LessonView } from '../lesson.ts'

const everythingOpen: LessonView['access'] = {
  settings: 'open',
  faults: 'open',
  users: 'open',
  handhelds: 'open',
  coverage: 'open',
  desktops: 'open',
  sessions: 'open',
  flow: 'open',
  ladder: 'open',
  traffic: 'open',
  log: 'open',
  charts: 'open',
  notices: 'open',
  clock: 'open',
}

/** A lesson without questions. @param access of the parts that are not open */
export function someLesson(access: Partial<Record<LessonPart, LessonAccess>> = {}): LessonView {
  return {
    id: 'server-busy',
    title: 'Server Busy',
    level: 'beginner',
    area: 'limits',
    minutes: 10,
    trainee: null,
    seed: 1,
    language: 'en',
    isWithoutCause: false,
    told: { symptom: 'It says Server Busy.', who: 'Carol Chen', when: 'This morning' },
    introduction: null,
    access: { ...everythingOpen, ...access },
    hiddenSettings: [],
    questions: [],
    notebook: [],
    hints: [],
    score: { earned: 0, most: 10, paid: 0 },
    begunAt: 0,
    finishedAt: null,
    awayMs: 0,
    restartedAt: null,
    resultProblem: null,
    debrief: null,
  }
}
