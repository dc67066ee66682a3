import { addressKey, type Snapshot } from '#contract'

/** The key of the SIP address of somebody whom a file names by user ID or SIP address. */
export function addressOf(user: string, { users }: Snapshot): string {
  const known = users.find(({ id }) => id.toLowerCase() === user.toLowerCase())
  return addressKey(known?.sipAddress ?? user)
}
