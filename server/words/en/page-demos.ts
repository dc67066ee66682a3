import type { DemoEntry } from '#contract'

type Obstacle = NonNullable<DemoEntry['obstacle']>['code']

const obstacles: Readonly<Record<Obstacle, (what: string) => string>> = {
  needs: (what) => `It needs something that no lab can do yet: ${what}.`,
  lab: (what) => `It sets what is fixed once a lab runs: ${what}. Run it with “bramble run”.`,
  handheld: (what) => `The handheld ${what} is issued to somebody else here.`,
  fleet: (what) => `It has ${what} handhelds, too many for this lab. Run it with “bramble run”.`,
  together: () => 'Some of its steps begin at the same moment. Run it with “bramble run”.',
  unusable: (what) => `Its file has errors: ${what}`,
}

/** Demonstrations and field issues, run step by step in the window. */
export const demos = {
  title: 'Demonstrations',
  about:
    'Each is a file of Bramble’s library. Next does one step of it in this lab; when it is stopped, the lab is put back.',
  demonstrations: 'To show how it works',
  fieldIssues: 'Issues from the field',
  onlyOwn: 'Only the window’s own lab runs demonstrations: go back to it first.',
  reading: 'The library is being read…',
  stepCount: (count: number) => (count === 1 ? '1 step' : `${count} steps`),
  obstacles,
  changes({ users, handhelds, sessions, faults, settings }: DemoEntry['changes']): string {
    const count = (number: number, one: string, more: string) =>
      number === 0 ? [] : [number === 1 ? `1 ${one}` : `${number} ${more}`]
    const added = [...count(users, 'user', 'users'), ...count(handhelds, 'handheld', 'handhelds')]
    return [
      ...(added.length === 0 ? [] : [`${added.join(' and ')} will be added.`]),
      ...(settings.length === 0
        ? []
        : [`${count(settings.length, 'setting', 'settings').join('')} will change.`]),
      ...(faults === 0 ? [] : ['What is broken will be mended.']),
      ...(sessions === 0
        ? []
        : [`${count(sessions, 'session ends', 'sessions end').join('')}, and will not be brought back.`]),
      'Its users get the passwords of its file, and their handhelds lose their conversations. When it is stopped, the rest is put back as it is now.',
    ].join(' ')
  },
  bar: (name: string) => `Demonstration: ${name}`,
  progress: (step: number, count: number) => `step ${step} of ${count}`,
  preparing: 'The lab is being prepared…',
  next: 'Next:',
  outcomes: { done: 'as expected', failed: 'not as expected' },
}
