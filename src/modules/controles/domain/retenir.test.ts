import { describe, expect, it } from 'vitest'
import { dossierComplet } from '../test/dossiers.ts'
import type { DossierControle } from './dossier.ts'
import type { ConstatJuge } from './juger.ts'
import type { Ou } from './regle.ts'
import { retientLaFacture } from './retenir.ts'

const complet = dossierComplet({
  mode: 'salle',
  stagiaires: 3,
  jours: 1,
  depart: 0,
  lieu: 0,
  absences: [],
  tablette: false,
})
const [a, b] = ['00000000-0000-7000-8000-0000000000aa', '00000000-0000-7000-8000-0000000000bb']
/** Deux clients : la première personne est du dossier A, les autres du dossier B. */
const d: DossierControle = {
  ...complet,
  inscriptions: complet.inscriptions.map((i, n) => ({ ...i, dossier: n === 0 ? a : b })),
  pieces: complet.pieces.map((p) => (p.genre === 'convention' ? { ...p, objet: a } : p)),
}
const [premiere, seconde] = d.inscriptions
const convention = d.pieces.find((p) => p.genre === 'convention')
const certificatDe = (i: string | undefined) =>
  d.pieces.find((p) => p.genre === 'certificat' && p.objet === i)?.id ?? ''

const constat = (suite: Partial<ConstatJuge> & { ou: Ou; phrase?: string }): ConstatJuge => ({
  cle: 'x',
  phrase: 'La session ne dit pas son lieu.',
  gravite: 'bloquant',
  qui: 'equipe',
  remede: 'Voir',
  titre: 'Constat',
  source: { texte: 'R6313-3', marque: 'certain' },
  regle: 'essai',
  jugement: undefined,
  ...suite,
})
const retient = (c: ConstatJuge) => ({
  a: retientLaFacture(d, [c], a, new Set(['heures-facture'])).length === 1,
  b: retientLaFacture(d, [c], b, new Set(['heures-facture'])).length === 1,
})
const tous = { a: true, b: true }
const aucun = { a: false, b: false }

describe('Une facture est retenue', () => {
  it('par un constat bloquant de toute la session, quel que soit le client', () => {
    expect(retient(constat({ ou: { genre: 'session' } }))).toEqual(tous)
    expect(retient(constat({ ou: { genre: 'affectation', id: d.seances[0]?.id ?? '' } }))).toEqual(tous)
    // Qui forme n’est d’aucun dossier client : son absence touche chacun.
    const formateur = d.seances[0]?.intervenants[0]?.personne
    expect(
      retient(constat({ ou: { genre: 'session' }, phrase: `{tiers:${formateur}} est ailleurs.` })),
    ).toEqual(tous)
  })
  it('par ce qui touche une personne de ce client, et par rien de ce qui n’en touche qu’un autre', () => {
    const de = (i: typeof premiere) =>
      constat({
        ou: { genre: 'seance', id: 's' },
        phrase: `{tiers:${i?.personne}} : ni présence, ni absence.`,
      })
    expect(retient(de(premiere))).toEqual({ a: true, b: false })
    expect(retient(de(seconde))).toEqual({ a: false, b: true })
    expect(
      retient(
        constat({
          ou: { genre: 'seance', id: 's' },
          phrase: `{tiers:${premiere?.personne}}, {tiers:${seconde?.personne}} : d’un seul geste.`,
        }),
      ),
    ).toEqual(tous)
  })
  it('par son dossier, sa convention, ses certificats', () => {
    expect(retient(constat({ ou: { genre: 'dossier', id: a } }))).toEqual({ a: true, b: false })
    expect(retient(constat({ ou: { genre: 'piece', id: convention?.id ?? '' } }))).toEqual({
      a: true,
      b: false,
    })
    expect(retient(constat({ ou: { genre: 'piece', id: certificatDe(seconde?.id) } }))).toEqual({
      a: false,
      b: true,
    })
  })
  it('pas par une alerte, ni par ce qu’une personne a accepté', () => {
    const ou: Ou = { genre: 'session' }
    expect(retient(constat({ ou, gravite: 'alerte' }))).toEqual(aucun)
    expect(retient(constat({ ou, gravite: 'a-juger' }))).toEqual(aucun)
    const jugement = {
      regle: 'essai',
      cle: 'x',
      empreinte: 'e',
      decision: 'accepte',
      motif: 'Vu au dossier papier.',
      le: new Date(0),
      parNom: 'Maïwenn Le Goff',
    } as const
    expect(retient(constat({ ou, jugement }))).toEqual(aucun)
  })
  it('pas par ce que l’on dit d’une facture déjà partie : un avoir, ou la suivante, le répare', () => {
    expect(retient(constat({ ou: { genre: 'facture', id: 'f' } }))).toEqual(aucun)
    expect(retient(constat({ ou: { genre: 'dossier', id: a }, regle: 'heures-facture' }))).toEqual(aucun)
  })
})
