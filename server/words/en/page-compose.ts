import type { Assertion, HandheldState, LivedDifferenceView, ProposalAbout, SignedOutReason } from '#contract'

const state = (is: HandheldState, reason: SignedOutReason | null) =>
  reason === null ? `is ${is}` : `is ${is} (${reason})`

const asserted = (one: Assertion): string => {
  switch (one.about) {
    case 'handheld':
      return `${one.handheld} ${state(one.state, one.reason)}`
    case 'sessions':
      return `There are ${one.count} sessions`
    case 'frame':
      return `A frame crosses: ${one.filter}`
    case 'log':
      return `The log says: ${one.text}`
    case 'flow':
      return `Step ${one.step} of the login on ${one.handheld}: ${one.outcome}, ${one.code}`
  }
}

const proposal = (about: ProposalAbout): string => {
  switch (about.code) {
    case 'signed-out':
      return `${about.handheld} is signed out: ${about.reason}`
    case 'signed-in':
      return `${about.handheld} signs in again by itself`
    case 'refused':
      return `The login on ${about.handheld} is refused at step ${about.step}: ${about.detail}`
    case 'made-room':
      return `For the login on ${about.handheld} idle sessions are logged out`
    case 'log':
      return `The log says: … ${about.text}`
    case 'sent':
      return `The message of ${about.handheld} ends ${about.state}: ${about.text}`
    case 'received':
      return `${about.handheld} has received ${about.count === 1 ? 'the message' : `the ${about.count} messages`}`
    case 'state':
      return `In the end ${about.handheld} ${state(about.state, about.reason)}`
    case 'sessions':
      return about.count === 1
        ? 'In the end there is 1 session'
        : `In the end there are ${about.count} sessions`
    case 'asserted':
      return asserted(about.assertion)
  }
}

const difference = (one: LivedDifferenceView): string => {
  switch (one.code) {
    case 'login':
      return `A login ended ${one.lived}; repeated, it ends ${one.again ?? 'otherwise'}`
    case 'send':
      return `A message ended ${one.lived}; repeated, it ends ${one.again ?? 'otherwise'}`
    case 'refused':
      return 'Something that the lab did is refused when it is repeated'
    case 'handheld':
      return `${one.handheld} is ${one.lived}; after the repetition it is ${one.again}`
    case 'sessions':
      return `The lab has ${one.lived} sessions; after the repetition there are ${one.again}`
  }
}

/** Making scenarios of what was done. */
export const compose = {
  title: 'Make a scenario',
  about: 'What was done in this lab becomes a file that repeats it. Nothing had to be recorded for that.',
  actions: {
    make: 'Make a scenario of what was done…',
    makeButton: 'Make a scenario…',
    start: 'Record a scenario from now on',
    stop: 'Stop recording the scenario, and make it…',
    stopButton: 'Stop…',
    assert: 'Assert this',
    expectIn: (file: string) => `Expect this in ${file}`,
    expectedIn: (file: string) => `${file} expects it now`,
    noFile: 'No scenario file that can be changed is open.',
    asserted: 'The scenario will expect it',
    onlyOwn: 'Only of what was done in the window’s own lab: go back to it first.',
    isRecording: 'A scenario is being recorded already.',
    isNotRecording: 'No scenario is being recorded.',
    tooMany: (most: number) => `There are ${most} expectations already, and no more are kept.`,
    nothingToAssert: 'Choose a handheld, a session, a frame, a line of the log or a step of a login first.',
  },
  recording: (since: string, count: number) =>
    `Scenario since ${since}${count === 0 ? '' : `, ${count} asserted`}`,
  range: {
    title: 'What',
    start: 'Everything since the lab started',
    minutes: 'The last minutes of lab time',
    minutesField: 'Minutes',
    mark: (since: string) => `Since the recording began at ${since}`,
  },
  name: 'Name',
  symptom: 'Symptom, if somebody complained',
  cause: 'Cause, if it is known',
  defaultName: (date: string) => `What was done on ${date}`,
  expectations: 'What to expect',
  steps: (count: number) => (count === 1 ? '1 step' : `${count} steps`),
  moreSteps: (count: number) => `and ${count} more steps`,
  noStep: 'no step does this',
  nothingDone: 'Nothing was done in this time. Log somebody in, or choose a longer time.',
  preview: 'The file',
  stages: {
    repeat: 'Repeating what was done, in virtual time',
    write: 'Writing the file, step by step',
    prove: 'Proving that it passes',
  },
  differs: 'When repeated, it ends differently than in the lab:',
  leftOut: (count: number) =>
    count === 1
      ? '1 expectation did not come to hold when it was repeated, and is left out.'
      : `${count} expectations did not come to hold when it was repeated, and are left out.`,
  passes: (took: string, lab: string) => `Passes: ${lab} of lab time, computed in ${took}`,
  fails: 'Does not pass:',
  seconds: (ms: number) => `${(ms / 1_000).toFixed(1)} s`,
  labTime: (ms: number) => (ms < 60_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`),
  save: 'Save…',
  download: 'Download',
  copy: 'Copy',
  saved: 'The scenario',
  all: 'All',
  usual: 'The usual ones',
  none: 'None',
  asserted,
  proposal,
  difference,
  /** In a ticket bundle. */
  plain: {
    name: 'What was done in the lab of this bundle',
    about:
      'What was done by hand, with the pauses between, for `bramble run`. Nobody has tried yet whether it passes.',
  },
  file: {
    about: (span: string) => `Made by Bramble of what was done in a lab, over ${span} of lab time.`,
    times: {
      round: 'Pauses are rounded where that changes nothing of what is expected.',
      exact: 'Pauses are kept to the millisecond, since with rounded ones something would end otherwise.',
      together:
        'Each step begins at its own millisecond beside the others, since one after the other something would end otherwise.',
    },
    passwords: 'Passwords are replaced: everybody has the default one, and wrong ones stay wrong.',
    setUps: {
      compact: 'The first steps make the lab what it was when the range began, without what had led to it.',
      whole: 'The first steps are all that was done before, since without it something would end otherwise.',
    },
    outside: {
      communicationsServer:
        'The Communications Server was outside the lab: here the stand-in takes its place.',
      directory: 'The directory was outside the lab: here the stand-in takes its place.',
    },
    dropped: (count: number) => `${count} later commands were not kept.`,
    setUp: 'The lab as it was when the range began',
    range: 'What was done',
    noStep: (command: string) => `No step does this: ${command}`,
  },
}
