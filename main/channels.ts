/** Names of the channels between a window and the main process. */
export const toLab = 'bramble:to-lab'
export const fromLab = 'bramble:from-lab'
/** The page tells the number of the last message that it has received. */
export const received = 'bramble:received'
