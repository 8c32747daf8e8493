import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { uneLigne } from '#kernel/texte.ts'
import { type Acteur, roles, rolesTenus } from './droits.ts'

/**
 * Une enseigne (activité) d’une CAE : un nom commercial, un compte analytique, des personnes. Chaque organisme
 * en a une, dite « commune », qui ne se ferme pas. Une enseigne fermée se lit encore : ses preuves restent à
 * l’organisme, ses supports à la personne (L7331-2).
 */
export type EtatEnseigne = 'en-test' | 'ouverte' | 'en-sortie' | 'fermee'
export type Enseigne = {
  readonly id: ActiviteId
  readonly nom: string
  readonly commune: boolean
  readonly etat: EtatEnseigne
}

const suites: Readonly<Record<EtatEnseigne, readonly EtatEnseigne[]>> = {
  'en-test': ['ouverte', 'fermee'],
  ouverte: ['en-sortie'],
  'en-sortie': ['ouverte', 'fermee'],
  fermee: [],
}
export type RefusEnseigne = Refus<
  'enseigne-commune' | 'transition-impossible' | 'sessions-en-cours' | 'nom-vide'
>

export const nommerEnseigne = (nom: string): Result<string, RefusEnseigne> => {
  const propre = uneLigne(nom)
  return propre.length >= 2 && propre.length <= 120
    ? ok(propre)
    : refuser('nom-vide', 'Le nom de l’enseigne a entre 2 et 120 caractères.')
}

/** `sessionsEnCours` : ce qui n’est pas clôturé. On ne ferme pas une enseigne qui doit encore des preuves. */
export const changerEnseigne = (
  enseigne: Enseigne,
  vers: EtatEnseigne,
  sessionsEnCours: number,
): Result<Enseigne, RefusEnseigne> => {
  if (enseigne.commune) return refuser('enseigne-commune', 'L’enseigne commune ne change pas d’état.')
  if (!suites[enseigne.etat].includes(vers))
    return refuser('transition-impossible', `Une enseigne « ${enseigne.etat} » ne devient pas « ${vers} ».`)
  if (vers === 'fermee' && sessionsEnCours > 0)
    return refuser(
      'sessions-en-cours',
      'Des sessions de cette enseigne ne sont pas clôturées : ses preuves ne sont pas complètes.',
    )
  return ok({ ...enseigne, etat: vers })
}

/**
 * Le nom que disent les papiers d’une activité : son enseigne, à côté de la coopérative qui, seule, s’engage (un NDA, un SIRET,
 * N enseignes). La commune est la coopérative même : rien de plus à dire.
 */
export const enseigneADire = (
  activite: string | undefined,
  enseignes: readonly Pick<Enseigne, 'id' | 'nom' | 'commune'>[],
): string | undefined => {
  const e = enseignes.find((x) => x.id === activite)
  return e && !e.commune ? e.nom : undefined
}

export type Rattachement = {
  readonly personne: PersonneId
  readonly enseigne: ActiviteId
  readonly debut: DateCivile
  readonly fin: DateCivile | null
}

/**
 * Ce que la personne voit, au sens de la seconde cloison : toute la coopérative si l’un de ses rôles, tenu ce
 * jour, le permet ; sinon ses enseignes ; rien si elle n’en a pas. Hors CAE il n’y a qu’une enseigne, la
 * commune : chaque membre y est rattaché par ce calcul même.
 */
export const portee = (
  acteur: Acteur,
  personne: PersonneId,
  rattachements: readonly Rattachement[],
  jour: DateCivile,
  organisme: { readonly cae: boolean; readonly commune: ActiviteId },
): '*' | readonly ActiviteId[] => {
  const tenus = rolesTenus(acteur, jour)
  if (tenus.length === 0) return []
  if (tenus.some((r) => roles[r].voitTout)) return '*'
  const siennes = rattachements
    .filter((r) => r.personne === personne && r.debut <= jour && (r.fin === null || jour <= r.fin))
    .map((r) => r.enseigne)
  return [...new Set(organisme.cae ? siennes : [organisme.commune, ...siennes])]
}
