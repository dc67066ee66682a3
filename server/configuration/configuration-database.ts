import type { Device, DirectoryAccount, TransportKey, User } from './records.ts'

/** What is read from the Configuration Database. */
export interface ConfigurationReader {
  users(): Promise<User[]>
  /** @param id in whatever case */
  findUser(id: string): Promise<User | undefined>
  /** In the order in which they were added. */
  devices(): Promise<Device[]>
  /** All generations that are kept, oldest first. */
  transportKeys(): Promise<TransportKey[]>
  /** @returns the saved value (JSON text), or undefined */
  setting(name: string): Promise<string | undefined>
  directoryAccounts(): Promise<DirectoryAccount[]>
}

/** What may be changed in the Configuration Database. */
export interface Changes {
  saveUser(user: User): void
  /** The user, and the account in the directory. */
  removeUser(id: string): void
  saveDirectoryAccount(account: DirectoryAccount): void
  removeDirectoryAccount(id: string): void
  saveDevice(device: Device): void
  /** The device, and its transport keys. */
  removeDevice(pin: string): void
  /** Keeps the key, and of the older ones only the generation right before it. */
  saveTransportKey(key: TransportKey): void
  saveSetting(name: string, value: string): void
}

/**
 * The Configuration Database: who may use the collaboration client, which devices there are, copies of their transport keys,
 * and settings. Whatever the machine refuses, such as a full disk, is a {@link Failure} with a way out.
 */
export interface ConfigurationDatabase extends ConfigurationReader {
  /**
   * Makes all that `collect` asks for in one transaction: however the process ends, all of it is there or nothing.
   * @example await database.change((changes) => changes.saveUser(alice))
   */
  change(collect: (changes: Changes) => void): Promise<void>
  /** Runs `work` as one transaction, for many changes at a start: whatever anybody changes meanwhile is part of it. */
  together(work: () => Promise<void>): Promise<void>
  close(): Promise<void>
}
