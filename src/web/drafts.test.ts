import { describe } from 'vitest'
import { fixedClock } from '#platform/clock/clock.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { draftsContract } from '#web/test/drafts.contract.ts'
import { memoryDrafts } from '#web/test/drafts.memory.ts'

describe('les brouillons en mémoire', () => {
  draftsContract(async () => {
    const personnes = { une: {} as TenantTx, autre: {} as TenantTx }
    return {
      drafts: memoryDrafts(fixedClock(new Date('2026-11-24T10:52:00Z'))),
      avec: (qui, work) => work(personnes[qui]),
    }
  })
})
