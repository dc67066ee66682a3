import { acceptText, type BareDialog, forwardBare, openBareDialog, sendBareText } from './conversation.ts'
import { openBareDirectory } from './directory.ts'
import { bareNtHash } from './ntlm.ts'
import { answerSignIns, bareSignIn, sipAddress } from './sign-in.ts'
import { addressIn, BareSipClient, type BareSipEnd, header, isAnswer, openBareSipNetwork } from './sip.ts'
import { openBareWireless } from './wireless.ts'

const password = 'Passw0rd!'

/** The same exchanges as in a lab, over the same kinds of sockets, with nothing around them. */
export interface BareOffice {
  /** A login of one handheld, until its contacts have arrived. Handhelds are numbered from 0. */
  logIn(handheld: number): Promise<void>
  /** A text from one handheld to another, until the sender knows that it is delivered. */
  send(from: number, to: number, text: string): Promise<void>
  /** Closes the connections of OCS 2007's sessions. */
  logOutAll(): Promise<void>
  close(): Promise<void>
}

/**
 * @param kind OCS 2007 R2: binds at the directory, and one connection for all sessions. OCS 2007: a connection for each
 *   session, and NTLM and signatures on it
 */
export async function openBareOffice(kind: 'ocs2007r2' | 'ocs2007', handhelds: number): Promise<BareOffice> {
  const wireless = await openBareWireless(handhelds)
  const directory = await openBareDirectory(password)
  const network = await openBareSipNetwork()
  const knownHash = bareNtHash(password)
  const owned = new Set<BareSipEnd>()
  const isShared = kind === 'ocs2007r2'
  const shared = isShared ? await open(true) : null
  const dialogs = new Map<string, BareDialog>()
  const loggingIn = new Map<number, () => void>()
  const sending = new Map<number, () => void>()
  const receiving = new Map<number, () => void>()

  async function open(isMutual: boolean): Promise<BareSipClient> {
    const { client, server } = await network.open(isMutual)
    if (!isMutual) owned.add(client)
    const answer = answerSignIns(isMutual ? null : knownHash, server)
    server.onMessage = (message) => {
      const isText = isAnswer(message) || message.lines[0]?.startsWith('MESSAGE ')
      if (isText) forwardBare(message, server)
      else answer(message)
    }
    const made = new BareSipClient(client)
    made.onRequest = (request) => {
      const [, to] = /<sip:load(\d+)@/.exec(header(request, 'To')) ?? []
      const handheld = Number(to)
      receiving.set(handheld, () => client.send(acceptText(request)))
      const record = {
        type: 'message',
        session: sessionOf(handheld),
        id: 1,
        from: addressIn(header(request, 'From')),
        name: null,
        text: request.body,
      }
      wireless.dispatcher.send(handheld, record)
    }
    return made
  }

  async function signIn(handheld: number, { id, user, password }: Record<string, unknown>): Promise<void> {
    if (typeof user !== 'string' || typeof password !== 'string') throw new Error('no credentials')
    if (isShared) await directory.bind(user, password)
    const client = shared ?? (await open(false))
    await bareSignIn(client, user, isShared ? null : password, () =>
      wireless.dispatcher.send(handheld, {
        type: 'login-accepted',
        id,
        session: sessionOf(handheld),
        sipAddress: sipAddress(user),
        statusIntervalMs: 60_000,
        passwordCaching: false,
      }),
    )
    wireless.dispatcher.send(handheld, { type: 'contacts', session: sessionOf(handheld), contacts: [] })
  }

  async function pass(handheld: number, { id, to, text }: Record<string, unknown>): Promise<void> {
    if (!shared || typeof to !== 'string' || typeof text !== 'string') throw new Error('no text')
    const from = sipAddress(userOf(handheld))
    const key = `${from} ${to}`
    const dialog = dialogs.get(key) ?? openBareDialog(from, to)
    dialogs.set(key, dialog)
    await sendBareText(shared, dialog, text)
    const record = { type: 'receipt', session: sessionOf(handheld), id, state: 'delivered', why: null }
    wireless.dispatcher.send(handheld, record)
  }

  wireless.dispatcher.onRecord = (handheld, record) => {
    if (record.type === 'login-request') void signIn(handheld, record)
    else if (record.type === 'message') void pass(handheld, record)
    else receiving.get(handheld)?.()
  }

  wireless.handhelds.onRecord = (handheld, record) => {
    if (record.type === 'contacts') loggingIn.get(handheld)?.()
    else if (record.type === 'receipt') sending.get(handheld)?.()
    else if (record.type === 'message') {
      wireless.handhelds.send(handheld, { type: 'receipt', session: sessionOf(handheld), id: record.id })
    }
  }

  return {
    logIn: (handheld) =>
      new Promise((resolve) => {
        loggingIn.set(handheld, resolve)
        wireless.handhelds.send(handheld, { type: 'login-request', id: 1, user: userOf(handheld), password })
      }),
    send: (from, to, text) =>
      new Promise((resolve) => {
        sending.set(from, resolve)
        wireless.handhelds.send(from, {
          type: 'message',
          session: sessionOf(from),
          id: 1,
          to: sipAddress(userOf(to)),
          text,
        })
      }),
    async logOutAll() {
      await Promise.all(Array.from(owned, (end) => end.close()))
      owned.clear()
    },
    async close() {
      await wireless.close()
      await directory.close()
      await network.close()
    },
  }
}

function userOf(handheld: number): string {
  return `load${handheld}`
}

function sessionOf(handheld: number): string {
  return `session-${handheld}`
}
