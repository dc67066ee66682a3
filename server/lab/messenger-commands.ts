import { addressKey, type CommandInput, type MessengerView } from '#contract'
import type { Handheld } from '../handheld/index.ts'
import type { LabParts } from './lab-parts.ts'

/** Commands that use the collaboration client of a handheld that is signed in. */
export function messengerCommands({ bench, people }: Pick<LabParts, 'bench' | 'people'>) {
  const messengerOf = (name: string) => bench.get(name).handheld.client.messenger
  return {
    'handheld.messenger': async (input: CommandInput<'handheld.messenger'>) => {
      const other = input.with === null ? null : people.addressOf(input.with)
      return viewMessenger(messengerOf(input.name), other)
    },
    'handheld.send': async ({ name, to, text }: CommandInput<'handheld.send'>) =>
      messengerOf(name).send(people.addressOf(to), text),
    'handheld.setTyping': async ({ name, to, isTyping }: CommandInput<'handheld.setTyping'>) => {
      messengerOf(name).setTyping(people.addressOf(to), isTyping)
      return null
    },
    'handheld.setPresence': async ({ name, presence }: CommandInput<'handheld.setPresence'>) => {
      messengerOf(name).choosePresence(presence)
      return null
    },
    'handheld.addContact': async ({ name, contact }: CommandInput<'handheld.addContact'>) => {
      messengerOf(name).changeContact('add', people.addressOf(contact))
      return null
    },
    'handheld.removeContact': async ({ name, contact }: CommandInput<'handheld.removeContact'>) => {
      messengerOf(name).changeContact('remove', people.addressOf(contact))
      return null
    },
    'handheld.readConversation': async (input: CommandInput<'handheld.readConversation'>) => {
      messengerOf(input.name).read(people.addressOf(input.with), input.isOpened)
      return null
    },
    'handheld.closeConversation': async (input: CommandInput<'handheld.closeConversation'>) => {
      messengerOf(input.name).close(people.addressOf(input.with))
      return null
    },
  }
}

/** @param other the person whose conversation the view includes, or null */
function viewMessenger(messenger: Handheld['client']['messenger'], other: string | null): MessengerView {
  const partners = messenger.partners()
  const asked = other === null ? undefined : messenger.conversation(other)
  return {
    revision: messenger.revision,
    contacts: messenger.contacts(),
    conversations: messenger.conversations().flatMap((conversation) => {
      const { sipAddress, isTyping, unread, messages } = conversation
      const partner = partners.get(addressKey(sipAddress))
      const last = messages.at(-1)
      return partner ? [{ with: partner, isTyping, unread, last: last ? { ...last } : null }] : []
    }),
    messages: asked?.messages.map((message) => ({ ...message })) ?? [],
    droppedMessages: asked?.droppedMessages ?? 0,
  }
}
