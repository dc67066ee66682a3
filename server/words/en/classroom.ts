/** What stands on the pages of a class: where trainees sit down, and where the trainer sees them. */
export const classroom = {
  join: {
    title: 'Take your seat',
    introduction:
      'Your trainer has given you a seat code. You come back to where you were with the same code.',
    code: 'Seat code',
    name: 'Your name',
    nameHint: 'Your trainer sees it, and your results are kept under it.',
    enter: 'Sit down',
    unknown: 'There is no seat with this code. Ask your trainer.',
    noName: 'Please give your name, so that your trainer can tell who sits where.',
    tooMany: 'Too many wrong codes were tried from here. Wait a minute, then try again.',
    ended: 'The class has ended. Your trainer has the results.',
    /** Somebody else sits there, or the same person typed another name. */
    taken: (name: string) => `${name} sits at this seat.`,
    isIt: 'If that is you, go on where you were. If not, look at your code again, or ask your trainer.',
    goOn: (name: string) => `I am ${name}`,
    other: 'Another code',
  },
  /** Instead of a page that is not for whoever asked for it. */
  refused: {
    title: 'This page is the trainer’s',
    text: 'It opens with the address that the program printed when the class began. If you are here to learn, take your seat.',
    join: 'Take your seat',
    host: 'The class is not served under this name. Use the address that the trainer’s page shows.',
  },
  trainer: {
    title: 'The class',
    address: 'Trainees open',
    copy: 'Copy',
    copied: 'Copied',
    print: 'Print seat codes',
    network:
      'Everybody on this network can reach these pages, and what they carry is not encrypted. Only seat codes let people in.',
    find: 'Find a seat',
    none: 'No seat fits.',
    seats: (taken: number, all: number) => `${taken} of ${all} seats are taken`,
    columns: {
      seat: 'Seat',
      code: 'Code',
      name: 'Name',
      where: 'Where',
      lesson: 'Lesson',
      score: 'Points',
      hints: 'Hints',
      minutes: 'Minutes',
      actions: 'Actions',
    },
    /** Where a trainee is. */
    where: {
      empty: 'not here yet',
      working: 'working',
      idle: 'quiet',
      finished: 'finished',
      choosing: 'choosing',
      starting: 'starting',
      restarting: 'restarting',
      away: 'disconnected',
    },
    /** How long somebody has been there. */
    since: (minutes: number) => (minutes < 1 ? 'just now' : `for ${minutes} min`),
    count: (count: number, place: string) => `${count} ${place}`,
    windows: (count: number) => `in ${count} windows`,
    question: (number: number, of: number) => `question ${number} of ${of}`,
    finished: 'finished',
    left: 'left before the end',
    points: (earned: number, most: number) => `${earned} of ${most}`,
    mistakes: (count: number) => (count === 1 ? '1 wrong answer' : `${count} wrong answers`),
    lessons: (count: number) => (count === 1 ? '1 lesson so far' : `${count} lessons so far`),
    reset: 'Reset',
    resetOf: (seat: number) => `Reset seat ${seat}`,
    resetAsk: (seat: number, name: string) => `Reset seat ${seat}, where ${name} sits?`,
    resetTold:
      'The lesson under way ends, and the seat is free again with another code. What was achieved so far stays in the results.',
    look: 'Look',
    lookOf: (seat: number) => `Look at the lab of seat ${seat}, without changing anything`,
    message: 'Write',
    messageOf: (seat: number) => `Write to seat ${seat}`,
    messageAsk: (seat: number, name: string) => `Message to seat ${seat}, ${name}`,
    messageAll: 'Write to everybody…',
    messageAllAsk: 'Message to everybody',
    messageTold:
      'It is shown on top of the page, until the trainee puts it away. A new message takes its place.',
    messageSend: 'Send',
    messageUnread: 'message not read yet',
    messageRead: 'message read',
    assign: 'Lesson for everybody',
    free: 'Everybody chooses',
    give: 'Give out',
    assigned: 'It is the only one in the list of whoever is without a lesson. Lessons under way go on.',
    end: 'End the class',
    endAsk: 'End the class?',
    endTold: (working: number) =>
      `${
        working === 0
          ? 'Nobody is at a lesson.'
          : working === 1
            ? 'One lesson is not finished; it counts as far as it is.'
            : `${working} lessons are not finished; they count as far as they are.`
      } All labs end, and the results are written.`,
    cancel: 'Cancel',
    ended: (folder: string) => `The class has ended. The results are in ${folder}.`,
    notWritten: (problem: string) =>
      `The results cannot be written: ${problem.replace(/\.$/, '')}. Nothing is lost while the class goes on. Free some space; it is tried again by itself, and when you end the class.`,
    results: 'Results as CSV',
    problem: (problem: string) => `Problem: ${problem}`,
    lost: 'The class does not answer. This page tries again.',
  },
}
