import { describe, expect, it } from 'vitest'
import { type Garde, gardes, type SessionLue } from '#modules/sessions/index.ts'
import { newId } from '#platform/db/index.ts'
import { ouLever } from './ou-lever.ts'

/** Celles que le temps lève, ou que l’on juge hors du logiciel. */
const sansEcran: readonly Garde[] = [
  'derniere-seance-passee',
  'dossier-formateur-a-jour',
  'froid-passe',
  'premiere-seance-atteinte',
  'sous-traitance-signee',
]

describe('où une condition se lève', () => {
  it('chacune mène à un écran de cette session ou de son offre, hors celles que le temps ou l’équipe lèvent', () => {
    const session = { id: newId(), offre: newId() } as unknown as SessionLue
    const sans = (Object.keys(gardes) as Garde[]).filter((g) => {
      const issue = ouLever(g, session)
      if (issue) expect(issue.href, g).toMatch(new RegExp(`^/.*(${session.id}|${session.offre})`))
      return issue === undefined
    })
    expect(sans.toSorted()).toEqual(sansEcran)
  })
})
