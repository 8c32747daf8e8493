import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { EntreeVoulue, Stagiaire, Suivi } from './parcours.ts'

export const insererEntree = async (
  tx: TenantTx,
  s: Stagiaire,
  e: EntreeVoulue,
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into qualite.entree (activite_id, inscription_id, rang, recueilli_le, besoin, prerequis, positionne_le, moyen, resultat,
      decision, decision_detail, inscrit_le)
    values (${s.activite}, ${s.inscription}, ${e.rang}, ${e.recueilliLe}, ${e.besoin}, ${e.prerequis}, ${e.positionneLe}, ${e.moyen}, ${e.resultat}, ${e.decision},
      ${e.decisionDetail}, ${le}) on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export const insererSuivi = async (
  tx: TenantTx,
  s: Stagiaire,
  v: Pick<Suivi, 'id' | 'le' | 'genre' | 'texte'>,
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into qualite.suivi (id, activite_id, inscription_id, le, genre, texte, inscrit_le)
    values (${v.id}, ${s.activite}, ${s.inscription}, ${v.le}, ${v.genre}, ${v.texte}, ${le}) on conflict do nothing`.execute(
      tx,
    )
  return numAffectedRows === 1n
}
