import type { EvidenceKind, LessonAccess, LessonArea, LessonLevel, LessonPart, QuestionView } from '#contract'

const areas: Readonly<Record<LessonArea, string>> = {
  'first-steps': 'First steps',
  limits: 'Limits',
  timeouts: 'Timeouts',
  coverage: 'Coverage',
  certificates: 'Certificates',
  accounts: 'Accounts',
  endpoints: 'Several devices of one person',
  encryption: 'Keys and encryption',
}

const levels: Readonly<Record<LessonLevel, string>> = {
  beginner: 'Beginner',
  intermediate: 'Intermediate',
  advanced: 'Advanced',
}

const parts: Readonly<Record<LessonPart, string>> = {
  settings: 'Settings',
  faults: 'What is broken',
  users: 'Users',
  handhelds: 'Handhelds',
  coverage: 'Coverage, link and power',
  desktops: 'Desktop clients',
  sessions: 'Sessions',
  flow: 'Login flow',
  ladder: 'Ladder',
  traffic: 'Traffic',
  log: 'Log',
  charts: 'Charts',
  notices: 'Notices',
  clock: 'Lab time',
}

const kinds: Readonly<Record<EvidenceKind, string>> = {
  frame: 'a frame',
  session: 'a session',
  log: 'a line of the log',
  step: 'a step of a login',
  setting: 'a setting',
  handheld: 'a handheld',
  user: 'a user',
}

const titles: Readonly<Record<EvidenceKind, string>> = {
  frame: 'Frame',
  session: 'Session',
  log: 'Log',
  step: 'Step',
  setting: 'Setting',
  handheld: 'Handheld',
  user: 'User',
}

