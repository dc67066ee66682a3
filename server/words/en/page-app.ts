/** What the desktop app asks and says outside its page. */
export const app = {
  recovered: {
    title: 'The window had crashed',
    text: 'It was opened again. The lab went on meanwhile; nothing of it is lost.',
  },
  crashedAgain: {
    title: 'The window crashes again and again',
    text: 'The lab goes on. Opening the window once more may help; if it does not, please report what you did last.',
    again: 'Open again',
    quit: 'Quit Bramble',
  },
  unresponsive: {
    title: 'The window does not answer',
    text: 'The lab goes on. You can wait, or read it anew: the window then forgets what was being typed.',
    wait: 'Wait',
    reload: 'Read it anew',
  },
  portInUse: {
    explanation:
      'The lab can use any free ports instead. The window shows which ones, for programs that connect from outside.',
    useFree: 'Use free ports',
    always: 'At every start from now on',
    quit: 'Quit',
  },
  openLab: {
    menu: 'Open &Lab…',
    recent: 'Open &Recent',
    clearRecent: 'Clear',
    choose: 'Open a lab',
    files: 'Lab files',
    failed: (file: string) => `${file} cannot be opened`,
    question: (file: string) => ({
      title: `Start the lab of ${file}?`,
      text: 'The lab that runs ends, with all its sessions; handhelds and users that it keeps in a file stay there.',
      open: 'Start it',
      cancel: 'Cancel',
    }),
  },
  useFreePorts: 'Use Free Ports at Every Start',
  reportProblem: 'Report a Problem…',
}
