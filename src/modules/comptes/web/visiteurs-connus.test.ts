import { expect, it } from 'vitest'
import { asId } from '#kernel/id.ts'
import type { LigneVisiteur } from '../db/visiteur.queries.ts'
import { memeVisiteur, visiteursConnus } from './visiteurs-connus.ts'

const ligne = (traits: Partial<LigneVisiteur> = {}): LigneVisiteur => ({
  etat: 'ouverte',
  compte: asId<'Personne'>('01a22051-3d76-7f6b-8ace-c59d9d0c0620') as LigneVisiteur['compte'],
  courriel: 'rosa@exemple.example',
  prenom: 'Rosa',
  nom: 'Ba',
  organisme: null,
  code: null,
  organismeNom: null,
  instanceFermee: false,
  codeDu: null,
  cae: false,
  activite: null,
  activiteNom: null,
  roles: ['formateur'],
  assistance: false,
  assistanceFin: null,
  administreInstance: false,
  organismes: 1,
  enseignes: 1,
  lectureSeule: false,
  jusque: null,
  ...traits,
})
const temoin = (n: number) => Uint8Array.from([n, 255 - n])

it('rend à chaque témoin le sien, jusqu’à ce qu’on l’oublie', () => {
  const connus = visiteursConnus()
  connus.retenir(temoin(1), ligne({ nom: 'Un' }))
  connus.retenir(temoin(2), ligne({ nom: 'Deux' }))
  expect([connus.lire(temoin(1))?.nom, connus.lire(temoin(2))?.nom, connus.lire(temoin(3))]).toEqual([
    'Un',
    'Deux',
    undefined,
  ])
  connus.oublier(temoin(1))
  expect([connus.lire(temoin(1)), connus.lire(temoin(2))?.nom]).toEqual([undefined, 'Deux'])
})

it('ne retient ni l’assistance ni l’audit, et oublie qui le devient', () => {
  for (const borne of [{ assistance: true }, { lectureSeule: true }]) {
    const connus = visiteursConnus()
    connus.retenir(temoin(1), ligne())
    connus.retenir(temoin(1), ligne(borne))
    expect(connus.lire(temoin(1))).toBeUndefined()
  }
})

it('oublie le plus anciennement lu au-delà de sa borne', () => {
  const connus = visiteursConnus(2)
  for (const n of [1, 2, 1, 3]) connus.retenir(temoin(n), ligne())
  expect([1, 2, 3].map((n) => connus.lire(temoin(n)) !== undefined)).toEqual([true, false, true])
})

it('reconnaît le même, et lui seul', () => {
  expect(memeVisiteur(ligne(), ligne())).toBe(true)
  for (const autre of [
    undefined,
    ligne({ roles: [] }),
    ligne({ nom: 'Bâ' }),
    ligne({ jusque: '2026-11-28' }),
    ligne({ etat: 'second-facteur' }),
  ])
    expect(memeVisiteur(ligne(), autre)).toBe(false)
})
