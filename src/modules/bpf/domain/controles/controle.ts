import type { DateCivile } from '#kernel/dates.ts'
import { formaterNombre } from '#kernel/texte.ts'
import type { Bpf } from '../composer.ts'
import { egales, enNombre, estPositive, type Fraction } from '../fraction.ts'
import { detailsDeF3a, type Effectif, type Lignes, lettresF1 } from '../lignes.ts'
import type { Marque } from '../regles.ts'

/** `bloquant` : écrit dans la notice, ou arithmétique du formulaire. Une alerte est à lever par une personne. */
export type Niveau = 'bloquant' | 'alerte-forte' | 'alerte'

/** Ce que le bilan ne dit pas de lui-même. */
export type Contexte = {
  readonly aujourdhui: DateCivile
  readonly finPrecedente?: DateCivile | undefined
  readonly produitsComptables?: Fraction | undefined
}

/** Le bilan calculé, et les lignes que l’on s’apprête à déposer : les mêmes, ou retouchées. */
export type AControler = { readonly bpf: Bpf; readonly lignes: Lignes; readonly contexte: Contexte }

/** Rien : satisfait. `etat` : le contrôle n’a pas de quoi répondre, et ne dit jamais « satisfait ». */
export type Constat = {
  readonly etat: 'en-defaut' | 'non-verifiable'
  readonly message: string
  readonly niveau?: Niveau
}

export type Controle = {
  readonly titre: string
  readonly niveau: Niveau
  readonly marque: Marque
  readonly verifier: (c: AControler) => Constat | undefined
}

export const enDefaut = (message: string, niveau?: Niveau): Constat => ({
  etat: 'en-defaut',
  message,
  ...(niveau ? { niveau } : {}),
})
export const nonVerifiable = (message: string): Constat => ({ etat: 'non-verifiable', message })
/** Le premier défaut trouvé ; les suivants se verront une fois celui-ci réparé. */
export const si = (faux: boolean, message: () => string): Constat | undefined =>
  faux ? enDefaut(message()) : undefined

export const dire = (f: Fraction | number): string =>
  formaterNombre(Math.round((typeof f === 'number' ? f : enNombre(f)) * 100) / 100)
export const direEffectif = (e: Effectif): string => `${dire(e.n)} et ${dire(e.h)} h`
export const pareils = (a: Effectif, b: Effectif): boolean => a.n === b.n && egales(a.h, b.h)

/** Chaque ligne en nombre et heures du formulaire, avec son nom. */
export const effectifsDe = (l: Lignes): readonly (readonly [string, Effectif])[] => [
  ['E internes', l.E.internes],
  ['E externes', l.E.externes],
  ...[...lettresF1, 'total' as const].map((x) => [`F-1 ${x}`, l.F1[x]] as const),
  ['F-2', l.F2],
  ...Object.entries(l.F3).map(([cle, e]) => [`F-3 ${cle}`, e] as const),
  ...l.F4.specialites.map((s) => [`F-4 ${s.code}`, s] as const),
  ['F-4 autres', l.F4.autres],
  ['F-4 total', l.F4.total],
  ['G', l.G],
]

export const aDesHeures = (e: Effectif): boolean => estPositive(e.h)
export const produitsEnPropre = (l: Lignes): number => l.C.total - l.C['10']
export const detailsRncp = (l: Lignes): readonly Effectif[] => detailsDeF3a.map((x) => l.F3[x])
