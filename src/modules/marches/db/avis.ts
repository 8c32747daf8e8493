import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { OrganismeId } from '#kernel/id.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { AvisLu } from '../domain/avis.ts'
import type { SourceDAvis } from '../domain/source.ts'
import type { ProfilDeVeille, Suivi } from '../domain/veille.ts'

/** Un avis lu, et ce que la base en sait. `apporte` : il n’est qu’à la coopérative. */
export type AvisRange = {
  readonly lu: AvisLu
  readonly recuLe: Date
  readonly apporte: boolean
  readonly adresse: string | null
}

/** Tous les avis que lit la coopérative : les publics et les siens. Un numéro qu’elle apporte et qui est publié se lit tel que publié. */
const tous = sql`(select a.contenu as lu, a.recu_le as "recuLe", false as apporte, null::text as adresse, a.idweb, a.nature, a.parution, a.limite
    from marches.avis a
  union all select p.contenu, p.recu_le, true, p.adresse, p.idweb, p.nature, p.parution, p.limite
    from marches.avis_apporte p where not exists (select from marches.avis a where a.idweb = p.idweb)) t`

/** La borne d’une lecture : au-delà, une veille ne se lit plus. Les plus récents restent. */
const AVIS_MAX = 3000

/** Les avis qui peuvent encore servir : ouverts, ou parus depuis quatre mois. Sans les attributions. */
export const avisOuverts = async (tx: TenantTx | PublicTx, jour: DateCivile): Promise<AvisRange[]> =>
  (
    await sql<AvisRange>`select t.lu, t."recuLe", t.apporte, t.adresse from ${tous}
      where t.nature <> 'attribution' and (t.limite >= ${jour}::date or t.parution >= ${jour}::date - 120 or t.parution is null)
      order by t.parution desc nulls first, t.idweb limit ${AVIS_MAX}`.execute(tx)
  ).rows

/** Les attributions publiées, les plus récentes d’abord. */
export const attributionsPubliees = async (tx: TenantTx): Promise<AvisLu[]> =>
  (
    await sql<{ lu: AvisLu }>`select t.lu from ${tous} where t.nature = 'attribution'
      order by t.parution desc nulls last, t.idweb limit ${AVIS_MAX}`.execute(tx)
  ).rows.map((r) => r.lu)

/** Les profils de la coopérative, dans leur ordre ; aucun : rien n’est réglé. */
export const lireProfils = async (tx: TenantTx): Promise<(ProfilDeVeille & { readonly version: number })[]> =>
  (
    await sql<
      ProfilDeVeille & { version: number }
    >`select rang, nom, departements, cpv, mots, exclure, jours, version from marches.profil order by rang`.execute(
      tx,
    )
  ).rows

export const lireSuivis = async (tx: TenantTx): Promise<Suivi[]> =>
  (
    await sql<Suivi>`select idweb, etat, motif, precision_ as precision, le, par from marches.suivi order by le desc limit ${AVIS_MAX}`.execute(
      tx,
    )
  ).rows

/** L’instant jusqu’où la veille a été dite à cette personne ; rien si elle ne la reçoit pas. */
export const abonnementDe = async (tx: TenantTx, compte: string): Promise<Date | undefined> =>
  (
    await sql<{ jusque: Date }>`select jusque from marches.abonne where compte_id = ${compte}::uuid`.execute(
      tx,
    )
  ).rows[0]?.jusque

/** Qui attend la veille par courriel, et a encore le droit de la lire : réservé au travailleur. */
export const abonnesALaVeille = async (
  tx: PublicTx,
  organisme: OrganismeId,
): Promise<readonly { readonly compte: string; readonly jusque: Date }[]> =>
  (
    await sql<{
      compte: string
      jusque: Date
    }>`select compte_id as compte, jusque from porte.abonnes_a_la_veille(${organisme}::uuid)`.execute(tx)
  ).rows

export const lireSources = async (tx: TenantTx | PublicTx): Promise<SourceDAvis[]> =>
  (
    await sql<SourceDAvis>`select genre, adresse, active, essai_le as "essaiLe", bonne_le as "bonneLe", echec, recus, rejets
      from porte.source_des_marches()`.execute(tx)
  ).rows

export const cooperativesEnVeille = async (tx: PublicTx): Promise<OrganismeId[]> =>
  (
    await sql<{
      organisme: OrganismeId
    }>`select organisme_id as organisme from porte.cooperatives_en_veille()`.execute(tx)
  ).rows.map((r) => r.organisme)

export type AgendaLu = {
  readonly nom: string
  readonly suivis: readonly string[]
  readonly apportes: readonly AvisLu[]
  readonly roles: readonly string[]
  readonly jusque: DateCivile | null
}
/** Par le secret, sans compte ; rien d’une adresse inconnue, arrêtée, ou dont l’auteur n’est plus d’ici. */
export const lireAgendaAbonne = async (tx: PublicTx, secret: string): Promise<AgendaLu | undefined> =>
  (
    await sql<AgendaLu>`select * from porte.agenda_des_marches(${Buffer.from(secret, 'base64url')})`.execute(
      tx,
    )
  ).rows[0]
