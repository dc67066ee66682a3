import type { DesktopHabit, DesktopManner, DesktopView } from '#contract'
import { Failure } from '../base/index.ts'
import type { Clock, Generator } from '../clock/index.ts'
import { DesktopClient, type DesktopSent } from '../desktop/index.ts'
import type { LabFile } from '../files/index.ts'
import type { Part, Site } from '../site/index.ts'
import type { EventStream } from './event-stream.ts'

export interface DesktopsOptions {
  clock: Clock
  generator: Generator
  file: LabFile
  site: Pick<Site, 'certificates' | 'communications' | 'configuration'>
  events: EventStream
}

/** The desktop clients of the lab's users: at most one for each, created at the first sign-in. */
export class Desktops implements Part {
  readonly part = 'desktops'
  readonly #options: DesktopsOptions
  /** Clients by user ID in lower case. */
  readonly #clients = new Map<string, { user: string; client: DesktopClient }>()

  constructor(options: DesktopsOptions) {
    this.#options = options
  }

  all(): DesktopView[] {
    return [...this.#clients.values()].map(viewDesktop)
  }

  async signIn(userId: string): Promise<void> {
    await (await this.#open(userId)).signIn()
  }

  async setHabits(userId: string, habits: readonly DesktopHabit[]): Promise<void> {
    const client = await this.#open(userId)
    client.habits = habits
  }

  /** @param manner `in-order` waits for the answers, `hurried` closes right after the last requests, `crash` sends nothing */
  async signOut(userId: string, manner: DesktopManner): Promise<void> {
    const client = this.#get(userId)
    if (manner === 'in-order') return client.signOut()
    if (manner === 'hurried') client.leave()
    else client.crash()
  }

  send(userId: string, to: string, text: string): Promise<DesktopSent> {
    return this.#get(userId).send(this.#options.site.configuration.people.addressOf(to), text)
  }

  async stop(): Promise<void> {
    for (const { client } of this.#clients.values()) client.stop()
  }

  describe() {
    return {}
  }

  #get(userId: string): DesktopClient {
    const known = this.#clients.get(userId.toLowerCase())
    if (known) return known.client
    throw new Failure('desktop-signed-out', { person: userId })
  }

  async #open(userId: string): Promise<DesktopClient> {
    const key = userId.toLowerCase()
    const known = this.#clients.get(key)
    if (known) return known.client
    const { clock, events, file, generator, site } = this.#options
    const { communications } = site
    const { authority } = site.certificates
    if (communications.isExternal) {
      throw new Failure('external-server', { asked: 'desktop-client' })
    }
    const user = await site.configuration.people.find(userId)
    if (!user) throw new Failure('unknown-user', { user: userId })
    const client = new DesktopClient({
      clock,
      generator: generator.fork(`desktop ${key}`),
      sipAddress: user.sipAddress,
      dns: file.domain.dns,
      target: () => ({
        ...communications.endpoint,
        serverName: authority.hostName('communications-server'),
        ca: authority.certificate,
      }),
      changed: () => {
        const entry = this.#clients.get(key)
        if (entry) events.emit('desktop', () => ({ type: 'desktop', desktop: viewDesktop(entry) }))
      },
    })
    this.#clients.set(key, { user: user.id, client })
    return client
  }
}

function viewDesktop({ user, client }: { user: string; client: DesktopClient }): DesktopView {
  const { droppedMessages, isSignedIn, received } = client
  return { user, isSignedIn, messages: [...received], droppedMessages }
}
