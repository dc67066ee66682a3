import { processStep } from '#contract'
import type {
  Environment,
  EnvironmentDefinition,
  EnvironmentOptions,
  SessionMessaging,
} from '../../server/environments/index.ts'

const hop = 'service-porter'
const serverAddress = '127.0.0.1:1'

/**
 * An environment that accepts every login and delivers messages itself, without SIP, sockets or certificates. It shows
 * everything that an environment must implement.
 */
export const yesEnvironment: EnvironmentDefinition = {
  product: 'Porter/1.0',
  flow: {
    parts: [{ id: 'porter', label: 'Porter', note: 'yes' }],
    hops: [
      {
        id: hop,
        from: 'service',
        to: 'porter',
        protocol: 'Knock',
        port: 1,
        plainPort: 1,
        description: 'Collaboration Service to porter: knocks',
        carriesPasswords: false,
      },
    ],
    steps: [
      processStep('knock', {
        title: 'Service knocks at the door',
        crosses: [{ hop, direction: 'up' }],
      }),
      processStep('welcome', { title: 'Porter says yes', crosses: [{ hop, direction: 'down' }] }),
    ],
  },
  open: openYes,
}

function openYes({ clock, emit, reporter, tap }: EnvironmentOptions): Environment {
  /** The signed-in user of each session. */
  const signedIn = new Map<string, string>()

  function speak(direction: 'up' | 'down', pin: string, text: string): void {
    tap.frame({
      hop,
      direction,
      pin,
      protocol: 'Knock',
      sizeBytes: text.length,
      isEncrypted: false,
      summary: () => text,
      openedSummary: () => text,
      layers: () => [{ title: 'Knock', note: 'What was said.', fields: [], bytes: Buffer.from(text), text }],
    })
  }

  function messagingOf(sessionId: string, own: string, pin: string): SessionMessaging {
    const everybody = () => [...signedIn].filter(([id]) => id !== sessionId)
    return {
      async start() {
        const contacts = everybody().map(([, sipAddress]) => ({
          sipAddress,
          name: sipAddress,
          presence: 'available' as const,
        }))
        emit(sessionId, { type: 'contacts', contacts })
      },
      setReachable() {},
      publishPresence() {},
      changeContacts() {},
      askForReceipt() {},
      sendTyping() {},
      closeConversation() {},
      send({ to, text }) {
        speak('up', pin, `for ${to}: ${text}`)
        return new Promise((resolve) => {
          for (const [other, address] of everybody()) {
            if (address !== to) continue
            const answer = () => resolve('delivered')
            emit(other, { type: 'message', from: own, name: null, text, answer })
          }
        })
      },
    }
  }

  return {
    whoChecksPasswords: 'environment',
    async connect({ flowId }) {
      const facts = { server: 'porter', address: serverAddress, encryption: null, isMutual: false }
      reporter.step(flowId, 'knock', 'done', { code: 'connection-opened', facts })
    },
    async register({ flowId, pin, sessionId, sipAddress }) {
      speak('up', pin, `here is ${sipAddress}`)
      speak('down', pin, 'yes')
      signedIn.set(sessionId, sipAddress)
      const facts = { sipAddress, isPasswordChecked: true, detours: [] }
      reporter.step(flowId, 'welcome', 'done', { code: 'registration-accepted', facts })
      return {
        connectivity: {
          sipAddress,
          server: serverAddress,
          transport: 'tcp',
          expiresAt: clock.now() + 3_600_000,
          details: [{ name: 'Door', value: 'front' }],
        },
        messaging: messagingOf(sessionId, sipAddress, pin),
      }
    },
    async unregister(sessionId) {
      signedIn.delete(sessionId)
    },
    reset() {},
    async close() {
      signedIn.clear()
    },
    ownerOf: () => null,
    kept: { dialogs: 0, asked: 0, toAnswer: 0 },
  }
}
