import { setTimeout as pause } from 'node:timers/promises'
import type { HandheldView, SessionView, Snapshot } from '../../../server/contract/index.ts'
import { emptySnapshot } from '../../../server/contract/testing/empty-snapshot.ts'
import { MeasuredPage, missingBrowser, ScriptedLab, startBrowser } from '../page.ts'
import type { Row, Sample } from '../row.ts'

/** The handhelds that send status messages: the first ones, the same in both labs. */
const senders = 100
const statusMessagesPerSecond = 100

/** A lab in which everybody is signed in. */
function crowdedLab(size: number): Snapshot {
  const numbers = Array.from({ length: size }, (_, index) => index + 1)
  const at = Date.now()
  return {
    ...emptySnapshot,
    at,
    users: numbers.map((number) => ({
      id: `load${number}`,
      name: `Load${number}`,
      sipAddress: `sip:load${number}@corp.example`,
      mayUseClient: true,
      isEnabled: true,
    })),
    handhelds: numbers.map((number) => createHandheld(number, at)),
    sessions: numbers.map((number) => createSession(number, at)),
  }
}

function pinOf(number: number): string {
  return number.toString(16).toUpperCase().padStart(8, '2')
}

function createHandheld(number: number, at: number): HandheldView {
  return {
    name: `load${number}`,
    pin: pinOf(number),
    model: 'bold-9900',
    user: `load${number}`,
    state: 'signed-in',
    reason: null,
    lastStatus: 'accepted',
    notice: null,
    coverage: 'good',
    link: null,
    sendsStatus: true,
    isOn: true,
    cipher: 'aes-256',
    keyGeneration: 1,
    signedInUser: `load${number}`,
    lastStatusSentAt: at,
    waitingPackets: 0,
    nextLogin: null,
    flowId: null,
    presence: 'available',
    unread: 0,
    lastMessage: null,
    messengerRevision: 3,
  }
}

function createSession(number: number, at: number): SessionView {
  return {
    id: `session-${number}`,
    service: 'service-1',
    user: `load${number}`,
    handheld: `load${number}`,
    pin: pinOf(number),
    isInCoverage: true,
    openedAt: at,
    lastStatusAt: at,
    lastActivityAt: at,
    isReconnecting: false,
    connectivity: {
      sipAddress: `sip:load${number}@corp.example`,
      server: '127.0.0.1:5061',
      transport: 'tls',
      expiresAt: at + 600_000,
      details: [{ name: 'Call-ID', value: `${number}0123456789abcdef` }],
    },
  }
}

/** The page of a lab whose handhelds send status messages. */
class CrowdedPage {
  readonly #lab: ScriptedLab
  readonly #page: MeasuredPage
  #sent = 0

  private constructor(lab: ScriptedLab, page: MeasuredPage) {
    this.#lab = lab
    this.#page = page
  }

  static async open(browser: Awaited<ReturnType<typeof startBrowser>>, size: number): Promise<CrowdedPage> {
    const lab = new ScriptedLab(crowdedLab(size))
    return new CrowdedPage(lab, await MeasuredPage.open(browser, lab))
  }

  async measure(messages: number): Promise<Sample> {
    const sample = await this.#page.measure(async () => {
      const startedAt = performance.now()
      for (let sent = 0; sent < messages; sent += 1) {
        this.#sendStatusMessage()
        const isDueAt = startedAt + ((sent + 1) * 1_000) / statusMessagesPerSecond
        await pause(Math.max(0, isDueAt - performance.now()))
      }
      // Let the page draw the last ones.
      await pause(200)
    })
    return { ...sample, value: sample.cpuMs / messages }
  }

  /** What a lab says of a status message: the handheld has sent it, and the service has received it. */
  #sendStatusMessage(): void {
    const number = (this.#sent % senders) + 1
    this.#sent += 1
    const at = Date.now()
    this.#lab.emit({ type: 'handheld', handheld: createHandheld(number, at) })
    this.#lab.emit({ type: 'session', session: createSession(number, at) })
  }

  close(): Promise<void> {
    return this.#page.close()
  }
}

export const pageEvents: Row = {
  name: 'page-events',
  what: "the page's work for the status message of one handheld, 100 of them a second: 10,000 handhelds / 100",
  unit: 'ms of CPU per status message',
  goal: { atMost: 1.2 },
  rounds: 7,
  missing: missingBrowser,
  async open(isSmall) {
    const browser = await startBrowser()
    const many = await CrowdedPage.open(browser, isSmall ? 200 : 10_000)
    const few = await CrowdedPage.open(browser, 100)
    const messages = isSmall ? 10 : 300
    return {
      ours: () => many.measure(messages),
      theirs: () => few.measure(messages),
      async close() {
        await many.close()
        await few.close()
        await browser.close()
      },
    }
  },
}
