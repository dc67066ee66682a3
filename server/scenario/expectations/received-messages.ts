import type { LabApi, MessageView } from '#contract'

/** The messages of all conversations that a handheld shows, in the order in which they came. */
export async function messagesOn(api: LabApi, name: string): Promise<(MessageView & { with: string })[]> {
  const { conversations } = await api.call('handheld.messenger', { name, with: null })
  const all: (MessageView & { with: string })[] = []
  for (const { with: partner } of conversations) {
    const { messages } = await api.call('handheld.messenger', { name, with: partner.sipAddress })
    all.push(...messages.map((message) => ({ ...message, with: partner.sipAddress })))
  }
  return all.sort((one, other) => one.at - other.at || countIn(one.id) - countIn(other.id))
}

/** A handheld numbers its messages, received ones and its own, in one row. */
function countIn(id: string): number {
  return Number(/\d+$/.exec(id)?.[0] ?? 0)
}
