import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import { intervenants, statutAuJour, statutsDe } from '../db/intervenants.queries.ts'
import { lireTiers, listerTiers } from '../db/tiers.queries.ts'
import type { StatutId, TiersId } from '../domain/lus.ts'
import { fusionner } from '../gestes/fusionner.ts'
import { creerTiers } from '../gestes/garder-personne.ts'
import {
  garderIntervenant,
  garderStatut,
  retirerStatut,
  type SaisieStatut,
} from '../gestes/tenir-intervenant.ts'

const base = await baseNeuve()
const le = new Date('2026-11-24T10:40:00Z')
const a = await base.maintenance((tx) => poserOrganisme(tx, 'Langue & Lien'))
const chezA = <T>(work: Parameters<typeof base.enTantQue<T>>[2]) => base.enTantQue(a.organisme, {}, work)
const jour = (t: string) => t as DateCivile
const fiche = { titres: 'Master FLE, 2014', rapport: 'anime le français langue étrangère' }

const poser = async (nom: string): Promise<TiersId> => {
  const id = newId<'Tiers'>()
  await chezA((tx) => creerTiers(tx, id, a.activite, { prenom: 'Tom', nom }, le))
  return id
}
const lire = (id: TiersId) =>
  chezA(async (tx) => {
    const lu = await lireTiers(tx, id)
    if (!lu) throw new Error('sans fiche')
    return lu
  })
const intervenir = async (id: TiersId, compte?: ReturnType<typeof newId<'Personne'>>) => {
  const lu = await lire(id)
  return chezA((tx) => garderIntervenant(tx, lu, { ...fiche, compte }, le))
}
const tenir = async (id: TiersId, s: SaisieStatut, statut: StatutId = newId<'Statut'>()) => {
  const lu = await lire(id)
  return chezA((tx) => garderStatut(tx, lu, statut, s, le))
}
const auJour = (id: TiersId, j: string) => chezA(async (tx) => (await statutAuJour(tx, id, jour(j)))?.statut)

