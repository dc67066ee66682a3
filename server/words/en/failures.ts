import type { Cause, FailureFacts } from '#contract'
import { failureWords, obstacleWords } from '../failure-words.ts'
import { texts } from '../texts.ts'
import type { FailureSentences } from '../words.ts'
import { directoryObstacles } from './directory-obstacles.ts'
import { registrationOutcomes, remarkWords, sipServers } from './sip-failures.ts'

const namesFolder = 'Name a file in a folder that may be written to, on a disk with room.'
const meaningsOfEvent: Readonly<Record<string, string>> = {
  unregistered: 'a newer endpoint of the same user needed the room',
  rejected: 'the user may not be signed in any more',
  deactivated: 'the user is to sign in anew, perhaps elsewhere',
}

function registration({
  address,
  status,
  reason,
  diagnostics,
  remarks,
  refusesCredentials,
}: FailureFacts['registration-refused']) {
  const detail = diagnostics === null ? '' : ` (ms-diagnostics: ${diagnostics})`
  const more = [detail, ...remarks.map((remark) => `; ${remarkWords(remark)}`)].join('')
  return {
    message: refusesCredentials
      ? `the Communications Server refused the user ID or the password of ${address}: ${status} ${reason}${more}`
      : `the Communications Server answered ${status} ${reason} to the registration of ${address}${more}`,
  }
}

