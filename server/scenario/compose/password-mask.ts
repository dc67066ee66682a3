import { type CommandInput, type CommandName, type CommandOutput, commands } from '#contract'
import { defaultPassword, type LabFileInput, parseLabFile, rosterOf } from '../../files/index.ts'

interface Command {
  name: CommandName
  input: CommandInput<CommandName>
  output: CommandOutput<CommandName>
}

/** Typed in place of a password that was never somebody's own. */
const wrongPassword = 'not-the-password'

/**
 * Replaces passwords by made-up ones, so that equal ones stay equal: whoever typed an old password types the same old one again, and
 * is refused for it again. Everybody's first password becomes the default one.
 */
export class PasswordMask {
  /** For each user, what stands in place of each password that was ever the user's own. */
  readonly #own = new Map<string, Map<string, string>>()
  /** The password that each user has now, in its place. */
  readonly #now = new Map<string, string>()

  constructor(lab: LabFileInput) {
    for (const { id, password } of rosterOf(parseLabFile(lab)).users)
      this.#learn(id, password, defaultPassword)
  }

  /** To be called with each command in turn. */
  masked({ input, name, output }: Command): Command {
    if (name === 'handheld.login') {
      const typed = commands[name].input.parse(input)
      const isRefused = output !== null && 'result' in output && output.result === 'bad-credentials'
      const password = this.#typed(typed.user, typed.password, isRefused)
      return { name, output, input: { ...typed, password } }
    }
    if (name !== 'user.save') return { input, name, output }
    const change = commands[name].input.parse(input)
    if (change.password === undefined) return { input, name, output }
    const known = this.#own.get(key(change.id))
    const made = known === undefined ? defaultPassword : `Passw0rd-${known.size + 1}!`
    const password = known?.get(change.password) ?? made
    this.#learn(change.id, change.password, password)
    return { name, output, input: { ...change, password } }
  }

  #typed(user: string, password: string, isRefused: boolean): string {
    const known = this.#own.get(key(user))?.get(password)
    if (known !== undefined) return known
    if (isRefused) return wrongPassword
    // The database of the lab has a password from before, which its lab file does not know.
    const mask = this.#now.get(key(user)) ?? defaultPassword
    this.#learn(user, password, mask)
    return mask
  }

  #learn(user: string, password: string, mask: string): void {
    const own = this.#own.get(key(user)) ?? new Map<string, string>()
    own.set(password, mask)
    this.#own.set(key(user), own)
    this.#now.set(key(user), mask)
  }
}

/** Active Directory treats Alice and alice as the same name. */
function key(user: string): string {
  return user.toLowerCase()
}
