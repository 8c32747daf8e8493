import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'

/** Ce qu'une personne voit dans une CAE : toute la coopérative, ou ces seules enseignes. Rien n'est rien. */
export type Portee = '*' | readonly ActiviteId[]

/**
 * Ce qui prouve à la base qui demande. Le secret n'est connu que du porteur : la base en garde l'empreinte,
 * vérifie, puis scelle l'organisme, la personne et la portée pour cette transaction seulement.
 */
export type Acces =
  /** Une session de connexion ; `jeton` est le secret du témoin (cookie). */
  | { readonly genre: 'session'; readonly jeton: string }
  /** Un lien personnel à un seul usage, sans compte. */
  | { readonly genre: 'lien'; readonly jeton: string }
  /** La tablette d'une salle : une séance, le temps de sa fenêtre, sans personne connectée. */
  | { readonly genre: 'tablette'; readonly jeton: string }
  /** Une tâche de fond ou la ligne de commande : refusé au rôle `coforme_web`. */
  | { readonly genre: 'tache'; readonly organisme: OrganismeId; readonly portee?: Portee }

/** Ce que la base a établi, une fois la porte ouverte. */
export type Tenant = {
  readonly organisme: OrganismeId
  readonly personne: PersonneId | null
  readonly portee: Portee
}
