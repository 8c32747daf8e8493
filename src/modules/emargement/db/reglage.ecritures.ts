import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { PasserellePosee, Reglage } from './reglage.ts'

/** Le réglage des demi-journées à partir de ce jour ; redit avant qu’il ne vaille, il remplace. */
export const ecrireReglage = async (
  tx: TenantTx,
  depuis: DateCivile,
  r: Reglage,
  le: Date,
): Promise<void> => {
  await sql`insert into emargement.reglage (depuis, avance_min, code_au_lien, code_financeurs, regle_le)
    values (${depuis}::date, ${r.avanceMin}, ${r.codeAuLien}, ${[...r.codeFinanceurs]}::text[], ${le})
    on conflict (organisme_id, depuis) do update set avance_min = excluded.avance_min, code_au_lien = excluded.code_au_lien,
      code_financeurs = excluded.code_financeurs, regle_le = excluded.regle_le, regle_par = (select app.personne())`.execute(
    tx,
  )
}

/** Une seule passerelle : la neuve remplace l’ancienne, clé comprise. */
export const poserPasserelle = async (tx: TenantTx, p: PasserellePosee): Promise<void> => {
  await oterPasserelle(tx)
  await sql`insert into emargement.passerelle_sms (adresse, format, corps, en_tete, cle, posee_le)
    values (${p.adresse}, ${p.format}, ${p.corps}, ${p.enTete}, ${Buffer.from(p.cle)}::bytea, ${p.poseeLe})`.execute(
    tx,
  )
}

export const oterPasserelle = async (tx: TenantTx): Promise<void> => {
  await sql`delete from emargement.passerelle_sms where organisme_id = (select app.organisme())`.execute(tx)
}
