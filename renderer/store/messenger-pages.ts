import { create } from 'zustand'
import { wordsNow } from '../words/words.ts'
import type { Run } from './lab.tsx'

/** What somebody looks at in the collaboration client of a handheld. */
export type MessengerPage =
  /** The contact list. `from` is the conversation that was left for it. */
  | { kind: 'people'; from: string | null }
  | { kind: 'conversation'; with: string }
  | { kind: 'add-contact' }
  /** The session's details and the logout button. */
  | { kind: 'session' }

const contactList: MessengerPage = { kind: 'people', from: null }
const bound = 1_000

/** One page for each user on each handheld: the next user to sign in starts at their own contacts. */
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

/** Opens a conversation on a handheld's screen. The handheld reports it to the service as user activity. */
export function openConversation(run: Run, handheld: string, user: string, sipAddress: string): void {
  turnTo(handheld, user, { kind: 'conversation', with: sipAddress })
  void run(wordsNow().page.messenger.conversationOn(handheld), 'handheld.readConversation', {
    name: handheld,
    with: sipAddress,
    isOpened: true,
  })
}
