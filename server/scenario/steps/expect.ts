import { checkExpectation, expectation } from '../expectations/index.ts'
import { stepKind } from './step-kind.ts'

export const expect = stepKind({
  schema: expectation,
  example: { sessions: 2, handheld: { alice: 'signed-in' } },
  check: checkExpectation,
  async run(value, { api, each, expectations, memory }) {
    const snapshot = await api.snapshot()
    return expectations.differences(value, { api, snapshot, each, lastStatus: memory.lastStatus })
  },
})
