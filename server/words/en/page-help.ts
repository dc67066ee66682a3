import { type MessageState, type TimeLimitName, timeLimits } from '#contract'

const deliveries: Readonly<Record<MessageState, string>> = {
  queued: 'Queued: waits on the handheld until it has coverage. Messages leave in the order of writing.',
  sent: 'Sent: it left the handheld; nobody has answered for it yet.',
  accepted: 'Accepted: the service keeps it until the other handheld has coverage.',
  delivered: 'Delivered: the other person’s client has it.',
  rejected: 'Not delivered: the reason is written below it, with a way to send it again.',
  unconfirmed:
    'Not confirmed: a session or a connection ended first, so it may have arrived. Ask before you repeat it.',
}

/** The help. `**bold**` is what stands on the page so, `code` between backticks is what is typed. */
export const help = {
  title: 'Help',
  contents: 'Contents',
  find: 'Find in the help',
  nothingFound: 'Nothing in the help says that.',
  whatThisIs: {
    title: 'What this is',
    text: 'A lab of emulated BlackBerry handhelds and the Collaboration Service that they talk to. It reproduces how a BlackBerry Enterprise Server 5.0 starts, keeps and ends an instant-messaging session, so that you can watch it, break it and repeat it. Frames cross real sockets; only from Dispatcher to Service they are handed over inside the lab.',
  },
  firstMinutes: {
    title: 'The first five minutes',
    steps: [
      'Type the password `Passw0rd!` on the first handheld and press **Log in**. The login flow lights each step, with the reason for each branch.',
      'Press **Replay** in the login flow to go through it slowly. Point at a step to see which hop it crosses.',
      'Turn on **Show inside the encryption** in the traffic, and click a frame: encrypted bytes, compressed bytes, content.',
      'Set **Maximum sessions** to 1 and log in on the second handheld: **Server Busy**.',
      'Set **Idle timeout** to 5m, take the first handheld out of coverage, and log in on the second again: step 4a logs the first one out. Give it coverage back, and it is told why.',
    ],
  },
  stage: {
    title: 'On a stage',
    text: '**Present** (F5) shows two devices, the login with all its reasons, and the newest frame, in type that is read from the back of a room and grows with the window. Escape or F5 brings the panes back as they were. Space plays the login step by step or halts it; ← and → take one step, Home and End go to its ends. In the diagram a message travels as an envelope over its hop; the part that is waited for glows, and counts the seconds in lab time; a hop over which nothing gets through is crossed out. How long an envelope travels is invented, since the message itself takes a millisecond. **Demonstrations…** among the commands lists scenarios of the library that run in this lab step by step: **Next** (N) does one, says whether what was expected holds, and shows the note as a caption. Stopped, it puts the lab back.',
  },
  timeLine: {
    title: 'Time line and the past',
    texts: [
      'Under everything is what happened, over lab time: a lane each for logins, decisions, endings, messages, faults, settings and handhelds. **Drag** it, press a mark, or go from mark to mark with ← and →: the whole window shows that moment, framed and with a banner that says **The past**. The lab goes on meanwhile, and nothing can be changed until **Escape** leads back to now. Home is the first moment that is kept, End is now.',
      'The wheel zooms around the pointer, from milliseconds to days, with Shift it moves the piece that is shown; so do + and −, Page Up and Page Down. The line remembers how much it showed.',
      'Drop a **ticket bundle**, a recorded capture, a history, or a report of `bramble run --json --with-past` anywhere on the window to open it as the past, read only: its time line works in the same way, and → leads from one mark to the next. Another window (**New window** in the app, another tab in a browser) shows the lab beside it.',
    ],
  },
  turns: {
    title: 'Going back, and another turn',
    texts: [
      '**Continue from here** starts a second lab which repeats what happened up to the moment that you look at, and goes on from there, in place of the first one: packets in the air, dialogs and timers included. The first one runs on as it was.',
      '**Another turn…** changes one thing at that moment: a setting, whether a server is up, or the coverage of a handheld. **Compare** repeats both in virtual time and puts them side by side: what is the same at the same time, what only moved, and what happened on one side only. **Copy as text** is for a ticket. **Back to the lab** ends the other turn.',
      '**Snapshots…** in the commands and the File menu saves the lab under a name. A snapshot is opened later, from any lab: it is repeated in a lab beside, which stands still there, or goes on as a branch. It has the passwords that were typed, and only its owner can read it. Another turn begins from the window’s own lab only, so from a snapshot take a branch, and change things in that.',
      '**Make a scenario…** in the commands makes a scenario file of what was done, without anything having been recorded. To choose what it must expect while you work, **Record a scenario from now on**, and take **Assert this** from the menu of whatever you see, or press A.',
    ],
  },
  filter: {
    title: 'Finding frames',
    text: 'The field **Find in traffic** takes words, "phrases" and keys such as `user:alice step:4d`; all of them must hold. `-word` leaves out; `or`, `not` and parentheses combine. Below the field stands how it was understood, and how many frames match only inside the encryption. The bookmark beside it keeps a filter under a name and colours the rows that match it. The heart hides status messages. Filter, device, hop, opened frame and pinned login are in the page’s address, so that a reload or a link shows the same.',
  },
  messages: {
    title: 'Instant messages',
    text: 'Who is signed in sees their contacts; press one, type, press Enter. Everything takes the encrypted path: handheld, Dispatcher, Service, and SIP to the Communications Server. The traffic shows it.',
    deliveries,
    light:
      'The light of a device blinks red while there are messages that nobody has looked at. It is amber outside coverage, green while all is well, and red too where a login or a session went wrong.',
  },
  conditions: {
    title: 'Lab time and conditions',
    text: 'The clock in the top bar is the lab’s own: it can pass faster, stand still, step from event to event, or jump, so that nobody waits for a timeout. Under **Break it on purpose** servers go down and certificates go bad; **Break something…** sets any fault at any place, for a time, by chance, or for the first few requests only. Whatever is broken, by whomever, is listed there and in the top bar, and can be mended there. The **time line** under everything leads back to any moment; there **Continue from here** lets a second lab go on from that moment, **Another turn…** changes one thing in it first, and **Compare** says where the two first differ.',
  },
  keeping: {
    title: 'To keep and to hand on',
    text: '**Export** in the traffic saves what the filter shows, for Wireshark and other programs. **Save a ticket bundle…** makes one zip of everything that is known: lab file, a scenario of what was done, frames, capture, log. Drop a bundle on the window, or take **Open a ticket bundle or capture…** from the commands: the window shows it as it showed the lab, read only, until you press **Back to the lab**. Passwords and keys are in neither; what was said is.',
  },
  limits: {
    title: 'Who waits how long for whom',
    text: 'These limits end a login or a message by themselves, in lab time; all of them are invented. Those with a key can be set in the lab file.',
    waits: (limit: TimeLimitName) => upperCaseFirst(timeLimits[limit].waits),
  },
  shortcuts: {
    title: 'Shortcuts',
    palette: 'Commands: whatever can be done, by typing a few letters of it',
    help: 'This help',
    nextDemoStep: 'The next step of the demonstration that runs',
    present: 'Present the lab to an audience, or the panes again',
    replay: 'In the login flow and in a presentation: play or halt the login, a step back, a step forward',
    find: 'Find (also with /): in the bench, the traffic, the users or the sessions, wherever the focus is',
    nextPane: 'The next pane of the window',
    previousPane: 'The pane before',
    pauseOrGoOn: 'Halt lab time, or let it go on',
    step: 'Step to the next event in the lab',
    newHandheld: 'A new handheld',
    enter: 'In a password field: log in. In a setting: apply',
    escape: 'Close a frame or a dialog; back to the contacts; put a setting back',
    arrows: 'In the traffic table and in a contact list: move. Enter opens',
    compareFrame: 'In the traffic table: compare with the open frame',
    markFrame: 'In the traffic table: mark the frame, with a comment',
    shiftEnter: 'In a message: a new line. Enter alone sends',
  },
  language: {
    title: 'Language',
    text: 'The page speaks the language of the system, unless another is chosen here. Reports, the log and what goes over the wire stay English.',
  },
  originality: {
    title: 'What is original, what is invented',
    original:
      'Original, from public documents: the steps 1 to 7, the ports, the order compress, encrypt, send; the limits and both timeouts; the words “Server Busy” and “Failed”; the Microsoft extensions of SIP.',
    invented:
      'Invented, because no public document tells: the layout of the envelope on port 3101 and of the messages in it, all other words on the devices’ screens (marked with a small “i” where a login ends), the delivery marks of messages, how often status messages are sent, and what happens when the maximum is reached without a timeout (Server Busy).',
  },
  affiliation:
    'Bramble is not affiliated with, or endorsed by, BlackBerry or Microsoft. Their names are used to say what is emulated.',
}

function upperCaseFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