export const failures: FailureSentences = {
  ...texts,
  ...sipServers,
  ...registrationOutcomes,

  'bad-filter': ({ column, problem }) => ({ message: `column ${column}: ${problem}` }),
  'bad-input': ({ command, problem }) => ({ message: `${command}: ${problem}` }),
  'bad-message': ({ problem }) => ({ message: `this is no message of the lab's API: ${problem}` }),
  'bundle-capture-alone': ({ file }) => ({
    message: `${file} is a capture that Bramble did not write`,
    remedy: 'Open it in Wireshark, or open the ticket bundle that it came with.',
  }),
  'bundle-damaged': ({ file, problem }) => ({
    message: `the bundle cannot be read: ${file}: ${problem}`,
    remedy: 'Fetch it again, or ask for a new one. Nothing of the lab was changed.',
  }),
  'bundle-other-format': ({ format, known, version }) => ({
    message: `the bundle has format ${format}, written by Bramble ${version}; this version reads format ${known}`,
    remedy: `Open it with Bramble ${version}.`,
  }),
  'bundle-too-large': ({ what, most }) => ({
    message: {
      bytes: `the bundle has more than ${most / 1_048_576} MB`,
      files: `the bundle has more than ${most} files`,
      frames: `the bundle has more than ${most} frames`,
      unpacked: `the bundle claims more than ${most / 1_048_576} MB of content`,
    }[what],
    remedy: 'Unpack it and look at its files; README.txt says what they are.',
  }),
  'desktop-cannot-connect': ({ place }) => ({
    message: `the desktop client cannot reach the server at ${place}`,
  }),
  'desktop-refused': ({ address, status, reason }) => ({
    message: `the server answered ${status === null ? 'nothing' : `${status} ${reason}`} to the registration of ${address}`,
    remedy:
      status === 401
        ? 'Let it accept clients without proof: communicationsServer.authentication with none in it.'
        : undefined,
  }),
  'desktop-signed-in': ({ address }) => ({ message: `${address} is signed in on the PC already` }),
  'desktop-signed-out': ({ person }) => ({
    message: `${person} is not signed in on a desktop client`,
    remedy: 'Sign in there first.',
  }),
  'external-server': ({ asked }) => ({
    message: {
      'break-it': 'a server outside the lab cannot be broken from here',
      'desktop-client': 'desktop clients sign in to the stand-in only',
      'service-certificate':
        'to a server outside the lab the service shows the certificate that the lab file names',
    }[asked],
  }),
  'frame-gone': ({ number }) => ({
    message: `frame ${number} is no longer kept`,
    remedy: 'The capture is bounded and keeps the latest frames only.',
  }),
  'name-taken': ({ name }) => ({
    message: `there is already a handheld ${name}`,
    remedy: 'Choose another name.',
  }),
  'report-damaged': ({ file, problem }) => ({
    message: `the report ${file} cannot be read: ${problem}`,
    remedy: 'Let bramble run write it anew. Nothing of the lab was changed.',
  }),
  'report-without-past': ({ file }) => ({
    message: `the report ${file} has no past of any run`,
    remedy: 'Let bramble run write it with --json --with-past, or run the scenario in the Studio.',
  }),
  'no-bundle': ({ file }) => ({
    message: `${file} is no ticket bundle`,
    remedy: 'A bundle is the zip that Save a ticket bundle makes.',
  }),
  'no-coverage': ({ name }) => ({
    message: `handheld ${name} cannot send: it is outside coverage or has no power`,
  }),
  'no-session': ({ name }) => ({ message: `handheld ${name} has no session` }),
  'not-signed-in': () => ({
    message: 'nobody is signed in on this handheld',
    remedy: 'Log in on it first.',
  }),
  'outbox-full': () => ({
    message: 'too much waits on this handheld to be sent',
    remedy: 'Bring it into coverage first.',
  }),
  'past-only': ({ file }) => ({
    message:
      file === null
        ? 'this is the past: it can only be read'
        : `this is the past, as ${file} has it: it can only be read`,
    remedy: 'Go back to the lab first.',
  }),
  'pin-taken': ({ name, pin }) => ({
    message: `handheld ${name} already has PIN ${pin}`,
    remedy: 'Choose another PIN.',
  }),
  'no-wireshark': () => ({
    message: 'Wireshark is not found on this machine',
    remedy: 'Install it, or export as pcapng and open the file where it is.',
  }),
  'no-past': () => ({
    message: 'this lab does not keep its past',
    remedy: 'Switch it on: command palette, Keep the past.',
  }),
  'no-recording': () => ({
    message: 'there is no recording',
    remedy: 'Start one first: Export, From now on.',
  }),
  superseded: () => ({ message: 'a later request to watch took over' }),
  'tcp-needs-r2': () => ({
    message: 'TCP may be configured for OCS 2007 R2 only',
    remedy: 'Choose TLS, or the environment OCS 2007 R2.',
  }),
  'too-many-marks': ({ most }) => ({
    message: `there are ${most} marks already`,
    remedy: 'Remove one first.',
  }),
  'too-many-calls': ({ most }) => ({
    message: `${most} commands of this face are still under way`,
    remedy: 'Wait until some of them are answered.',
  }),
  'unknown-command': ({ command, known }) => ({
    message: `there is no command ${JSON.stringify(command)}`,
    remedy: `Known commands: ${known.join(', ')}`,
  }),
  'unknown-handheld': ({ name }) => ({
    message: `there is no handheld ${name}`,
    remedy: 'Add it to the bench first.',
  }),
  'no-branch': ({ id }) => ({ message: `there is no branch ${id}` }),
  'no-branches': () => ({ message: 'no branch can begin in this lab' }),
  'lab-process-failed': ({ cause }) => ({
    message: `a lab beside this one did not start: ${cause}`,
    remedy: 'This lab is not touched. Put right what it names, and start it again.',
  }),
  'too-many-labs': ({ most }) => ({
    message: `${most} labs run beside this one, and no more may`,
    remedy: 'End one of them first.',
  }),
  'no-library': () => ({
    message: 'this lab has no library of scenarios',
    remedy: 'Run the scenario with `bramble run`.',
  }),
  'no-demo': () => ({ message: 'no demonstration is running', remedy: 'Choose one from the list.' }),
  'no-scenarios': () => ({ message: 'this lab makes no scenarios of what was done in it' }),
  'not-proposed': () => ({
    message: 'nothing has been proposed for a scenario yet, or it was put away meanwhile',
    remedy: 'Propose it again.',
  }),
  'scenario-not-made': ({ cause }) => ({ message: `no scenario could be made of what was done: ${cause}` }),
  'demo-busy': () => ({
    message: 'a step of the demonstration is under way',
    remedy: 'Wait until it is done. Lab time can pass faster.',
  }),
  'demo-impossible': ({ id, what }) => ({
    message: `${id} cannot be run in this lab${what === '' ? '' : `: ${what}`}`,
    remedy: 'Run it in a lab of its own, with `bramble run`.',
  }),
  'unknown-instance': ({ name, at }) => ({
    message:
      at === undefined
        ? `there is no instance ${name} of the Collaboration Service`
        : `there is no ${name} at ${at}`,
  }),
  'unknown-user': ({ user }) => ({ message: `there is no user ${user}` }),
  'no-run': () => ({
    message: 'no scenario file is run in this lab',
    remedy: 'Open one in Studio, and run it there.',
  }),
  'no-studio': () => ({
    message: 'this lab has no scenario files',
    remedy: 'Go back to the lab of the window.',
  }),
  'studio-file': ({ file, why, cause }) => ({
    message: {
      exists: `${file} is there already`,
      missing: `${file} is not there any more`,
      name: `${file} cannot be the name of a scenario file`,
      outside: `${file} is not in the folder of scenario files`,
      'read-only': `${file} belongs to the library, which is never changed`,
      'too-large': `${file} is too large for the editor`,
      unreadable: `${file} cannot be read${cause === null ? '' : `: ${cause}`}`,
      unwritable: `${file} cannot be written${cause === null ? '' : `: ${cause}`}`,
    }[why],
    remedy: {
      exists: 'Choose another name.',
      missing: 'Save what you have under this name or another.',
      name: 'A name ends with .yaml, .yml or .json, and no folder in it begins with a dot.',
      outside: 'Choose a file of the list.',
      'read-only': 'Save a copy, and change that.',
      'too-large': 'Edit it with another program; `bramble run` runs it.',
      unreadable: 'Look at its permissions.',
      unwritable: 'Look at the permissions of the folder, and at the room on the disk.',
    }[why],
  }),
  'virtual-time': () => ({ message: "this lab's time is passed by the scenario that it runs" }),
  'lesson-evidence-gone': ({ kind }) => ({
    message: `this ${kind} is not, or no longer, in the lab`,
    remedy: 'Point at something that is still to be seen.',
  }),
  'lesson-finished': () => ({
    message: 'this lesson is finished',
    remedy: 'Start it again to take it once more.',
  }),
  'lesson-hint': ({ hint }) => ({
    message: `the hint ${hint} cannot be taken now`,
    remedy: 'Take the hints of the open question, in their order.',
  }),
  'lesson-locked': ({ what }) => ({
    message: `the lesson keeps this closed for now: ${what}`,
    remedy: 'Answer the open question. Some parts open later.',
  }),
  'lesson-not-saved': ({ file, cause }) => ({ message: `${file} cannot be written: ${cause}` }),
  'lesson-notebook-full': ({ most }) => ({
    message: `the notebook has ${most} entries already`,
    remedy: 'Remove some of them.',
  }),
  'lesson-question': ({ question, obstacle }) => ({
    message: {
      unknown: `this lesson has no question ${question}`,
      ahead: `the question ${question} comes later`,
      done: `the question ${question} is answered`,
      'other-kind': `the question ${question} is not answered in this way`,
      'unknown-choice': `the question ${question} has no such choice`,
    }[obstacle],
  }),
  'lesson-unknown': ({ id }) => ({ message: `there is no lesson ${id}` }),
  'lesson-unusable': ({ id, problem }) => ({
    message: `the lesson ${id} cannot be taken: ${problem}`,
    remedy: 'See what `bramble lesson check` says about its file.',
  }),
  'no-lesson': () => ({ message: 'no lesson is being taken here', remedy: 'Choose one from the list.' }),
  'no-lessons': () => ({ message: 'this lab has no lessons' }),
  'only-watching': () => ({ message: 'this lab is only being looked at, and nothing can be changed in it' }),
  'seat-only': ({ command }) => ({
    message: `${command} is not to be had at this seat now`,
    remedy: 'Start a lesson first.',
  }),

  'capture-not-written': ({ path, cause }) => ({
    message: `the capture cannot be written to ${path}: ${cause}`,
    remedy: namesFolder,
  }),
  'certificate-file': ({ path, state, cause }) => ({
    message: `the file ${path} ${
      {
        damaged: `is damaged: ${cause}`,
        'no-pair': 'does not hold a certificate and its private key',
        'not-matching': 'holds a certificate and a private key that do not belong together',
        unreadable: `cannot be read: ${cause}`,
        unwritable: `cannot be written: ${cause}`,
      }[state]
    }`,
    remedy: 'Put back a good copy, or move it away: a new one is made at the next start.',
  }),
  'certificate-folder': ({ folder, cause }) => ({
    message: `the folder ${folder} cannot be used: ${cause}`,
    remedy: 'Name a folder that belongs to you and can be written to.',
  }),
  'database-in-use': ({ path }) => ({
    message: `${path} is in use by another Bramble`,
    remedy: 'End the other one, or name another file (database: in the lab file).',
  }),
  'directory-certificate': ({ cause }) => ({
    message: `the directory cannot use its certificate: ${cause}`,
    remedy: 'give the certificate and the key that belongs to it, both in PEM',
  }),
  'export-not-written': ({ file, cause }) => ({
    message: `the export cannot be written to ${file}: ${cause}`,
    remedy: namesFolder,
  }),
  'log-not-written': ({ folder, cause }) => ({
    message: `the log in ${folder} ends here: ${cause}`,
    remedy: 'Choose a folder that can be written to, on a disk with room.',
  }),
  'no-folder': ({ path, folder }) => ({
    message: `the database ${path} cannot be made: there is no folder ${folder}`,
    remedy: 'Make the folder, or name another file (database: in the lab file).',
  }),
  'no-home': ({ folder, cause }) => ({
    message: `data cannot be kept in ${folder}: ${cause}`,
    remedy: 'make the folder writable, or name another one in the environment variable BRAMBLE_HOME',
  }),
  'branch-too-long': ({ most }) => ({
    message: `more than ${most} frames crossed in this branch, which is more than can be compared`,
    remedy: 'Name an earlier end with --until.',
  }),
  'history-incomplete': ({ most }) => ({
    message: `more than ${most} things were done to this lab, so that its history has lost some`,
    remedy: 'Record it from its start: bramble serve --record FILE.',
  }),
  'history-off': () => ({
    message: 'this lab keeps no history, or has forgotten it, so nothing of it can be repeated',
    remedy:
      'Switch it on, and start the lab again: command palette, Keep the past, or serve without --no-history.',
  }),
  'history-not-written': ({ path, cause }) => ({
    message: `the history cannot be written to ${path}: ${cause}`,
    remedy: namesFolder,
  }),
  'history-not-taken': ({ cause }) => ({
    message: `the history cannot be opened: ${cause}`,
    remedy: 'Open it again, or go on from it with bramble serve --from FILE.',
  }),
  'history-outside': ({ part }) => ({
    message: `this lab cannot be repeated: ${part} is a server outside of it, which knows nothing of lab time`,
    remedy: 'Record a lab with stand-ins.',
  }),
  'no-snapshot': ({ obstacle, most }) => {
    const [why, remedy] = {
      'at-once': ['several things were done to it at once', 'Do one after the other.'],
      'too-long': [`more than ${most} things were done to it`, 'Take the snapshot earlier.'],
      'under-way': ['something in it is still under way', 'Take the snapshot earlier.'],
    }[obstacle]
    return { message: `there can be no snapshot of this lab: ${why}`, remedy }
  },
  'not-started': ({ part, cause }) => ({ message: `${part} did not start: ${cause}` }),
  'not-started-yet': ({ part }) => ({ message: `${part} has not started yet` }),
  'not-supported-yet': () => ({
    message: 'a PostgreSQL database is not supported yet',
    remedy: 'Use a file, or `memory`.',
  }),
  'page-missing': ({ file }) => ({
    message: `the page is not built: there is no ${file}`,
    remedy: 'Build it with: npm run build',
  }),
  'report-not-written': ({ file, cause, remedy }) => ({
    message: `the report cannot be written to ${file}: ${cause}`,
    remedy,
  }),
  'restored-differently': ({ place, expected, found }) => ({
    message: `the lab cannot be restored: it goes another way than the snapshot at ${place}: expected ${expected}, found ${found}`,
    remedy: 'Another version of Bramble may have taken the snapshot: take it anew with this one.',
  }),
  'no-snapshots': () => ({
    message: 'this lab has no folder for snapshots',
    remedy: 'Take one in the lab of the window itself, with a folder that can be written (BRAMBLE_HOME).',
  }),
  'snapshot-unknown': ({ name }) => ({
    message: `there is no snapshot called ${name}`,
    remedy: 'The command snapshot.list names all of them.',
  }),
  'snapshot-not-written': ({ path, cause }) => ({
    message: `the snapshot cannot be written to ${path}: ${cause}`,
    remedy: namesFolder,
  }),
  'unreadable-pem': ({ key, file, cause }) => ({ message: `${key}: ${file} cannot be read: ${cause}` }),
  'unreadable-settings': ({ problem }) => ({
    message: `the saved settings cannot be read: ${problem}`,
    remedy: 'Move the database away and start again, or put a copy in its place.',
  }),
  'unusable-database': ({ path, cause }) => ({
    message: `${path} cannot be used as the Configuration Database: ${cause}. It was left untouched.`,
    remedy: 'Name another file (database: in the lab file), or move this one away and start again.',
  }),
  interrupted: () => ({ message: 'the run was ended before the scenario was' }),
  stalled: () => ({
    message: 'the lab waits for an answer that cannot come: nothing is under way and nothing is due',
  }),
  standstill: () => ({ message: 'the lab stands still: something under way does not arrive' }),

  'cannot-listen': ({ part, place, portFrom, cause }) => ({
    message: `the ${part} cannot listen on ${place}: ${cause}`,
    remedy:
      portFrom === '--http'
        ? 'End the program that uses it, or choose another port with --http; 0 takes any free one.'
        : `Name another host or port for the ${part} in the lab file.`,
  }),
  'port-in-use': ({ part, place, portFrom }) => ({
    message: `the ${part} cannot listen on ${place}: another program uses that port`,
    remedy:
      portFrom === '--http'
        ? 'End the program that uses it, or choose another port with --http; 0 takes any free one.'
        : `End the other program (perhaps another Bramble), or name another port for the ${part} in the lab file; 0 means any free one.`,
  }),
  'disk-error': ({ doing }) => ({
    message: `${doing}: the disk reported an error`,
    remedy: 'Check the disk, or move the file to another one.',
  }),
  'disk-full': ({ doing }) => ({
    message: `${doing}: the disk is full`,
    remedy: 'Free some space on that disk, then repeat it.',
  }),
  'not-allowed': ({ doing }) => ({
    message: `${doing}: the system does not allow it`,
    remedy: "Change the file's permissions, or name another file.",
  }),
  'not-opened': ({ doing }) => ({
    message: `${doing}: it, or the journal beside it, cannot be opened`,
    remedy: 'See that its folder is there and can be written to.',
  }),
  'read-only': ({ doing }) => ({
    message: `${doing}: it may only be read`,
    remedy: 'Allow writing there, or name another file, then repeat it.',
  }),
  'open-file-limit': ({ needed }) => ({
    message: `the lab cannot start: too many files are open at once, and it needs ${needed} more`,
    remedy: 'Allow more, such as with ulimit -n 1024, and start Bramble again.',
  }),
  'too-many-open-files': ({ doing }) => ({
    message: `${doing}: too many files are open at once`,
    remedy: 'Allow more, such as with ulimit -n 1024, and start Bramble again.',
  }),
  busy: ({ doing }) => ({
    message: `${doing}: another program holds it`,
    remedy: 'Close the other program, then repeat it.',
  }),
  damaged: ({ doing }) => ({
    message: `${doing}: it is damaged`,
    remedy: 'End Bramble, move the file away (or put a copy in its place), and start again.',
  }),

  'bad-packet': ({ messageId, expected, found }) => ({
    message: `message ${messageId} has ${expected} packets, not ${found}`,
  }),
  'database-down': () => ({ message: 'nothing answers there: it is down' }),
  'database-error': ({ code, meaning }) => ({
    message: `it answered error ${code}${meaning === null ? '' : `: ${meaning}`}`,
  }),
  'database-reset': () => ({ message: 'the connection to it was reset' }),
  'database-timed-out': ({ seconds }) => ({ message: `it did not answer within ${seconds} s` }),
  'directory-unavailable': ({ address, why }) => obstacleWords(directoryObstacles, address, why),
  'dispatcher-closed': ({ cause }) => ({
    message: `the Dispatcher closed the connection: ${cause ?? 'without a word'}`,
  }),
  'dispatcher-error': ({ cause }) => ({ message: cause }),
  'dispatcher-fault': () => ({ message: 'the Dispatcher answers so, by a fault that was set' }),
  'no-dispatcher': ({ place, cause }) => ({
    message: `the wireless network cannot reach the Dispatcher at ${place}: ${cause}`,
  }),
  'registration-ended': ({ address, event }) => ({
    message: `the Communications Server ended the registration of ${address}: ${meaningsOfEvent[event] ?? event}`,
  }),
  'registration-expired': ({ address, cause: why }) => ({
    message: `the registration of ${address} expired before it could be renewed: ${cause(why)}`,
  }),
  'registration-forbidden': registration,
  'registration-not-found': registration,
  'registration-refused': registration,
  'registration-server-error': registration,
  'registration-unauthorized': registration,
  'replayed-message': ({ messageId, packetIndex, packetCount }) => {
    const packet = packetCount === 1 ? '' : `, packet ${packetIndex + 1} of ${packetCount},`
    return { message: `message ${messageId}${packet} has come before, and is taken once` }
  },
  'unknown-content-type': ({ contentType }) => ({ message: `content type ${contentType} is unknown` }),
  'unknown-device': ({ pin }) => ({ message: `no device with PIN ${pin} is known` }),
}

/** What went wrong, as the end of a sentence. */
export function cause(why: Cause): string {
  return typeof why === 'string' ? why : failureWords(failures, why).message
}

/** The same as a sentence of its own. */
export function causeAsSentence(why: Cause): string {
  const words = cause(why)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