const access: Readonly<Record<Exclude<LessonAccess, 'open'>, (part: string) => string>> = {
  locked: (part) => `${part}: locked in this lesson. You can look, not change.`,
  hidden: (part) => `${part}: hidden in this lesson. You can find out without it.`,
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

const points = (count: number) => (count === 1 ? '1 point' : `${count} points`)

/** Lessons: the catalogue, the player, the debrief, and the form in which a trainer makes one. */
export const lessons = {
  title: 'Lessons',
  areas,
  levels,
  parts,
  access,
  isHidden: 'hidden in this lesson',

  catalogue: {
    reading: 'The lessons are being read…',
    welcome: 'Learn to find the cause',
    about:
      'Somebody says that something does not work. You look into the lab, find out why, and mend it. You cannot break anything: each lesson has a lab of its own, nothing hurries you, and you can stop and begin again.',
    begin: (title: string) => `Begin with “${title}”`,
    none: 'There are no lessons here.',
    noneHint: 'Put lesson files into the folder of lessons, or make one from what has just happened.',
    nobody: 'No lesson fits.',
    find: 'Find a lesson',
    trainee: 'Your name',
    traineeHint: 'Only if your results should bear it. It stays on this machine.',
    minutes: (minutes: number) => `${minutes} min`,
    facts: (level: string, minutes: number) => `${level}, about ${minutes} minutes`,
    progress: (done: number, all: number) => `${done} of ${all} done`,
    best: (earned: number, most: number) => `Done: ${earned} of ${points(most)}`,
    notYet: 'Not taken yet',
    unusable: (problem: string) => `Its file has errors: ${problem}`,
    starting: (title: string) => `The lab for “${title}” is being prepared…`,
  },

  banner: {
    name: 'Lesson',
    lesson: (title: string) => `Lesson: ${title}`,
    withoutCause: (title: string) => `${title}: the same without its cause`,
    ownLab: 'A lab of its own; yours stays as it is.',
    toLesson: 'Go to the lesson',
  },

  /** At a seat of a class. */
  seat: {
    name: 'Seat',
    seat: (number: string, name: string) => `Seat ${number} · ${name}`,
    choose: 'Choose a lesson. Your trainer sees how far you are, and helps.',
    looking: 'You are only looking at this seat: nothing can be changed from here.',
    fromTrainer: 'From your trainer',
    putAway: 'I have read it',
    over: 'The class has ended, or this seat was given back. What you have done is kept: your trainer has the results.',
  },
  player: {
    letter: 'What you were told',
    questions: 'What to find out',
    question: (number: number, count: number) => `Question ${number} of ${count}`,
    worth: (count: number) => (count === 0 ? 'not scored' : points(count)),
    earned: (earned: number, most: number) => `${earned} of ${points(most)}`,
    ahead: 'Comes later',
    kinds: {
      choose: 'A question with one right answer',
      evidence: 'Something to point at',
      do: 'Something to do in the lab',
      write: 'A sentence to write',
    } satisfies Record<QuestionView['kind'], string>,
    why: 'The answer, and why',
    done: 'Done',
    revealed: 'You let the lesson tell the answer.',
    time: (minutes: number) =>
      minutes < 1 ? 'just begun' : minutes === 1 ? '1 minute so far' : `${minutes} minutes so far`,
    timeHint: (minutes: number) => `Most people take about ${minutes} minutes. Time does not count.`,
    score: (earned: number, most: number) => `${earned} of ${points(most)}`,
    restarted:
      'The lab of this lesson had ended by itself, and was started again. Answers, hints and notes are as they were, and so is what a question had asked you to do. Whatever else you had changed in the lab is not.',
    right: 'Right.',
    wrong: 'That is not it.',
    tryAgain: 'Try another one: nothing is lost but a part of the points.',
    choose: 'Choose the cause',
    mayBe: (proofs: readonly string[]) => `It may be ${listed(proofs)}.`,
    offered: 'What you pointed at',
    check: 'Trying costs nothing.',
    watched: 'Do it in the lab. The lesson notices by itself.',
    doIt: 'Do it in the lab; then let the lesson look.',
    holds: 'It holds.',
    holdsNot: 'Not yet. Look again at what you changed.',
    sentence: 'Your sentence',
    sentenceHint:
      'For the person who complained: what it was, and what happens now. Your trainer may read it.',
    written: 'Written down. You can still change it.',
    hints: 'Hints',
    hint: 'Hint',
    over: 'You have answered everything.',
    overText: 'Look at what it was, and how you could have seen it.',
  },

  /** What was pointed at, in one line. */
  evidence: {
    session: (user: string, handheld: string, end: string | null) =>
      `Session of ${user} on ${handheld}, ${end === null ? 'open' : `ended: ${end}`}`,
    step: (handheld: string, step: string, text: string) => `${handheld}, step ${step}: ${text}`,
    handheld: (name: string, state: string, coverage: string) => `${name}: ${state}, coverage: ${coverage}`,
  },

  notebook: {
    title: 'Notebook',
    empty: 'Drag here what you want to keep: a frame, a row, a line of the log. Or choose it and press E.',
    about: 'What you noted, and what you offered as proof',
    kinds: titles,
    verdicts: { noted: 'Noted', right: 'Proves it', wrong: 'Does not prove it' },
    offer: 'Offer as proof',
    offerOf: (text: string) => `Offer as proof: ${text}`,
    forget: 'Take it out of the notebook',
    show: (text: string) => `Show: ${text}`,
    count: (count: number) => (count === 1 ? '1 note' : `${count} notes`),
    noted: 'Put into the notebook',
  },

  pointing: {
    title: 'Point at something',
    keys: 'Press what is outlined. Arrow keys move, Enter takes, Escape leaves.',
    note: 'Point at what belongs into the notebook',
    leave: 'Leave it',
  },

  debrief: {
    title: 'What it was',
    cause: 'The cause',
    moment: 'The moment that decided',
    lookFirst: 'What somebody with experience looks at first',
    facts: 'What is known of it',
    factsHint: 'What “stated”, “inferred” and “invented” mean',
    sources: { stated: 'stated', inferred: 'inferred', invented: 'invented' },
    sourceMeanings: {
      stated: 'A document of the original says so.',
      inferred: 'Concluded from what documents say.',
      invented: 'Bramble’s own, because nobody has published it.',
    },
    yourAnswers: 'Your answers',
    result: (earned: number, most: number) => `${earned} of ${points(most)}`,
    all: 'Everything found. Well done.',
    most: 'Well looked.',
    some: 'Now you know where to look next time.',
    took: (minutes: number) => (minutes <= 1 ? 'in a minute' : `in ${minutes} minutes`),
    hintsTaken: (count: number, paid: number) =>
      count === 0 ? 'without a hint' : `with ${count === 1 ? 'a hint' : `${count} hints`}, ${points(paid)}`,
    notWritten: (problem: string) => `Your result could not be written: ${problem}`,
    gone: 'The lab no longer has it.',
    withoutCauseText:
      'This is the same morning without its cause. Look at it as you did before: what is different?',
  },

  actions: {
    open: 'Lessons…',
    openButton: 'Lessons',
    start: (title: string) => `Start the lesson “${title}”`,
    startButton: 'Start',
    againButton: 'Take again',
    startQuestion: (title: string) => ({
      title,
      text: 'Another lesson is open. What you have answered in it is kept as unfinished.',
      confirm: 'Start',
    }),
    leave: 'Leave the lesson',
    leaveButton: 'Leave',
    leaveQuestion: {
      title: 'Leave the lesson',
      text: 'Its lab ends. You can take the lesson again whenever you like.',
      confirm: 'Leave',
    },
    note: 'Put into the notebook',
    point: 'Point at the proof',
    pointButton: 'Point at it',
    answer: (choice: string) => `Choose “${choice}”`,
    answerButton: 'That is it',
    hint: (price: number) => (price === 0 ? 'Show a hint (free)' : `Show a hint (costs ${points(price)})`),
    reveal: 'Tell me the answer',
    revealQuestion: {
      title: 'Tell me the answer',
      text: 'The question then earns no points, and you can go on. It tells why, so that you know next time.',
      confirm: 'Tell me',
    },
    check: 'Look whether it holds',
    write: 'Keep the sentence',
    forget: 'Take out of the notebook',
    finish: 'Finish, and see what it was',
    finishButton: 'Finish',
    finishQuestion: {
      title: 'Finish the lesson',
      text: 'Some questions are still open. Finished, the lesson tells their answers.',
      confirm: 'Finish',
    },
    showMoment: 'Show that moment',
    withoutCause: 'See it without the cause',
    next: (title: string) => `Next lesson: ${title}`,
    all: 'All lessons',
    noLesson: 'No lesson is being taken.',
    isOver: 'The lesson is over.',
    notOffered: 'Take the hint before it first.',
    isBusy: 'A lesson is being prepared.',
    gone: 'The lab no longer has it.',
  },
  proofs: kinds,
}
