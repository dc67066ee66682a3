import { describe, expect, it } from 'vitest'
import { stampBranch, unstampBranch } from './branch-stamp.ts'

const stamp = '.a1b2c3d4e5f6'

describe('the stamp on a branch', () => {
  it.each(['z9hG4bK0', 'z9hG4bK42', 'z9hG4bK1234567'])(
    'makes %s as long as every other, and goes again',
    (branch) => {
      const stamped = stampBranch(branch, stamp)
      expect(stamped).toHaveLength(27)
      expect(stamped).toMatch(/^z9hG4bK[0-9.]+\.a1b2c3d4e5f6$/)
      expect(unstampBranch(stamped, stamp)).toBe(branch)
    },
  )

  it('is not removed from branches of others', () => {
    expect(unstampBranch('z9hG4bKabc...', stamp)).toBe('z9hG4bKabc...')
  })
})
