import { describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../../../test/base/index.ts'
import { formateursAffectables } from './ou-et-qui.ts'
import { planifier } from './planifier.ts'
import { jourDit, poserCoop, poserMembre } from './test/cooperatives.ts'

const base = await baseNeuve()
const le = new Date('2026-11-24T10:40:00Z')

const maison = (nom: string) =>
  base.maintenance(async (tx) => {
    const c = await poserCoop(tx, nom)
    return {
      ...c,
      fondatrice: await poserMembre(tx, [c.organisme], 'Fondatrice', ['responsable', 'administration']),
      formatrice: await poserMembre(tx, [c.organisme], 'Formatrice'),
    }
  })
type Maison = Awaited<ReturnType<typeof maison>>
const dans = <T>(m: Maison, work: Parameters<typeof base.enTantQue<T>>[2]) =>
  base.enTantQue(m.organisme, { personne: m.responsable }, work)
const essai = async (m: Maison, qui: { formateur?: string; formateurId?: Maison['fondatrice'] }) => {
  const r = await dans(m, (tx) =>
    planifier(
      tx,
      {
        id: newId<'Session'>(),
        offre: m.offre,
        lieu: 'Salle Duras',
        zone: 'Europe/Paris',
        formateur: '',
        capacite: 12,
        seances: [{ jour: jourDit('2027-03-22'), debut: 540, fin: 750 }],
        motif: '',
        ...qui,
      },
      le,
    ),
  )
  return r.ok ? 'planifiée' : r.error.map((e) => [e.code, 'compte' in e ? e.compte : undefined])
}

describe('choisir qui anime', () => {
  it('montre tout membre, marque qui n’a pas la fonction de former, et ne la donne pas en silence', async () => {
    const m = await maison('Fondatrice qui forme')
    const choix = await dans(m, (tx) => formateursAffectables(tx))
    expect(choix.map((a) => [a.nom, a.sansFonction ?? false])).toEqual([
      ['Tom Formatrice', false],
      ['Tom Fondatrice', true],
      ['Tom Responsable', true],
    ])
    expect(await essai(m, { formateurId: m.fondatrice })).toEqual([['formateur-sans-fonction', m.fondatrice]])
    expect(await dans(m, (tx) => formateursAffectables(tx))).toEqual(choix)
  })
  it('un nom écrit qui est celui d’un compte propose ce compte, sans faire une seconde personne', async () => {
    const m = await maison('Nom écrit')
    expect(await essai(m, { formateur: 'FORMATRICE Tom' })).toEqual([['formateur-a-un-compte', m.formatrice]])
    expect(await essai(m, { formateur: 'tom fondatrice' })).toEqual([
      ['formateur-sans-fonction', m.fondatrice],
    ])
    expect((await dans(m, (tx) => formateursAffectables(tx))).map((a) => a.nom)).toHaveLength(3)
    expect(await essai(m, { formateur: 'Tom Jean Formatrice' })).toBe('planifiée')
    expect(await essai(m, { formateurId: m.formatrice })).toBe('planifiée')
  })
})
