import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { CodePropre, Propre } from '../domain/etapes.ts'

/** Un double envoi du formulaire, du même jeton, n’en fait qu’une. */
export const ajouterPropre = async (
  tx: TenantTx,
  p: Propre & { readonly ecart: number; readonly objet: string; readonly corps: string },
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`insert into etapes.propre (code, nom, publics, ancre, cree_le)
    values (${p.code}, ${p.nom}, ${p.publics}, ${p.ancre}, ${le}) on conflict do nothing`.execute(tx)
  if ((numAffectedRows ?? 0n) === 0n) return false
  await sql`insert into etapes.reglage (code, active, ecart, objet, corps, modifie_le)
    values (${p.code}, true, ${p.ecart}, ${p.objet}, ${p.corps}, ${le})`.execute(tx)
  return true
}

export const renommerPropre = async (tx: TenantTx, code: CodePropre, nom: string): Promise<void> => {
  await sql`update etapes.propre set nom = ${nom} where organisme_id = (select app.organisme()) and code = ${code}`.execute(
    tx,
  )
}

/** Elle n’est plus d’aucune session, et n’est plus armée : remise un jour, elle se relit avant de partir. Faux : elle l’était déjà. */
export const retirerPropre = async (tx: TenantTx, code: CodePropre, le: Date): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`update etapes.propre set retire_le = ${le}, retire_par = (select app.personne())
    where organisme_id = (select app.organisme()) and code = ${code} and retire_le is null`.execute(tx)
  if ((numAffectedRows ?? 0n) === 0n) return false
  await sql`update etapes.reglage set partout_vu = null, partout_le = null, partout_par = null
    where organisme_id = (select app.organisme()) and code = ${code}`.execute(tx)
  await sql`update etapes.armement set desarme_le = ${le}, desarme_par = (select app.personne())
    where organisme_id = (select app.organisme()) and code = ${code} and desarme_le is null`.execute(tx)
  return true
}

export const remettrePropre = async (tx: TenantTx, code: CodePropre): Promise<boolean> => {
  const { numAffectedRows } = await sql`update etapes.propre set retire_le = null, retire_par = null
    where organisme_id = (select app.organisme()) and code = ${code} and retire_le is not null`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}
