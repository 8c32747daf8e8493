/**
 * Qui peut lire quoi, tel que le tableau des droits et les fiches des genres de pièces le disent aujourd’hui : rien n’est écrit ici à la
 * main. Un droit qui écrit n’y est que s’il ouvre une donnée sensible.
 */
import { type Adhesion, presentes } from '#modules/comptes/index.ts'
import { genres, listeGenres } from '#modules/documents/index.ts'
import {
  asRole,
  type Droit,
  droits,
  droitsSensibles,
  type RegleDeDroit,
  type Role,
  roles,
} from '#modules/organisme/index.ts'

export type LigneDeDroit = {
  readonly quoi: string
  /** La règle, en une phrase. */
  readonly regle: string
  readonly sensible: boolean
  /** Les rôles qui lisent tout, et ceux qui lisent ce qui est leur. */
  readonly tout: readonly Role[]
  readonly sien: readonly Role[]
  /** Les personnes de l’équipe qui, par ces rôles, lisent aujourd’hui. */
  readonly gens: readonly string[]
}

type Membre = Pick<Adhesion, 'prenom' | 'nom' | 'roles' | 'du' | 'au' | 'enAttente'>

const ligneDe = (geste: Droit, quoi: string, membres: readonly Membre[], sensible: boolean): LigneDeDroit => {
  const { par, phrase }: RegleDeDroit = droits[geste]
  const qui = Object.keys(par) as Role[]
  return {
    quoi,
    regle: phrase,
    sensible,
    tout: qui.filter((r) => par[r] === 'tout'),
    sien: qui.filter((r) => par[r] === 'sien'),
    gens: membres
      .filter((m) => m.roles.some((r) => qui.includes(asRole(r) as Role)))
      .map((m) => `${m.prenom} ${m.nom}`.trim()),
  }
}

/** Les droits de lecture d’abord, puis les pièces, chacune par le droit de sa fiche. */
export const quiLit = (
  membres: readonly Membre[],
  jour: string,
): { readonly droits: readonly LigneDeDroit[]; readonly pieces: readonly LigneDeDroit[] } => {
  const la = presentes(membres, jour)
  const sensibles = new Set<string>(droitsSensibles)
  const gestes = (Object.keys(droits) as Droit[]).filter((g) => !droits[g].ecrit || sensibles.has(g))
  return {
    droits: gestes.map((g) => ligneDe(g, g, la, sensibles.has(g))),
    pieces: listeGenres.map((g) => ligneDe(genres[g].lecteurs.droit, genres[g].nom, la, genres[g].sensible)),
  }
}

export const direRoles = (noms: readonly Role[]): string => noms.map((r) => roles[r].nom).join(', ')
