/** Names of the two channels between a window and the main process. */
export const toLab = 'bramble:to-lab'
export const fromLab = 'bramble:from-lab'
