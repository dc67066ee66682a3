/** Names of the channels between a window and the main process. */
export const toLab = 'bramble:to-lab'
export const fromLab = 'bramble:from-lab'
/** The page tells the number of the last message that it has received. */
export const received = 'bramble:received'
/** The page opens, uses and closes connections to labs in processes of their own. */
export const toOtherLab = 'bramble:to-other-lab'
/** A message of such a lab for the page, or null when it is gone. */
export const fromOtherLab = 'bramble:from-other-lab'
