import { sql } from 'kysely'
import type { OrganismeId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { LienCommun, LigneDuTableau, RegleCommune } from '../domain/communs.ts'

export const listerCommuns = async (tx: TenantTx): Promise<LienCommun[]> =>
  (
    await sql<LienCommun>`select c.id, c.sens, c.commun, c.nom_commun as "nomCommun", c.nda, c.nom_membre as "nomMembre", c.enseigne, c.nom_enseigne as "nomEnseigne",
        c.etat, c.rang_accepte as "rangAccepte", c.rang, c.texte, c.invite_le as "inviteLe", c.repondu_le as "reponduLe", c.fini_le as "finiLe", c.motif, c.forme
      from porte.communs() c`.execute(tx)
  ).rows

/** Qui répond de quoi, si l’on est un organisme commun. */
export const regleDuCommun = async (tx: TenantTx): Promise<RegleCommune | undefined> =>
  (
    await sql<RegleCommune>`select r.rang, r.texte, r.ecrite_le as "ecriteLe", r.forme from porte.regle_du_commun() r`.execute(
      tx,
    )
  ).rows[0]

/** L’année d’un organisme commun, en sommes ; aucune ligne n’est d’une autre membre. */
export const tableauDuCommun = async (
  tx: TenantTx,
  commun: OrganismeId,
  annee: number,
): Promise<LigneDuTableau[]> =>
  (
    await sql<LigneDuTableau>`select t.part, t.sessions, t.stagiaires, t.minutes, t.facture_centimes as facture
      from porte.commun_tableau(${commun}::uuid, ${annee}::integer) t`.execute(tx)
  ).rows
