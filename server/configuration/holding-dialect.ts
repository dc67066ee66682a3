import type {
  CompiledQuery,
  DatabaseConnection,
  Dialect,
  Driver,
  QueryResult,
  TransactionSettings,
} from 'kysely'
import { type Clock, holding } from '../clock/index.ts'

/** Wraps a dialect so that lab time stands still during every query. */
export function holdingDialect(dialect: Dialect, clock: Clock): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createDriver: () => new HoldingDriver(dialect.createDriver(), clock),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  }
}

class HoldingDriver implements Driver {
  readonly #driver: Driver
  readonly #clock: Clock

  constructor(driver: Driver, clock: Clock) {
    this.#driver = driver
    this.#clock = clock
  }

  init(): Promise<void> {
    return holding(this.#clock, this.#driver.init())
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await holding(this.#clock, this.#driver.acquireConnection())
    return new HoldingConnection(connection, this.#clock)
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return holding(this.#clock, this.#driver.releaseConnection(heldBy(connection)))
  }

  beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    return holding(this.#clock, this.#driver.beginTransaction(heldBy(connection), settings))
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return holding(this.#clock, this.#driver.commitTransaction(heldBy(connection)))
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return holding(this.#clock, this.#driver.rollbackTransaction(heldBy(connection)))
  }

  destroy(): Promise<void> {
    return holding(this.#clock, this.#driver.destroy())
  }
}

class HoldingConnection implements DatabaseConnection {
  readonly connection: DatabaseConnection
  readonly #clock: Clock

  constructor(connection: DatabaseConnection, clock: Clock) {
    this.connection = connection
    this.#clock = clock
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return holding(this.#clock, this.connection.executeQuery<R>(query))
  }

  /** Streams do not hold lab time, since their reader sets the pace; the lab does not use them. */
  streamQuery<R>(query: CompiledQuery, chunkSize?: number): AsyncIterableIterator<QueryResult<R>> {
    return this.connection.streamQuery<R>(query, chunkSize)
  }
}

/** The connection of the wrapped driver. */
function heldBy(connection: DatabaseConnection): DatabaseConnection {
  return connection instanceof HoldingConnection ? connection.connection : connection
}
