/** What stands on the pages of a class: where trainees sit down, and where the trainer sees them. */
export const classroom = {
  join: {
    title: 'Take your seat',
    introduction:
      'Your trainer has given you a seat code. You come back to where you were with the same code.',
    code: 'Seat code',
    name: 'Your name',
    enter: 'Sit down',
    unknown: 'There is no seat with this code. Ask your trainer.',
    tooMany: 'Too many wrong codes were tried. Wait a minute, then try again.',
    ended: 'The class has ended. Your trainer has the results.',
  },
  trainer: {
    title: 'The class',
    seats: (taken: number, all: number) => `${taken} of ${all} seats are taken`,
    address: 'Trainees open this address:',
    columns: {
      seat: 'Seat',
      code: 'Code',
      name: 'Name',
      where: 'Where',
      score: 'Points',
      hints: 'Hints',
      minutes: 'Minutes',
      actions: 'Actions',
    },
    /** Where a trainee is. */
    where: {
      empty: 'not here yet',
      away: 'disconnected',
      catalogue: 'choosing a lesson',
      starting: 'a lesson is being prepared',
    },
    question: (number: number, of: number) => `question ${number} of ${of}`,
    finished: 'finished',
    points: (earned: number, most: number) => `${earned} of ${most}`,
    reset: 'Reset',
    resetOf: (seat: number) => `Reset seat ${seat}: the lesson under way ends, and the seat is free again`,
    look: 'Look',
    lookOf: (seat: number) => `Look at the lab of seat ${seat}, without changing anything`,
    end: 'End the class',
    endHint: 'All labs end, and the results are written.',
    ended: (folder: string) => `The class has ended. The results are in ${folder}.`,
    notWritten: (problem: string) =>
      `The results cannot be written: ${problem} Free some space, and end the class again.`,
    results: 'Results as CSV',
    problem: (problem: string) => `Problem: ${problem}`,
    lost: 'The class does not answer. This page tries again.',
  },
}
