import type { Presence } from '#contract'
import { XmlError } from '../../../protocols/xml/index.ts'
import type { UserEndpoint } from '../user-endpoint.ts'
import { publishDocument, publishType, readConflicts, type StatePublication } from './presence-documents.ts'

/** Where colleagues and others look (MS-PRES section 3.3): Communicator publishes its states to both. */
const containers = [2, 3]
/** The number under which Communicator keeps what the person chose. */
const chosenInstance = 0x20000000
/** Two endpoints of one user that publish at the same time both get there. */
const mostTries = 4

/** Publishes one endpoint's presence (MS-PRES section 3.3), newest last, one at a time. */
export class PresencePublisher {
  readonly #endpoint: UserEndpoint
  readonly #machine: readonly StatePublication[]
  readonly #chosen: readonly StatePublication[]
  #wanted: Presence | null = null
  #isPublishing = false
  #isRefused = false
  /** Whether this endpoint has ever chosen: until then another endpoint's choice is left alone. */
  #hasChosen = false

  constructor(endpoint: UserEndpoint) {
    this.#endpoint = endpoint
    const instance = Number.parseInt(endpoint.epid.slice(0, 7), 16)
    const publication = (kind: StatePublication['kind'], container: number) => ({
      kind,
      container,
      presence: 'available' as Presence,
      instance: kind === 'machineState' ? instance : chosenInstance,
      version: 0,
    })
    this.#machine = containers.map((container) => publication('machineState', container))
    this.#chosen = containers.map((container) => publication('userState', container))
  }

  /** Never fails: a server may not know presence, and is then not told again. */
  async publish(presence: Presence): Promise<void> {
    this.#wanted = presence
    if (this.#isPublishing || this.#isRefused) return
    this.#isPublishing = true
    try {
      while (this.#wanted !== null && !this.#isRefused) {
        const next = this.#wanted
        this.#wanted = null
        await this.#publish(next)
      }
    } catch {
      // The connection is gone; the presence is published anew over another.
    } finally {
      this.#isPublishing = false
    }
  }

  async #publish(presence: Presence): Promise<void> {
    const isObserved = presence === 'available' || presence === 'away'
    // A handheld that is not used is away, whatever was chosen; every other word is a choice.
    for (const each of this.#machine) each.presence = isObserved ? presence : 'available'
    for (const each of this.#chosen) each.presence = isObserved ? 'available' : presence
    this.#hasChosen ||= !isObserved
    const publications = this.#hasChosen ? [...this.#machine, ...this.#chosen] : this.#machine
    for (let tries = 0; tries < mostTries; tries += 1) {
      const { sipAddress, epid, agent } = this.#endpoint
      const response = await agent.request({
        method: 'SERVICE',
        target: sipAddress,
        address: sipAddress,
        fromParameters: `;epid=${epid}`,
        supported: ['msrtc-event-categories'],
        headers: [`Contact: <${this.#endpoint.contact}>`],
        content: { type: publishType, text: publishDocument(sipAddress, publications) },
      })
      if (response.status < 300) {
        for (const each of publications) each.version += 1
        return
      }
      if (response.status !== 409 || !takeVersions(publications, response.body)) {
        // A server that stumbles is asked again at the next change; one that says no means it.
        this.#isRefused = response.status < 500 || response.status === 501
        return
      }
    }
  }
}

/** @returns whether there was anything to take */
function takeVersions(publications: readonly StatePublication[], body: Uint8Array): boolean {
  try {
    const conflicts = readConflicts(Buffer.from(body).toString('utf8'))
    for (const [index, version] of conflicts) {
      const publication = publications[index - 1]
      if (publication) publication.version = version
    }
    return conflicts.size > 0
  } catch (error) {
    if (error instanceof XmlError) return false
    throw error
  }
}
