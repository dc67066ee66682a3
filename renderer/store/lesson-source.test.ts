import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { lessonFile } from '../../server/lessons/lesson-file.ts'
import { emptyDraft, type LessonDraft } from './lesson-draft.ts'
import { isScenario, lessonId, lessonSource, scenarioSteps } from './lesson-source.ts'

const scenario = `name: Full
lab:
  service: { maximumSessions: 1 }
  users: [ { id: alice }, { id: bob } ]
  handhelds: [ { name: alice, user: alice }, { name: bob, user: bob } ]
steps:
  - login: alice
  - expect: { sessions: 1 }
  - login: { handheld: bob, expect: server-busy }
`
const draft: LessonDraft = {
  ...emptyDraft,
  title: 'Bob: “no room”',
  symptom: 'It says: Server Busy.\nSince nine.',
  who: 'Bob Barker',
  when: 'This morning',
  scenario,
  causeStep: 0,
  question: 'Why?',
  right: { text: 'It is full', because: 'One of one' },
  wrong: [
    { text: 'A tunnel', because: 'Nobody is outside' },
    { text: 'A certificate', because: 'Nothing was connected' },
    { text: '', because: '' },
  ],
  evidence: {
    text: 'Point at it',
    otherwise: 'This refuses nobody',
    accept: [
      {
        kind: 'step',
        value: { handheld: 'bob', step: '4b', outcome: 'refused', code: 'server-busy' },
        shown: 'bob: 4b',
        because: '',
      },
    ],
  },
  hints: [{ text: 'Look at the last step', price: 2, question: 'proof' }],
  repair: {
    text: 'Make room, and let Bob in.',
    steps: [
      { do: 'set', what: 'maximumSessions', value: '20' },
      { do: 'login', what: 'bob', value: '' },
    ],
    holds: [{ handheld: 'bob', state: 'signed-in' }],
  },
  cause: 'The maximum was reached',
  lookFirst: 'The last step',
  moment: 'Step 4b',
  facts: [{ text: 'Then it says Server Busy', source: 'stated', from: 'the overview' }],
}
const words = { writeQuestion: 'What do you tell Bob?' }

it('writes a file that the schema of lessons takes', () => {
  const lesson = lessonFile.parse(parse(lessonSource(draft, words)))
  expect(lesson.told.symptom).toBe('It says: Server Busy.\nSince nine.')
  expect(lesson.questions.map(({ id }) => id)).toEqual(['proof', 'cause', 'cure', 'customer'])
  expect(lesson.questions[1]).toMatchObject({ opens: { settings: 'open', faults: 'open' } })
  expect(lesson.hints).toMatchObject([{ question: 'proof', price: 2 }])
  expect(lesson.solve).toMatchObject([{ service: { maximumSessions: 20 } }, { login: 'bob' }])
  expect(lesson.check).toMatchObject([{ handheld: { bob: 'signed-in' } }])
  expect(lesson.setup).toMatchObject({ steps: [{ login: 'alice', cause: true }, {}, {}] })
  expect(lesson.debrief.moment.shows).toMatchObject({ step: { step: '4b' }, because: 'bob: 4b' })
})

it('leaves out what nobody filled in, so that the check names it', () => {
  const lesson = parse(lessonSource({ ...emptyDraft, title: 'Empty', scenario }, words))
  expect(lesson.hints).toBeUndefined()
  expect(lesson.questions.map(({ id }: { id: string }) => id)).toEqual(['cause', 'customer'])
  expect(lessonFile.safeParse(lesson).success).toBe(false)
})

it('lists the steps that can have brought it about', () => {
  expect(scenarioSteps(scenario).map(({ place }) => place)).toEqual([0, 2])
  expect(isScenario('name: nothing')).toBe(false)
  expect(isScenario('{ not yaml')).toBe(false)
})

it('names the file after the title', () => {
  expect(lessonId('Zu früh: “Server Busy”')).toBe('zu-fruh-server-busy')
  expect(lessonId('…')).toBe('lesson')
})
