/** The hidden command of `bramble` that makes scenarios for the process that started it. */
export const composeProcessCommand = 'compose-process'
