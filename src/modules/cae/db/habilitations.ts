import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import { etatsQuiSeTiennent } from '#modules/sessions/index.ts'
import type { TiersId } from '#modules/tiers/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type {
  AvisLu,
  Comite,
  EtapeLue,
  HabilitationLue,
  MembreDuComite,
  ParcoursId,
  ParcoursLu,
} from '../domain/habilitations.ts'

/** Les habilitations que qui lit peut voir, celles dont la revue vient d’abord. */
/** Toutes, ou celles d’une personne ; de la première à revoir à la dernière. */
export const listerHabilitations = async (tx: TenantTx, personne?: TiersId): Promise<HabilitationLue[]> =>
  (
    await sql<HabilitationLue>`select h.id, h.activite_id as activite, a.nom as enseigne, h.parcours_id as parcours,
        coalesce(porte.nom_du_parcours(h.parcours_id), '') as nom, h.nature, h.role, h.du::text as du, h.au::text as au, h.conditions,
        h.suspendue_le as "suspendueLe", h.suspension
      from cae.habilitation h join organisme.activite a on a.organisme_id = h.organisme_id and a.id = h.activite_id
     where ${personne ?? null}::uuid is null or h.personne_id = ${personne ?? null}::uuid
     order by h.au, h.id`.execute(tx)
  ).rows

const colonnes = sql`p.id, p.activite_id as activite, a.nom as enseigne, coalesce(porte.nom_du_parcours(p.id), '') as nom, p.compte_id as compte, p.nature, p.role, p.etat,
    p.motivation, p.demande_le as "demandeLe", p.decide_le as "decideLe", p.decision, porte.avis_permis(p.id) as permis
  from cae.parcours p join organisme.activite a on a.organisme_id = p.organisme_id and a.id = p.activite_id`

/** Les dossiers ouverts, du plus ancien au plus récent. */
export const parcoursOuverts = async (tx: TenantTx): Promise<ParcoursLu[]> =>
  (await sql<ParcoursLu>`select ${colonnes} where p.etat = 'ouvert' order by p.demande_le, p.id`.execute(tx))
    .rows

export const lireParcours = async (tx: TenantTx, id: ParcoursId): Promise<ParcoursLu | undefined> =>
  (await sql<ParcoursLu>`select ${colonnes} where p.id = ${id}`.execute(tx)).rows[0]

export const etapesDe = async (tx: TenantTx, id: ParcoursId): Promise<EtapeLue[]> =>
  (
    await sql<EtapeLue>`select genre, faite_le::text as "faiteLe", note from cae.etape where parcours_id = ${id} order by faite_le, le`.execute(
      tx,
    )
  ).rows

/** Les avis que qui lit peut voir : entre membres, à la direction et à l’équipe d’appui ; ailleurs, le sien seul. */
export const avisDe = async (tx: TenantTx, id: ParcoursId): Promise<Omit<AvisLu, 'nom'>[]> =>
  (
    await sql<
      Omit<AvisLu, 'nom'>
    >`select compte_id as compte, avis, motif from cae.avis where parcours_id = ${id} order by le, compte_id`.execute(
      tx,
    )
  ).rows

export const lireComite = async (tx: TenantTx): Promise<Comite | undefined> =>
  (
    await sql<Comite>`select quorum, exige_depuis::text as "exigeDepuis", revue_mois as "revueMois", version from cae.comite`.execute(
      tx,
    )
  ).rows[0]

export const membresDuComite = async (
  tx: TenantTx,
  jour: DateCivile,
): Promise<Omit<MembreDuComite, 'nom'>[]> =>
  (
    await sql<
      Omit<MembreDuComite, 'nom'>
    >`select compte_id as compte, du::text as du, au::text as au from cae.membre_du_comite
      where au is null or au >= ${jour}::date order by du, compte_id`.execute(tx)
  ).rows

const siegeAuComite = async (tx: TenantTx): Promise<boolean> =>
  (await sql<{ siege: boolean }>`select porte.siege_au_comite() as siege`.execute(tx)).rows[0]?.siege === true

/** Qui anime cette session sans être habilité, ni couvert par une dérogation. Une personne d’une autre enseigne n’a pas de nom ici. */
export const nonHabilites = async (
  tx: TenantTx,
  session: string,
): Promise<readonly { readonly personne: TiersId; readonly nom: string | null }[]> =>
  (
    await sql<{
      personne: TiersId
      nom: string | null
    }>`select x.id as personne, p.prenom || ' ' || p.nom as nom
      from unnest(porte.non_habilites(${session}::uuid)) as x (id)
        left join tiers.personne p on p.organisme_id = (select app.organisme()) and p.id = x.id order by 2, 1`.execute(
      tx,
    )
  ).rows

/** Les autres personnes de la maison que cette session, confirmée, ne peut recevoir sans dérogation : aucune habilitation n’en couvre les jours. */
export const autresADeroger = async (
  tx: TenantTx,
  session: string,
): Promise<readonly { readonly personne: TiersId; readonly nom: string | null }[]> =>
  (
    await sql<{
      personne: TiersId
      nom: string
    }>`select i.personne_id as personne, p.prenom || ' ' || p.nom as nom
      from sessions.session s
        join cae.comite c on c.organisme_id = s.organisme_id and c.exige_depuis is not null
        join tiers.intervenant i on i.organisme_id = s.organisme_id
        join tiers.personne p on p.organisme_id = i.organisme_id and p.id = i.personne_id
      where s.id = ${session}::uuid and s.etat in ${cesMots(etatsQuiSeTiennent)}
        and not exists (select from cae.habilitation h where h.organisme_id = i.organisme_id and h.personne_id = i.personne_id
          and h.nature = s.nature and h.role = 'responsable' and h.suspendue_le is null and h.du <= s.premier_jour and h.au >= s.dernier_jour)
        and not exists (select from cae.derogation d where d.organisme_id = s.organisme_id and d.session_id = s.id and d.personne_id = i.personne_id)
      order by p.pli, p.id`.execute(tx)
  ).rows

/** L’état d’une session que qui lit peut voir. */
export const etatDeLaSession = async (tx: TenantTx, session: string): Promise<string | undefined> =>
  (await sql<{ etat: string }>`select etat from sessions.session where id = ${session}`.execute(tx)).rows[0]
    ?.etat

export const derogationsDe = async (
  tx: TenantTx,
  session: string,
): Promise<
  readonly {
    readonly personne: TiersId
    readonly nom: string | null
    readonly motif: string
    readonly le: Date
  }[]
> =>
  (
    await sql<{
      personne: TiersId
      nom: string | null
      motif: string
      le: Date
    }>`select d.personne_id as personne, p.prenom || ' ' || p.nom as nom, d.motif, d.le
      from cae.derogation d left join tiers.personne p on p.organisme_id = d.organisme_id and p.id = d.personne_id
     where d.session_id = ${session} order by d.le`.execute(tx)
  ).rows

/** Les dossiers ouverts dont le comité attend encore l’avis de qui lit. */
export const parcoursAJuger = async (tx: TenantTx): Promise<readonly ParcoursLu[]> => {
  if (!(await siegeAuComite(tx))) return []
  return (
    await sql<ParcoursLu>`select ${colonnes} where p.etat = 'ouvert' and porte.avis_permis(p.id) in ('permis', 'conflit')
      and not exists (select from cae.avis v where v.organisme_id = p.organisme_id and v.parcours_id = p.id and v.compte_id = (select app.personne()))
      order by p.demande_le, p.id limit 20`.execute(tx)
  ).rows
}
