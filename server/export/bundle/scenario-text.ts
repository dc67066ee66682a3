import { stringify } from 'yaml'
import { formatDuration } from '#contract'
import { type LabFileInput, parseLabFile, rosterOf } from '../../files/index.ts'
import type { DoneCommand } from '../../history/index.ts'
import { stepOf } from '../../scenario/index.ts'

/** What people do that no step repeats and no scenario needs. */
const leftOut: ReadonlySet<string> = new Set([
  'clock.setPace',
  'clock.step',
  'handheld.closeConversation',
  'recording.start',
  'recording.stop',
  'traffic.clear',
])

/** Typed in place of a password that was refused. */
const wrongPassword = 'not-the-password'

/**
 * What was done in a lab as a scenario file, with the pauses between. What has no step is a comment. Passwords are not in it: who
 * was refused for a bad password types a wrong one again, everybody else their own.
 */
export function scenarioText(
  lab: LabFileInput,
  { done, dropped }: { done: readonly DoneCommand[]; dropped: number },
  startedAt: number,
  words: {
    name: string
    about: string
    noStep: (command: string) => string
    dropped: (count: number) => string
  },
): string {
  const roster = rosterOf(parseLabFile(lab))
  const lines: string[] = []
  let now = startedAt
  for (const command of done) {
    const { input, name, output } = withoutPasswords(command, roster.users)
    if (leftOut.has(name) || isOnlyPassword(command) || isSeenAtOnce(command)) continue
    const step = stepOf(name, input, output, roster)
    const pauseMs = Math.round(command.at - now)
    if (pauseMs > 0) lines.push(`  - wait: ${formatDuration(pauseMs)}\n`)
    if (step === null) lines.push(`  # ${words.noStep(JSON.stringify({ [name]: input }))}\n`)
    else lines.push(indented(stringify([step], { lineWidth: 0 })))
    now = Math.max(now, command.doneAt)
  }
  if (dropped > 0) lines.push(`  # ${words.dropped(dropped)}\n`)
  const head = stringify({ name: words.name, lab }, { lineWidth: 0 })
  return `# ${words.about}\n${head}steps:${lines.length === 0 ? ' []\n' : `\n${lines.join('')}`}`
}

function withoutPasswords(
  { input, name, output }: DoneCommand,
  users: readonly { id: string; password: string }[],
): Pick<DoneCommand, 'input' | 'name' | 'output'> {
  if (!('password' in input)) return { input, name, output }
  if ('user' in input && 'name' in input) {
    const { name: handheld, user } = input
    const isRefused = output !== null && 'result' in output && output.result === 'bad-credentials'
    const own = users.find(({ id }) => id === user)?.password ?? wrongPassword
    return { input: { name: handheld, user, password: isRefused ? wrongPassword : own }, name, output }
  }
  const { password: _, ...same } = input
  return { input: same, name, output }
}

/** A new password would be all that it does, and passwords are not in a bundle. */
function isOnlyPassword({ input, name }: DoneCommand): boolean {
  return name === 'user.save' && 'password' in input && Object.keys(input).length === 2
}

/** A message came while its conversation was open. No person did anything, so it is nothing to repeat. */
function isSeenAtOnce({ input }: DoneCommand): boolean {
  return 'isOpened' in input && input.isOpened === false
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ')
}
