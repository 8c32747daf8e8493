import { describe, expect, it } from 'vitest'
import type { Id } from '#kernel/id.ts'
import { intervenants } from '#modules/tiers/index.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { lireSession } from '../db/sessions.queries.ts'
import { declarerAbsence } from '../gestes/declarer-conge.ts'
import { planifier } from '../gestes/planifier.ts'
import { contexteDAffectation } from '../lecture/contexte-d-affectation.ts'
import { formateursAffectables } from '../lecture/ou-et-qui.ts'
import { remplacementDe } from '../lecture/remplacants.ts'
import { jourDit, poserCoop, poserMembre } from './cooperatives.ts'
import { poserIntervenant, poserSession } from './poser.ts'

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
const essai = async (
  m: Maison,
  qui: { formateur?: string; formateurId?: Maison['fondatrice']; titres?: string },
  jour = '2027-03-22',
) => {
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
        seances: [{ jour: jourDit(jour), debut: 540, fin: 750 }],
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
  it('écrit ses titres en planifiant à qui n’en a pas ; ceux que sa fiche dit ne se récrivent pas d’ici', async () => {
    const m = await maison('Titres dits en planifiant')
    const dits = async (nom: string) =>
      (await dans(m, (tx) => intervenants(tx))).filter((i) => i.nom === nom).map((i) => i.titres)
    const [master, brevet] = ['Master de didactique, douze ans.', 'Brevet professionnel.']
    expect(await essai(m, { formateur: 'Tom Okafor', titres: master })).toBe('planifiée')
    expect(await essai(m, { formateurId: m.formatrice, titres: brevet }, '2027-03-23')).toBe('planifiée')
    expect([await dits('Okafor'), await dits('Formatrice')]).toEqual([[master], [brevet]])
    expect(await essai(m, { formateur: 'Tom Okafor' }, '2027-03-24')).toBe('planifiée')
    expect(await essai(m, { formateur: 'tom OKAFOR', titres: master }, '2027-03-25')).toBe('planifiée')
    expect(await essai(m, { formateur: 'Tom Okafor', titres: brevet }, '2027-03-26')).toEqual([
      ['titres-deja-dits', undefined],
    ])
    expect(await dits('Okafor')).toEqual([master])
  })
})

describe('couvrir une absence d’un clic', () => {
  it('ne propose que qui est libre à chaque demi-journée que le clic règle, et rien d’une session finie', async () => {
    const m = await maison('Absence couverte')
    const { session, tom } = await base.maintenance(async (tx) => {
      const seances: [string, number, number][] = [
        ['2027-03-22', 540, 750],
        ['2027-03-23', 540, 750],
      ]
      const absente = await poserSession(tx, { ...m, seances })
      await poserIntervenant(tx, m, [], { prenom: 'Inès', nom: 'Carvalho' })
      return { session: absente.session, tom: await poserIntervenant(tx, m, absente.seances) }
    })
    // Libre le 22, elle est prise le 23.
    expect(await essai(m, { formateur: 'Léa Brun' }, '2027-03-23')).toBe('planifiée')
    const absence = { du: jourDit('2027-03-22'), au: jourDit('2027-03-23') }
    const personne = { id: tom as Id<'Tiers'>, activite: m.activite }
    await dans(m, (tx) => declarerAbsence(tx, personne, newId<'Conge'>(), absence, le))
    const offerts = (etat?: 'terminee') =>
      dans(m, async (tx) => {
        const lue = await lireSession(tx, session)
        const [demie] = lue?.seances ?? []
        if (!lue || !demie) throw new Error('la session n’est pas là')
        const ctx = await contexteDAffectation(tx, lue, demie)
        const r = await remplacementDe(tx, { ...lue, ...(etat ? { etat } : {}) }, demie, {
          ...ctx,
          previent: false,
          le,
        })
        return r && [r.demies, ...r.gestes.map((g) => g.libelle)]
      })
    expect(await offerts()).toEqual([2, 'Confier à Tom Formatrice', 'Confier à Inès Carvalho'])
    expect(await offerts('terminee')).toBeUndefined()
  })
})
