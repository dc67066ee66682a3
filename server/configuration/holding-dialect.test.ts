import { Kysely, SqliteDialect, sql } from 'kysely'
import Database from 'libsql'
import { expect, it } from 'vitest'
import { createVirtualClock } from '../clock/index.ts'
import { holdingDialect } from './holding-dialect.ts'

it('holds lab time until a slow database has answered', async () => {
  const clock = createVirtualClock()
  let open = (_database: Database.Database) => {}
  const opened = new Promise<Database.Database>((resolve) => {
    open = resolve
  })
  const slow = new SqliteDialect({ database: () => opened })
  const db = new Kysely<unknown>({ dialect: holdingDialect(slow, clock) })
  const askedAt = clock.now()
  const answeredAt = sql`select 1`.execute(db).then(() => clock.now())
  const advanced = clock.advance(60_000)
  for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  open(new Database(':memory:'))
  expect(await answeredAt).toBe(askedAt)
  await advanced
  expect(clock.now()).toBe(askedAt + 60_000)
  await db.destroy()
})
