/** The hidden command of `bramble` that runs a lab for the process that started it. */
export const labProcessCommand = 'lab-process'
