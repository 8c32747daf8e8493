import { sql } from 'kysely'
import type { ActiviteId, Id, PersonneId } from '#kernel/id.ts'
import type { TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type {
  Avis,
  Comite,
  EtapeLue,
  HabilitationId,
  NatureHabilitee,
  ParcoursId,
  RoleHabilite,
} from '../domain/habilitations.ts'

/** Faux : la même demande est déjà ouverte. */
export const ouvrirParcours = async (
  tx: TenantTx,
  p: {
    readonly id: ParcoursId
    readonly activite: ActiviteId
    readonly personne: TiersId
    readonly compte: PersonneId | null
    readonly nature: NatureHabilitee
    readonly role: RoleHabilite
    readonly motivation: string
  },
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into cae.parcours (id, activite_id, personne_id, compte_id, nature, role, motivation, demande_le)
      values (${p.id}::uuid, ${p.activite}::uuid, ${p.personne}::uuid, ${p.compte}::uuid, ${p.nature}, ${p.role}, ${p.motivation}, ${le})
      on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export const abandonnerParcours = async (tx: TenantTx, id: ParcoursId): Promise<boolean> =>
  (
    await sql`update cae.parcours set etat = 'abandonne' where id = ${id}::uuid and etat = 'ouvert'`.execute(
      tx,
    )
  ).numAffectedRows === 1n

/** Faux : un double envoi, l’étape est déjà notée. */
export const ajouterEtape = async (
  tx: TenantTx,
  p: { readonly id: ParcoursId; readonly activite: ActiviteId },
  etape: Id<'Etape'>,
  e: EtapeLue,
): Promise<boolean> =>
  (
    await sql`insert into cae.etape (activite_id, id, parcours_id, genre, faite_le, note)
      values (${p.activite}::uuid, ${etape}::uuid, ${p.id}::uuid, ${e.genre}, ${e.faiteLe}::date, ${e.note}) on conflict do nothing`.execute(
      tx,
    )
  ).numAffectedRows === 1n

/**
 * « deja » : cette personne s’est prononcée. Ce que la base refuse alors que la page le permettait (un envoi du même instant, un dossier
 * décidé entre-temps) revient avec le mot de `porte.avis_permis`, et la transaction continue.
 */
export const ajouterAvis = async (
  tx: TenantTx,
  id: ParcoursId,
  avis: Avis,
  motif: string,
  le: Date,
): Promise<string> => {
  await sql`savepoint avis`.execute(tx)
  try {
    const { numAffectedRows } =
      await sql`insert into cae.avis (parcours_id, avis, motif, le) values (${id}::uuid, ${avis}, ${motif}, ${le}::timestamptz)
      on conflict do nothing`.execute(tx)
    return numAffectedRows === 1n ? 'fait' : 'deja'
  } catch (erreur) {
    const { code, message } = erreur as { code?: string; message: string }
    if (code !== '42501') throw erreur
    await sql`rollback to savepoint avis`.execute(tx)
    return message
  }
}

export const deciderParcours = async (
  tx: TenantTx,
  id: ParcoursId,
  decision: string,
  conditions: string,
  le: Date,
): Promise<string> =>
  (
    await sql<{
      dit: string
    }>`select porte.decider_parcours(${id}::uuid, ${decision}, ${conditions}, ${le}::timestamptz) as dit`.execute(
      tx,
    )
  ).rows[0]?.dit ?? 'introuvable'

/** Prolonge après la revue notée : « prolongee », ou ce qui manque. */
export const prolongerHabilitation = async (tx: TenantTx, id: HabilitationId, le: Date): Promise<string> =>
  (
    await sql<{
      dit: string
    }>`select porte.prolonger_habilitation(${id}::uuid, ${le}::timestamptz) as dit`.execute(tx)
  ).rows[0]?.dit ?? 'introuvable'

/** Suspend une habilitation, avec un motif ; sans motif, la rend. */
export const suspendreHabilitation = async (
  tx: TenantTx,
  id: HabilitationId,
  s: { readonly par: PersonneId; readonly le: Date; readonly motif: string } | null,
): Promise<boolean> =>
  (
    await sql`update cae.habilitation set suspendue_le = ${s?.le ?? null}::timestamptz, suspendue_par = ${s?.par ?? null}::uuid, suspension = ${s?.motif ?? null}
      where id = ${id}::uuid and (suspendue_le is null) = ${s !== null}`.execute(tx)
  ).numAffectedRows === 1n

/** Faux : quelqu’un l’a changé depuis. `version` : celle qu’on a lue, 0 quand rien n’était réglé. */
export const poserComite = async (
  tx: TenantTx,
  c: Omit<Comite, 'version'>,
  version: number,
  par: PersonneId,
  le: Date,
): Promise<boolean> =>
  (version === 0
    ? await sql`insert into cae.comite (quorum, exige_depuis, revue_mois) values (${c.quorum}, ${c.exigeDepuis}::date, ${c.revueMois}) on conflict do nothing`.execute(
        tx,
      )
    : await sql`update cae.comite set quorum = ${c.quorum}, exige_depuis = ${c.exigeDepuis}::date, revue_mois = ${c.revueMois}, version = version + 1,
        modifie_le = ${le}::timestamptz, modifie_par = ${par}::uuid where version = ${version}`.execute(tx)
  ).numAffectedRows === 1n

export const nommerMembre = async (tx: TenantTx, compte: PersonneId, du: string): Promise<boolean> =>
  (
    await sql`insert into cae.membre_du_comite (compte_id, du) select ${compte}::uuid, ${du}::date
      where not exists (select from cae.membre_du_comite where compte_id = ${compte}::uuid and (au is null or au >= ${du}::date)) on conflict do nothing`.execute(
      tx,
    )
  ).numAffectedRows === 1n

export const retirerMembre = async (tx: TenantTx, compte: PersonneId, au: string): Promise<boolean> =>
  (
    await sql`update cae.membre_du_comite set au = greatest(du, ${au}::date) where compte_id = ${compte}::uuid and au is null`.execute(
      tx,
    )
  ).numAffectedRows === 1n

export const ajouterDerogation = async (
  tx: TenantTx,
  d: {
    readonly activite: ActiviteId
    readonly session: string
    readonly personne: TiersId
    readonly motif: string
  },
): Promise<boolean> =>
  (
    await sql`insert into cae.derogation (activite_id, session_id, personne_id, motif)
      values (${d.activite}::uuid, ${d.session}::uuid, ${d.personne}::uuid, ${d.motif}) on conflict do nothing`.execute(
      tx,
    )
  ).numAffectedRows === 1n
