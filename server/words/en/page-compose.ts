/** Making scenarios of what was done. */
export const compose = {
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