describe('le statut d’un intervenant dans le temps', () => {
  it('s’ouvre, se ferme, change ; chaque jour a le sien, et le journal garde tout', async () => {
    const tom = await poser('Okafor')
    await intervenir(tom)
    const premier = newId<'Statut'>()
    await tenir(tom, { du: jour('2026-01-01'), au: null, statut: 'salarie' }, premier)
    expect(await tenir(tom, { du: jour('2026-07-01'), au: null, statut: 'honoraires' })).toMatchObject({
      ok: false,
      error: { code: 'statut-chevauche' },
    })
    await tenir(tom, { du: jour('2026-01-01'), au: jour('2026-06-30'), statut: 'salarie' }, premier)
    expect((await tenir(tom, { du: jour('2026-07-01'), au: null, statut: 'entrepreneur-salarie' })).ok).toBe(
      true,
    )
    expect(await auJour(tom, '2025-12-31')).toBeUndefined()
    expect(await auJour(tom, '2026-06-30')).toBe('salarie')
    expect(await auJour(tom, '2026-07-01')).toBe('entrepreneur-salarie')
    expect(
      (await chezA((tx) => intervenants(tx, jour('2026-03-01')))).find((i) => i.personne === tom),
    ).toMatchObject({
      statut: 'salarie',
      titres: fiche.titres,
    })
    const { rows } = await base.maintenance((tx) =>
      sql<{
        phrase: string
      }>`select phrase from journal.geste where objet_id = ${tom} and geste like '%-statut'
        order by id`.execute(tx),
    )
    expect(rows).toHaveLength(3)
    expect(rows.filter((r) => r.phrase.includes('auparavant salarié'))).toHaveLength(1)
  })
  it('un statut d’ailleurs garde la structure d’où la personne vient', async () => {
    const tom = await poser('Portage')
    await intervenir(tom)
    await tenir(tom, { du: jour('2026-01-01'), au: null, statut: 'portage', chez: { nom: 'Portage & Co' } })
    expect((await chezA((tx) => statutsDe(tx, tom)))[0]).toMatchObject({ nomEntreprise: 'Portage & Co' })
  })
  it('demande d’abord les titres et qualités (L6352-1)', async () => {
    const tom = await poser('Sans titre')
    expect(await tenir(tom, { du: jour('2026-01-01'), au: null, statut: 'salarie' })).toMatchObject({
      ok: false,
      error: { code: 'pas-intervenant' },
    })
  })
  it('le même envoi, reçu deux fois, n’ouvre qu’un statut ; retiré, il disparaît', async () => {
    const tom = await poser('Double')
    await intervenir(tom)
    const id = newId<'Statut'>()
    for (let i = 0; i < 2; i += 1)
      await tenir(tom, { du: jour('2026-01-01'), au: null, statut: 'salarie' }, id)
    const tous = await chezA((tx) => statutsDe(tx, tom))
    expect(tous).toHaveLength(1)
    const [seul] = tous
    const lu = await lire(tom)
    if (seul) await chezA((tx) => retirerStatut(tx, lu, seul, le))
    expect(await chezA((tx) => statutsDe(tx, tom))).toEqual([])
  })
  it('deux ouvertures au même instant : une seule tient, et la base refuse de toute façon', async () => {
    for (let i = 0; i < 10; i += 1) {
      const tom = await poser(`Instant ${i}`)
      await intervenir(tom)
      const rendus = await Promise.all([
        tenir(tom, { du: jour('2026-01-01'), au: null, statut: 'salarie' }),
        tenir(tom, { du: jour('2026-02-01'), au: null, statut: 'benevole' }),
      ])
      expect(rendus.map((r) => r.ok).sort()).toEqual([false, true])
      const forcer = () =>
        chezA((tx) =>
          sql`insert into tiers.statut (id, activite_id, personne_id, du, au, statut, cree_le)
            values (${newId()}, ${a.activite}, ${tom}, '2026-03-01', '2026-03-01', 'dirigeant', ${le})`.execute(
            tx,
          ),
        )
      expect(await codeSql(forcer)).toBe('23P01')
    }
  })
  it('un compte ne désigne qu’un intervenant', async () => {
    const compte = newId<'Personne'>()
    expect((await intervenir(await poser('Compte un'), compte)).ok).toBe(true)
    expect(await intervenir(await poser('Compte deux'), compte)).toMatchObject({
      ok: false,
      error: { code: 'compte-pris' },
    })
  })
  it('deux fiches réunies n’ont qu’une vie : statuts lus ensemble, chevauchement refusé à travers elles', async () => {
    const [garde, absorbe] = [await poser('Réuni un'), await poser('Réuni deux')]
    await intervenir(absorbe)
    await tenir(absorbe, { du: jour('2026-01-01'), au: jour('2026-03-31'), statut: 'benevole' })
    await chezA((tx) => fusionner(tx, 'fusion', newId<'Fusion'>(), { garde, absorbe }, le))
    expect(await auJour(garde, '2026-02-01')).toBe('benevole')
    expect(await tenir(garde, { du: jour('2026-03-31'), au: null, statut: 'salarie' })).toMatchObject({
      ok: false,
      error: { code: 'statut-chevauche' },
    })
    const vus = (await chezA((tx) => intervenants(tx, jour('2026-02-01')))).filter((i) =>
      i.nom.startsWith('Réuni'),
    )
    expect(vus.map((i) => [i.personne, i.nom, i.statut])).toEqual([[garde, 'Réuni un', 'benevole']])
    const filtre = await chezA((tx) =>
      listerTiers(tx, { q: 'reuni', qui: 'intervenant' }, { sens: 'apres', cle: undefined }, 10),
    )
    expect(filtre.map((t) => t.id)).toEqual([garde])
  })
})
