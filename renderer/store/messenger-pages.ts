import { create } from 'zustand'
import type { Run } from './lab.tsx'

/** What somebody looks at in the collaboration client of a handheld. */
export type MessengerPage =
  /** The contact list. `from` is the conversation that they come back from. */
  | { kind: 'people'; from: string | null }
  | { kind: 'conversation'; with: string }
  | { kind: 'add-contact' }
  /** The session's facts, and the way out. */
  | { kind: 'session' }

const contactList: MessengerPage = { kind: 'people', from: null }
const bound = 1_000

/** Apart for each person who is signed in on a handheld: the next one begins at their own contacts. */
const usePages = create<{ pages: ReadonlyMap<string, MessengerPage> }>(() => ({ pages: new Map() }))

function keyOf(handheld: string, user: string): string {
  return JSON.stringify([handheld, user])
}

export function useMessengerPage(handheld: string, user: string): MessengerPage {
  return usePages((state) => state.pages.get(keyOf(handheld, user)) ?? contactList)
}

export function turnTo(handheld: string, user: string, page: MessengerPage): void {
  usePages.setState(({ pages }) => {
    const others = [...pages].filter(([key]) => key !== keyOf(handheld, user)).slice(1 - bound)
    return { pages: new Map([...others, [keyOf(handheld, user), page]]) }
  })
}

/** The person opens a conversation: the page turns, and the handheld tells the service that somebody uses it. */
export function openConversation(run: Run, handheld: string, user: string, sipAddress: string): void {
  turnTo(handheld, user, { kind: 'conversation', with: sipAddress })
  void run(`Conversation on ${handheld}`, 'handheld.readConversation', {
    name: handheld,
    with: sipAddress,
    isOpened: true,
  })
}
