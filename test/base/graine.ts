import type { ActiviteId, Id, OrganismeId, PersonneId } from '#kernel/id.ts'
import type { MaintenanceTx } from '#platform/db/tenant.ts'

/** De quoi remplir la base pour un organisme. Rien de ce qui est ici n'est partagé avec l'autre organisme. */
export type Graine = {
  readonly lettre: 'A' | 'B'
  readonly organisme: OrganismeId
  /** Deux enseignes : chaque table murée par enseigne doit avoir des lignes dans les deux. */
  readonly activites: readonly [ActiviteId, ActiviteId]
  readonly personne: PersonneId
  /** Une personne qui n’anime pas le pôle : elle seule lit ce que dit sa coopérative d’un marché. */
  readonly repondante: PersonneId
  readonly pole: Id<'Pole'>
  /** Un troisième organisme, propre à cette graine : à qui remettre ce qui se partage. */
  readonly complice: OrganismeId
}

/**
 * Ce que chaque module fournit : remplir TOUTES ses tables pour un organisme, sous `coforme_maintenance`
 * (tout est permis, donc `organisme_id` se donne). Appelé une fois pour A, puis une fois pour B, dans l'ordre
 * du tableau. L'essai des murs échoue sur une table laissée sans ligne.
 */
export type Semeur = { readonly module: string; semer(tx: MaintenanceTx, graine: Graine): Promise<void> }
