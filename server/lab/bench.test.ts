import { expect, it, vi } from 'vitest'
import { createVirtualClock } from '../clock/index.ts'
import { SqliteDatabase } from '../configuration/sqlite/sqlite-database.ts'
import { noticeInEnglish } from '../words/testing/in-english.ts'
import { startLab } from './start-lab.ts'

it('keeps working and posts a notice if a new transport key cannot be saved', async () => {
  const clock = createVirtualClock()
  const lab = await startLab({ clock, installFolder: null, defaultPort: 0, defaultDatabase: 'memory' })
  const save = vi.spyOn(SqliteDatabase.prototype, 'change')
  save.mockRejectedValue(new Error('the disk is full'))
  try {
    await clock.advance(31 * 24 * 3_600_000)
    const { notices, handhelds } = await lab.api.snapshot()
    expect(notices.map((notice) => `${notice.part}: ${noticeInEnglish(notice)}`)).toContain(
      'database: the new transport key of alice could not be saved: the disk is full',
    )
    expect(handhelds.map(({ keyGeneration }) => keyGeneration)).toEqual([2, 2])
  } finally {
    save.mockRestore()
    await lab.stop()
  }
})
