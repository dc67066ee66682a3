import { presences, type Snapshot } from '#contract'
import { openConversation } from '../messenger/open-conversation.ts'
import { show } from '../store/interface.ts'
import type { Run } from '../store/lab.tsx'
import { presenceWords } from '../words.ts'
import type { Entry } from './entries.ts'

/** So many pairs of a sender and a recipient are offered: there are as many as handhelds times users. */
const mostPairs = 8
/** Of more handhelds than these, those that the words name; their entries would bury everything else. */
const mostHandhelds = 12
const commandWords = new Set(['send', 'a', 'message', 'messages', 'talk', 'say', 'from', 'to', 'im'])

/** Instant messages and presence, for handhelds that are signed in. */
export function messageEntries(snapshot: Snapshot | null, typed: string, run: Run): Entry[] {
  if (snapshot === null) return []
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const all = snapshot.handhelds.filter((one) => one.state === 'signed-in')
  const named = all.filter(({ name }) => words.some((word) => name.toLowerCase().startsWith(word)))
  const signedIn = all.length > mostHandhelds ? named.slice(0, mostHandhelds) : all
  return [
    ...pairs(snapshot, typed, run),
    ...signedIn.map(({ name }) => ({
      title: `Messages of ${name}`,
      keywords: ['send message', 'contacts', 'conversation', 'screen'],
      run: () => show({ largeScreen: name }),
    })),
    ...signedIn.flatMap(({ name }) =>
      presences.map((presence) => ({
        title: `Presence of ${name}: ${presenceWords[presence]}`,
        keywords: ['status', 'set presence'],
        run: () => run(`Presence of ${name}`, 'handheld.setPresence', { name, presence }),
      })),
    ),
  ]
}

/** `alice bob hello`: the conversation of the first with the second, and the message at once. */
function pairs(snapshot: Snapshot, typed: string, run: Run): Entry[] {
  const words = typed.split(/\s+/).filter(Boolean)
  const begin = words.findIndex((word) => !commandWords.has(word.toLowerCase()))
  const fromWord = begin < 0 ? '' : (words[begin] ?? '').toLowerCase()
  const rest = begin < 0 ? [] : words.slice(begin + 1)
  if (rest[0]?.toLowerCase() === 'to') rest.shift()
  const toWord = (rest[0] ?? '').toLowerCase()
  const text = rest.slice(1).join(' ')
  if (fromWord === '' || toWord === '') return []

  const entries: Entry[] = []
  for (const { name, state, user, signedInUser } of snapshot.handhelds) {
    if (state !== 'signed-in' || !name.toLowerCase().startsWith(fromWord)) continue
    const owner = signedInUser ?? user
    for (const { id, sipAddress } of snapshot.users) {
      if (id === owner || !id.toLowerCase().startsWith(toWord)) continue
      if (entries.length >= mostPairs) return entries
      entries.push({
        title: text === '' ? `Send a message from ${name} to ${id}…` : `Send “${text}” from ${name} to ${id}`,
        keywords: [typed],
        run() {
          if (text !== '') {
            run(`Message from ${name}`, 'handheld.send', { name, to: sipAddress, text })
            return
          }
          openConversation(run, name, owner, sipAddress)
          show({ largeScreen: name })
        },
      })
    }
  }
  return entries
}
