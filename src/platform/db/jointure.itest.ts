import { expect, it } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import { memeOrganisme } from '#platform/db/jointure.ts'
import { newId } from '#platform/db/new-id.ts'
import { baseNeuve } from '../../../test/base/index.ts'

const base = await baseNeuve()

it('joint sur l’organisme et sur l’identifiant', async () => {
  const texte = await base.enTantQue(newId() as OrganismeId, {}, async (tx) => {
    const requete = tx
      .selectFrom('journal.geste as g')
      .innerJoin('journal.geste as h', memeOrganisme('g.objet_id', 'h.id'))
      .leftJoin('journal.geste as i', memeOrganisme('h.objet_id', 'i.id'))
      .select(['g.id', 'i.phrase'])
    // Une colonne absente ne compile pas.
    // @ts-expect-error
    tx.selectFrom('journal.geste as g').innerJoin('journal.geste as h', memeOrganisme('g.inconnue', 'h.id'))
    await requete.execute()
    return requete.compile().sql
  })
  expect(texte).toContain('on "h"."organisme_id" = "g"."organisme_id" and "h"."id" = "g"."objet_id"')
  expect(texte).toContain('on "i"."organisme_id" = "h"."organisme_id" and "i"."id" = "h"."objet_id"')
})
