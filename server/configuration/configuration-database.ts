import type { Device, DirectoryAccount, TransportKey, User } from './records.ts'

/** Queries of the Configuration Database. */
export interface ConfigurationReader {
  users(): Promise<readonly User[]>
  /** @param id compared without regard to case */
  findUser(id: string): Promise<User | undefined>
  /** In the order in which they were added. */
  devices(): Promise<Device[]>
  /** All stored generations, oldest first. */
  transportKeys(): Promise<TransportKey[]>
  /** @returns the saved value (JSON text), or undefined */
  setting(name: string): Promise<string | undefined>
  directoryAccounts(): Promise<DirectoryAccount[]>
}

/** Changes of the Configuration Database. */
export interface Changes {
  saveUser(user: User): void
  /** Removes the user, and the user's account in the directory. */
  removeUser(id: string): void
  saveDirectoryAccount(account: DirectoryAccount): void
  removeDirectoryAccount(id: string): void
  saveDevice(device: Device): void
  /** Removes the device and its transport keys. */
  removeDevice(pin: string): void
  /** Saves the key, and removes all older generations except the previous one. */
  saveTransportKey(key: TransportKey): void
  saveSetting(name: string, value: string): void
}

/**
 * The Configuration Database: who may use the collaboration client, which devices there are, copies of their transport keys,
 * and settings. Errors of the operating system, such as a full disk, are thrown as a {@link Failure} with a remedy.
 */
export interface ConfigurationDatabase extends ConfigurationReader {
  /**
   * Applies all changes of `collect` in one transaction: even if the process is killed, either all of them are saved or none.
   * @example await database.change((changes) => changes.saveUser(alice))
   */
  change(collect: (changes: Changes) => void): Promise<void>
  /** Runs `work` as one transaction, for many changes at a start. Changes by other callers meanwhile become part of it. */
  together(work: () => Promise<void>): Promise<void>
  close(): Promise<void>
}
