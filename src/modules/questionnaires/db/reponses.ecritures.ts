import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Reponse, ReponseVoulue, SuiteVoulue } from './reponses.ts'

/** La même réponse, reçue sur papier ou donnée sous un compte. */
export const insererReponse = async (
  tx: TenantTx,
  d: { readonly id: string; readonly activite: string; readonly campagne: string; readonly anonyme: boolean },
  r: ReponseVoulue & { readonly voie: 'papier' | 'compte' },
): Promise<boolean> => {
  const { numAffectedRows } = await sql`update questionnaires.demande set repondue_le = ${r.jour}
    where organisme_id = (select app.organisme()) and id = ${d.id} and repondue_le is null`.execute(tx)
  if (numAffectedRows !== 1n) return false
  const nommee = !d.anonyme
  await sql`insert into questionnaires.reponse (id, activite_id, campagne_id, demande_id, le, recue_le, voie, alerte, par)
    values (${r.id}, ${d.activite}, ${d.campagne}, ${nommee ? d.id : null}, ${nommee ? r.jour : null}, ${nommee ? r.recueLe : null}, ${r.voie},
      ${nommee && r.alerte}, ${nommee ? sql`app.personne()` : null})`.execute(tx)
  await sql`insert into questionnaires.valeur (activite_id, reponse_id, campagne_id, question, rang, code, millemes, texte)
    select ${d.activite}::uuid, ${r.id}::uuid, ${d.campagne}::uuid, v.question, v.rang, v.code, v.millemes, v.texte
      from jsonb_to_recordset(${JSON.stringify(r.valeurs)}::jsonb) as v (question text, rang smallint, code text, millemes bigint, texte text)`.execute(
    tx,
  )
  return true
}

export const insererSuite = async (
  tx: TenantTx,
  r: Pick<Reponse, 'id' | 'activite'>,
  s: SuiteVoulue,
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into questionnaires.suite (id, activite_id, reponse_id, genre, le, texte, objet_id, inscrite_le)
    values (${s.id}, ${r.activite}, ${r.id}, ${s.genre}, ${s.le}, ${s.texte}, ${s.objet}, ${le}) on conflict do nothing`.execute(
      tx,
    )
  return numAffectedRows === 1n
}
