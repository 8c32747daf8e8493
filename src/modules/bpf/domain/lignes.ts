import type { LigneC, Niveau } from './dossier.ts'
import type { Fraction } from './fraction.ts'
import { enNombre } from './fraction.ts'
import type { LettreF1 } from './stagiaires.ts'

/** Des personnes ou des inscriptions, et leurs heures, exactes. */
export type Effectif = { readonly n: number; readonly h: Fraction }

export const lignesC = [
  '1',
  '2a',
  '2b',
  '2c',
  '2d',
  '2e',
  '2f',
  '2g',
  '2h',
  '2',
  '3',
  '4',
  '5',
  '6',
  '7',
  '8',
  '9',
  '10',
  '11',
] as const
export const sousLignesDe2 = ['2a', '2b', '2c', '2d', '2e', '2f', '2g', '2h'] as const
/** Celles dont la somme est le total : la ligne 2 y entre une fois, ses détails non (R17, V2). */
export const lignesDuTotal = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11'] as const
export const lettresF1 = ['a', 'b', 'c', 'd', 'e'] as const satisfies readonly LettreF1[]
export const clesF3 = ['a', 'a.6-8', 'a.5', 'a.4', 'a.3', 'a.2', 'a.cqp', 'b', 'c', 'd', 'e', 'f'] as const
export const detailsDeF3a = [
  'a.6-8',
  'a.5',
  'a.4',
  'a.3',
  'a.2',
  'a.cqp',
] as const satisfies readonly `a.${Niveau}`[]

/**
 * Les valeurs du formulaire. C et D en euros entiers, heures de E entières, celles de F et G exactes : écran et papier les
 * arrondissent par R25 (`arrondirHeures`).
 */
export type Lignes = {
  readonly B: { readonly distance: boolean | null }
  readonly C: Readonly<Record<LigneC | '2' | 'total' | 'part', number>>
  readonly D: {
    readonly total: number
    readonly salairesFormateurs: number
    readonly achatsHonoraires: number
  }
  readonly E: { readonly internes: Effectif; readonly externes: Effectif }
  /** `distance`, le « dont à distance » en nombre, n’existe qu’en *16. */
  readonly F1: Readonly<Record<LettreF1 | 'total', Effectif>> & { readonly distance?: number }
  readonly F2: Effectif
  readonly F3: Readonly<Record<(typeof clesF3)[number] | 'total', Effectif>>
  readonly F4: {
    readonly specialites: readonly (Effectif & { readonly code: string })[]
    readonly autres: Effectif
    readonly total: Effectif
  }
  readonly G: Effectif
}

type EffectifJson = { n: number; h: number }
const enClair = ({ n, h }: Effectif): EffectifJson => ({ n, h: enNombre(h) })

/** La forme d’échange : celle de `attendu` du format `bpf-dossier/1`. */
export const enJson = (l: Lignes) => {
  const { distance, ...f1 } = l.F1
  const f3 = [...clesF3, 'total'] as const
  return {
    B: { distance: l.B.distance === true },
    C: Object.fromEntries(
      // Une clé entière passerait devant : l’ordre d’un objet JSON n’est de toute façon qu’une commodité.
      [...lignesC, 'total', 'part'].map((cle) => [cle, l.C[cle as keyof Lignes['C']]]),
    ) as Record<keyof Lignes['C'], number>,
    D: { ...l.D },
    E: { internes: enClair(l.E.internes), externes: enClair(l.E.externes) },
    F1: {
      a: enClair(f1.a),
      b: enClair(f1.b),
      c: enClair(f1.c),
      d: enClair(f1.d),
      e: enClair(f1.e),
      total: enClair(f1.total),
      ...(distance === undefined ? {} : { distance }),
    },
    F2: enClair(l.F2),
    F3: Object.fromEntries(f3.map((cle) => [cle, enClair(l.F3[cle])])) as Record<
      keyof Lignes['F3'],
      EffectifJson
    >,
    F4: {
      specialites: l.F4.specialites.map(({ code, n, h }) => ({ code, n, h: enNombre(h) })),
      autres: enClair(l.F4.autres),
      total: enClair(l.F4.total),
    },
    G: enClair(l.G),
  }
}

export type LignesJson = ReturnType<typeof enJson>
