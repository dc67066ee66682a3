import type { Run } from '../store/lab.tsx'
import { turnTo } from '../store/messenger-pages.ts'

/** The person opens a conversation: the page turns, and the handheld tells the service that somebody uses it. */
export function openConversation(run: Run, handheld: string, user: string, sipAddress: string): void {
  turnTo(handheld, user, { kind: 'conversation', with: sipAddress })
  void run(`Conversation on ${handheld}`, 'handheld.readConversation', {
    name: handheld,
    with: sipAddress,
    isOpened: true,
  })
}
