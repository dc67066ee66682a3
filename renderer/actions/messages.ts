import type { HandheldView, Snapshot } from '#contract'
import { show } from '../store/interface.ts'
import { openConversation } from '../store/messenger-pages.ts'
import type { Action } from './action.ts'
import { handheldsMeant } from './handhelds-meant.ts'
import { actionWords } from './words.ts'

interface Message {
  /** The name of the handheld that sends it, and the user who is signed in there. */
  from: string
  owner: string
  /** The user ID and the SIP address of the recipient. */
  to: string
  sipAddress: string
  /** Empty: to be written in the conversation. */
  text: string
  typed: string
}

/** `alice bob hello`: the conversation of the first with the second, and the message at once. */
export const sendMessage: Action<Message> = {
  name: 'handheld.send',
  group: 'messages',
  label: ({ from, to, text }) =>
    text === '' ? actionWords().writeTo(from, to) : actionWords().send(from, to, text),
  // The words typed are its recipient and its text, so that all of them mean it.
  keywords: ({ typed }) => [typed],
  perform({ from, owner, sipAddress, text }, { run }) {
    if (text !== '')
      return run(actionWords().messageFrom(from), 'handheld.send', { name: from, to: sipAddress, text })
    openConversation(run, from, owner, sipAddress)
    return show({ largeScreen: from })
  },
  offers: ({ lab }, typed) => (lab === null ? [] : messagesMeant(lab, typed)),
}

/** At most this many pairs of sender and recipient are offered: there are as many as handhelds times users. */
const mostPairs = 8

function messagesMeant({ handhelds, users }: Snapshot, typed: string): Message[] {
  const words = typed.split(/\s+/).filter(Boolean)
  const begin = words.findIndex((word) => !actionWords().messageWords.includes(word.toLowerCase()))
  const [fromWord = '', ...rest] = begin < 0 ? [] : words.slice(begin)
  if (rest[0]?.toLowerCase() === actionWords().messageTo) rest.shift()
  const [toWord = '', ...texts] = rest
  if (fromWord === '' || toWord === '') return []

  const recipients = users
    .filter(({ id }) => id.toLowerCase().startsWith(toWord.toLowerCase()))
    // One more than are offered, because nobody writes to themselves.
    .slice(0, mostPairs + 1)
  const messages: Message[] = []
  for (const { name, state, user, signedInUser } of handhelds) {
    if (state !== 'signed-in' || !name.toLowerCase().startsWith(fromWord.toLowerCase())) continue
    const owner = signedInUser ?? user
    for (const { id, sipAddress } of recipients) {
      if (id === owner) continue
      messages.push({ from: name, owner, to: id, sipAddress, text: texts.join(' '), typed })
      if (messages.length >= mostPairs) return messages
    }
  }
  return messages
}

export const showMessages: Action<{ handheld: HandheldView }> = {
  name: 'handheld.showMessages',
  isForLooking: true,
  group: 'messages',
  label: ({ handheld }) => actionWords().messages(handheld.name),
  keywords: () => ['send message', 'contacts', 'conversation', 'screen'],
  perform: ({ handheld: { name } }) => show({ largeScreen: name }),
  offers: ({ lab }, typed) =>
    handheldsMeant(lab, typed)
      .filter(({ state }) => state === 'signed-in')
      .map((handheld) => ({ handheld })),
}
