import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Visiteur } from '#web/env.ts'
import type { EtatEnseigne } from '../domain/enseignes.ts'
import type { EnseigneLue } from '../domain/lus.ts'

type Ligne = {
  id: string
  nom: string
  commune: boolean
  etat: string
  ouverte_le: string
  fermee_le: string | null
}
const enEnseigne = (l: Ligne): EnseigneLue => ({
  id: l.id as ActiviteId,
  nom: l.nom,
  commune: l.commune,
  etat: l.etat as EtatEnseigne,
  ouverteLe: l.ouverte_le as DateCivile,
  fermeeLe: l.fermee_le as DateCivile | null,
})

/**
 * Les enseignes de l'organisme, la commune d'abord, les fermées à la fin. Leurs noms se lisent par tous les
 * membres ; ce qu'elles contiennent reste derrière le mur.
 */
export const listerEnseignes = async (tx: TenantTx): Promise<EnseigneLue[]> => {
  const lignes = await tx
    .selectFrom('organisme.activite')
    .selectAll()
    .orderBy('commune', 'desc')
    .orderBy(sql`etat = 'fermee'`)
    .orderBy('nom')
    .orderBy('id')
    .execute()
  return lignes.map(enEnseigne)
}

/**
 * L'enseigne pour laquelle on agit : celle que le visiteur a choisie, sinon la commune, sinon la première des
 * siennes. Toujours dans sa portée : la base refuserait la ligne d'une autre. Rien s'il n'en a aucune d'ouverte.
 */
export const enseigneParDefaut = async (
  tx: TenantTx,
  visiteur?: Pick<Visiteur, 'enseigne'>,
): Promise<EnseigneLue | undefined> => {
  const ligne = await tx
    .selectFrom('organisme.activite')
    .selectAll()
    .where('etat', '<>', 'fermee')
    .where(sql<boolean>`(app.toutes_activites() or id = any (app.activites()))`)
    .orderBy(sql`id = ${visiteur?.enseigne?.id ?? null}::uuid`, (o) => o.desc().nullsLast())
    .orderBy('commune', 'desc')
    .orderBy('nom')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return ligne && enEnseigne(ligne)
}
