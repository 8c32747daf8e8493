import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import type { LigneAction, LignePart } from '../db/lignes-sommees.ts'
import { cleInscription, inscriptionsDe, inscriptionsLues } from './reunir-inscriptions.ts'

const action = (numero: string, reste: Partial<LigneAction> = {}): LigneAction => ({
  session: `session-${numero}` as Id<'Session'>,
  activite: 'commune',
  numero,
  intitule: 'Sceller une cloison',
  reprise: null,
  modalite: 'presentiel',
  f3: 'd',
  niveau: null,
  nsf: '230',
  cotraitee: false,
  minutesIci: 840,
  minutes: 840,
  heuresIci: '0',
  heures: '0',
  seancesIci: 4,
  premiere: '2025-03-03' as DateCivile,
  derniere: '2025-03-04' as DateCivile,
  ...reste,
})
const surSite = { confiee: false, honoraires: false, asynchrone: false, cotraitee: false }
const part = (inscription: string, personne: string, reste: Partial<LignePart> = {}): LignePart => ({
  nombre: 1,
  inscription: inscription as Id<'Inscription'>,
  action: action('S-1'),
  personne: personne as Id<'Tiers'>,
  statut: 'salarie-prive',
  recue: false,
  activite: 'commune',
  sorte: surSite,
  minutes: 420,
  heures: null,
  presentes: 2,
  ...reste,
})
const sansRenvoi = new Map<Id<'Tiers'>, Id<'Tiers'>>()

describe('les inscriptions d’un bilan', () => {
  it('font un seul stagiaire de qui s’est inscrit deux fois à la même action', () => {
    const parts = [part('i1', 'ada'), part('i2', 'ada', { minutes: 210, presentes: 1 })]
    const [ada, ...reste] = inscriptionsDe(parts, sansRenvoi)
    expect(reste).toEqual([])
    expect(ada?.parts.map((p) => p.heures.n)).toEqual([420n, 210n])
    const lues = inscriptionsLues(parts, sansRenvoi).get(cleInscription('S-1', 'ada'))
    expect(lues?.map((l) => [l.inscription, l.presentes])).toEqual([
      ['i1', 2],
      ['i2', 1],
    ])
  })

  it('réunissent les deux fiches d’une même personne', () => {
    const renvois = new Map([['ada-bis' as Id<'Tiers'>, 'ada' as Id<'Tiers'>]])
    const lues = inscriptionsDe([part('i1', 'ada'), part('i2', 'ada-bis')], renvois)
    expect(lues.map((i) => [i.personne, i.parts.length])).toEqual([['ada', 2]])
  })

  it('tiennent à part ce qui est reçu d’un autre organisme, et chaque action', () => {
    const lues = inscriptionsDe(
      [part('i1', 'ada'), part('i2', 'ada', { recue: true }), part('i3', 'ada', { action: action('S-2') })],
      sansRenvoi,
    )
    expect(lues.map((i) => [i.action, i.role])).toEqual([
      ['S-1', 'propre'],
      ['S-1', 'sous_traitance_recue'],
      ['S-2', 'propre'],
    ])
  })

  it('gardent chaque part entière, même partagée par cent personnes', () => {
    const cent = inscriptionsDe(
      Array.from({ length: 100 }, (_, n) => part(`i${n}`, `p${n}`, { minutes: n % 2 === 0 ? 420 : 405 })),
      sansRenvoi,
    )
    expect(cent.reduce((t, i) => t + (i.parts[0]?.heures.n ?? 0n), 0n)).toBe(50n * 420n + 50n * 405n)
    const reprise = inscriptionsDe(
      [part('i1', 'ada', { minutes: 0, heures: '3.50' }), part('i2', 'bea', { minutes: 0, heures: '7' })],
      sansRenvoi,
    )
    expect(reprise.map((i) => i.parts[0]?.heures)).toEqual([
      { n: 7n, d: 2n },
      { n: 7n, d: 1n },
    ])
  })

  it('laissent vide un objectif dont la certification ne dit pas le niveau', () => {
    const [sans] = inscriptionsDe([part('i1', 'ada', { action: action('S-1', { f3: 'a' }) })], sansRenvoi)
    expect(sans?.objectif).toBeNull()
    const [avec] = inscriptionsDe(
      [part('i1', 'ada', { action: action('S-1', { f3: 'a', niveau: '5' }) })],
      sansRenvoi,
    )
    expect(avec?.objectif).toEqual({ f3: 'a', niveau: '5' })
  })
})
