import type { Presence } from '#contract'
import { asBuffer } from '../../../base/bytes/index.ts'
import { XmlError } from '../../../protocols/xml/index.ts'
import type { UserEndpoint } from '../user-endpoint.ts'
import { publishDocument, publishType, readConflicts, type StatePublication } from './presence-documents.ts'

/** The containers that colleagues and others read (MS-PRES section 3.3). Communicator publishes its states to both. */
const containers = [2, 3]
/** Communicator's instance number for the person's choice. */
const chosenInstance = 0x20000000
/** Maximum attempts, so that two endpoints of one user that publish at the same time both succeed. */
const mostTries = 4

/** Publishes one endpoint's presence (MS-PRES section 3.3), one state at a time, in order. */
export class PresencePublisher {
  readonly #endpoint: UserEndpoint
  readonly #machine: readonly StatePublication[]
  readonly #chosen: readonly StatePublication[]
  #wanted: Presence | null = null
  #isPublishing = false
  #isRefused = false
  /** Whether the person has chosen a presence at this endpoint. Before that, it leaves another endpoint's choice alone. */
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

  /** Never fails. Stops publishing to a server that does not support presence. */
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
      // The connection is gone. The presence is published again over the next one.
    } finally {
      this.#isPublishing = false
    }
  }

  async #publish(presence: Presence): Promise<void> {
    const isObserved = presence === 'available' || presence === 'away'
    // `available` and `away` are observed, from whether somebody uses the handheld. Others are the person's choice.
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
        // After a server error, try again at the next change. A refusal is final.
        this.#isRefused = response.status < 500 || response.status === 501
        return
      }
    }
  }
}

/** @returns whether there were new versions */
function takeVersions(publications: readonly StatePublication[], body: Uint8Array): boolean {
  try {
    const conflicts = readConflicts(asBuffer(body).toString('utf8'))
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
