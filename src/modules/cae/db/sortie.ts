import { type RawBuilder, sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, Id } from '#kernel/id.ts'
import type { OffreId } from '#modules/catalogue/index.ts'
import { genresQui, type PieceId } from '#modules/documents/index.ts'
import {
  type EtatSession,
  etatsAcheves,
  etatsFermes,
  etatsSansAction,
  type SessionId,
} from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { PersonneFormee } from '../domain/archive-de-sortie.ts'

/** Ce que la page montre de chaque sorte ; au-delà, elle dit qu’il en reste. */
export const RESTE_MAX = 500

export type SessionOuverte = {
  readonly id: SessionId
  readonly numero: string
  readonly intitule: string
  readonly etat: EtatSession
  readonly fin: DateCivile
}
/** Les sessions de l’enseigne qui ne sont ni clôturées, ni annulées, de la première à finir. */
export const sessionsOuvertes = async (tx: TenantTx, activite: ActiviteId): Promise<SessionOuverte[]> =>
  (
    await sql<SessionOuverte>`select id, numero, intitule, etat, dernier_jour::text as fin from sessions.session
      where activite_id = ${activite} and etat not in ${cesMots(etatsFermes)} order by dernier_jour, id limit ${RESTE_MAX}`.execute(
      tx,
    )
  ).rows

/** Les sessions de l’enseigne dont quelque chose peut encore se facturer. */
export const sessionsFacturables = async (tx: TenantTx, activite: ActiviteId): Promise<SessionId[]> =>
  (
    await sql<{
      id: SessionId
    }>`select s.id from sessions.session s where s.activite_id = ${activite} and s.etat not in ${cesMots(etatsSansAction)}
      and exists (select from inscriptions.dossier d where d.organisme_id = s.organisme_id and d.session_id = s.id)`.execute(
      tx,
    )
  ).rows.map((r) => r.id)

export type PieceASigner = {
  readonly id: PieceId
  readonly genre: string
  readonly numero: string
  readonly client: string | null
  readonly manque: 'visa' | 'client' | 'organisme'
}
/** Ce qui engage la coopérative pour cette enseigne et n’est pas signé : visa, client, coopérative, dans cet ordre. Un devis n’attend que son client. */
export const piecesASigner = async (tx: TenantTx, activite: ActiviteId): Promise<PieceASigner[]> => {
  const signee = (role: string) =>
    sql`exists (select from documents.signature s where s.organisme_id = p.organisme_id and s.piece_id = p.id and s.acte = 'signature' and s.role = ${role})`
  return (
    await sql<PieceASigner>`with p as materialized (select p.organisme_id, p.id, p.genre, p.numero, p.objet_id, p.emise_le from documents.piece p
        where p.activite_id = ${activite} and p.genre = any (${`{${genresQui('engage').join(',')}}`}::text[])
          and not exists (select from documents.piece r where r.organisme_id = p.organisme_id and r.remplace_id = p.id)
          and not exists (select from cae.visa v where v.organisme_id = p.organisme_id and v.piece_id = p.id and v.decision = 'refuse')
          and not exists (select from cae.suite_de_visa x where x.organisme_id = p.organisme_id and x.piece_id = p.id and x.genre = 'refus')),
      q as (select p.id, p.genre, p.numero, p.emise_le, coalesce(e.nom, t.prenom || ' ' || t.nom) as client, case
          when not porte.piece_visee(p.id) then 'visa' when not ${signee('client')} then 'client'
          when p.genre <> 'devis' and not ${signee('organisme')} then 'organisme' end as manque
        from p left join inscriptions.dossier d on d.organisme_id = p.organisme_id and d.id = p.objet_id
          left join sessions.session s on s.organisme_id = d.organisme_id and s.id = d.session_id
          left join tiers.entreprise e on e.organisme_id = d.organisme_id and e.id = d.entreprise_id
          left join tiers.personne t on t.organisme_id = d.organisme_id and t.id = d.personne_id
        where d.retracte_le is null and s.etat is distinct from 'annulee'
          -- Un devis dont la convention ou le contrat est là n’attend plus rien.
          and not (p.genre = 'devis' and exists (select from documents.piece k where k.organisme_id = p.organisme_id and k.objet_id = p.objet_id and k.genre in ('convention', 'contrat'))))
      select id, genre, numero, client, manque from q where manque is not null order by emise_le, id limit ${RESTE_MAX}`.execute(
      tx,
    )
  ).rows
}

/** Les missions de l’enseigne où il reste un pas à faire, et celles que l’autre n’a pas confirmées : reçu, ou donné en négatif. */
export const missionsAFinir = async (
  tx: TenantTx,
  activite: ActiviteId,
): Promise<
  readonly {
    readonly id: Id<'Mission'>
    readonly objet: string
    readonly etat: string
    readonly avec: string
    readonly montant: number | null
  }[]
> =>
  (
    await sql<{ id: Id<'Mission'>; objet: string; etat: string; avec: string; montant: number | null }>`
      select m.id, m.objet, m.etat, a.nom as avec,
          case when m.etat = 'constatee' then (case when m.vendeuse_id = ${activite}::uuid then 1 else -1 end * m.montant_centimes)::float8 end as montant
        from cae.mission m join organisme.activite a on a.organisme_id = m.organisme_id
          and a.id = case when m.vendeuse_id = ${activite}::uuid then m.acheteuse_id else m.vendeuse_id end
       where ${activite}::uuid in (m.acheteuse_id, m.vendeuse_id)
         and (m.etat in ('demandee', 'constatee') or m.etat = 'accordee' and m.genre = 'mission') order by m.du, m.id limit ${RESTE_MAX}`.execute(
      tx,
    )
  ).rows

/** Les fiches de l’enseigne que le public lit. */
export const fichesEnLigne = async (
  tx: TenantTx,
  activite: ActiviteId,
): Promise<readonly { readonly offre: OffreId; readonly intitule: string }[]> =>
  (
    await sql<{ offre: OffreId; intitule: string }>`select offre_id as offre, intitule from catalogue.fiche
      where activite_id = ${activite} and retiree_le is null order by pli, offre_id`.execute(tx)
  ).rows

/** Combien de preuves de l’enseigne restent à la coopérative : sessions, feuilles signées, pièces émises. */
export const preuvesQuiRestent = async (
  tx: TenantTx,
  activite: ActiviteId,
): Promise<{ readonly sessions: number; readonly signatures: number; readonly pieces: number }> =>
  (
    await sql<{ sessions: number; signatures: number; pieces: number }>`select
      (select count(*)::int4 from sessions.session where activite_id = ${activite} and etat <> 'brouillon') as sessions,
      (select count(*)::int4 from emargement.signature where activite_id = ${activite}) as signatures,
      (select count(*)::int4 from documents.piece where activite_id = ${activite}) as pieces`.execute(tx)
  ).rows[0] ?? { sessions: 0, signatures: 0, pieces: 0 }

/** De chaque fiche de `depuis` à celles qui lui sont réunies, dans un sens et dans l’autre. */
const reunies = (depuis: RawBuilder<unknown>) => sql`select v.id from ${depuis} r cross join lateral (
    select f.garde_id as id from tiers.fusion f where f.organisme_id = (select app.organisme()) and f.absorbe_id = r.id and f.defaite_le is null
    union all
    select f.absorbe_id from tiers.fusion f where f.organisme_id = (select app.organisme()) and f.garde_id = r.id and f.defaite_le is null) v`
/** De chaque entreprise gardée à celles qui lui sont réunies : `racine` est la gardée. */
const entreprises = (
  ids: readonly string[],
) => sql`k as (select x as racine, x as id from unnest(${`{${ids.join(',')}}`}::uuid[]) x
  union select k.racine, f.absorbe_id from k join tiers.fusion_entreprise f on f.organisme_id = (select app.organisme()) and f.garde_id = k.id and f.defaite_le is null)`

/** Toute personne inscrite un jour à une session de l’enseigne, quoi qu’il en soit advenu, sous chacune de ses fiches ; qui y anime n’en est pas. */
export const personnesFormees = async (tx: TenantTx, activite: ActiviteId): Promise<PersonneFormee[]> =>
  (
    await sql<PersonneFormee>`with recursive formee as (select i.personne_id as id from inscriptions.inscription i where i.activite_id = ${activite}
          union ${reunies(sql`formee`)}),
        anime as (select a.personne_id as id from tiers.intervenant a union ${reunies(sql`anime`)})
      select distinct p.prenom, p.nom, p.courriel, p.telephone from formee r join tiers.personne p on p.organisme_id = (select app.organisme()) and p.id = r.id
       where p.effacee_le is null and not exists (select from anime a where a.id = r.id)`.execute(tx)
  ).rows

export type ClientDeSortie = {
  readonly id: string
  readonly nom: string
  readonly siret: string | null
  readonly adresse: string
  readonly courriel: string | null
  readonly telephone: string | null
  readonly contacts: readonly {
    readonly nom: string
    readonly fonction: string | null
    readonly courriel: string | null
    readonly telephone: string | null
  }[]
}
/** Les structures clientes, et leurs contacts qui ne furent jamais stagiaires, sous aucune de leurs fiches : chacun une fois, sous celle qu’on a gardée. */
export const clienteleDe = async (tx: TenantTx, ids: readonly string[]): Promise<ClientDeSortie[]> =>
  (
    await sql<ClientDeSortie>`with recursive ${entreprises(ids)},
        formee as (select i.personne_id as id from inscriptions.inscription i union ${reunies(sql`formee`)})
      select e.id, e.nom, e.siret, concat_ws(', ', e.adresse, concat_ws(' ', e.code_postal, e.ville)) as adresse, e.courriel, e.telephone,
        coalesce((select jsonb_agg(jsonb_build_object('nom', q.nom, 'fonction', q.fonction, 'courriel', q.courriel, 'telephone', q.telephone) order by q.pli, q.id)
          from (select distinct on (p.id) p.id, p.pli, p.prenom || ' ' || p.nom as nom, c.fonction, p.courriel, p.telephone
              from k join tiers.contact c on c.organisme_id = e.organisme_id and c.entreprise_id = k.id and c.retire_le is null
                join tiers.personne p on p.organisme_id = c.organisme_id and p.id = c.personne_id
             where k.racine = e.id and p.effacee_le is null and not exists (select from formee r where r.id = p.id)
               and not exists (select from tiers.fusion f join tiers.contact g on g.organisme_id = f.organisme_id and g.personne_id = f.garde_id and g.retire_le is null
                   join k j on j.id = g.entreprise_id and j.racine = e.id
                 where f.organisme_id = p.organisme_id and f.absorbe_id = p.id and f.defaite_le is null)
             order by p.id, c.cree_le, c.id) q), '[]') as contacts
      from tiers.entreprise e where e.id = any (${`{${ids.join(',')}}`}::uuid[]) order by e.pli, e.id`.execute(
      tx,
    )
  ).rows

export type ReferenceLue = {
  readonly intitule: string
  readonly du: DateCivile
  readonly au: DateCivile
  readonly minutes: number
  readonly clients: readonly string[]
  readonly personnesFormees: number
}
/** Les actions finies de ces programmes : quand, combien d’heures, pour lesquelles de ces structures, combien de personnes ; aucune n’est nommée. */
export const referencesDe = async (
  tx: TenantTx,
  activite: ActiviteId,
  offres: readonly string[],
  clients: readonly string[],
): Promise<ReferenceLue[]> =>
  (
    await sql<ReferenceLue>`with recursive ${entreprises(clients)} select o.intitule, s.premier_jour::text as du, s.dernier_jour::text as au,
        coalesce((select sum(b.fin_minutes - b.debut_minutes) from sessions.seance b where b.organisme_id = s.organisme_id and b.session_id = s.id and b.tenue), 0)::int4 as minutes,
        coalesce((select array_agg(distinct e.nom order by e.nom) from inscriptions.dossier d join k on k.id = d.entreprise_id
            join tiers.entreprise e on e.organisme_id = d.organisme_id and e.id = k.racine
          where d.organisme_id = s.organisme_id and d.session_id = s.id and d.retracte_le is null), '{}') as clients,
        (select count(*)::int4 from inscriptions.inscription i where i.organisme_id = s.organisme_id and i.session_id = s.id and i.etat = 'inscrit') as "personnesFormees"
      from sessions.session s join catalogue.offre o on o.organisme_id = s.organisme_id and o.id = s.offre_id
     where s.activite_id = ${activite} and s.etat in ${cesMots(etatsAcheves)} and s.offre_id = any (${`{${offres.join(',')}}`}::uuid[])
     order by s.premier_jour desc, s.id`.execute(tx)
  ).rows

/** Le dernier programme émis de chaque offre : la pièce, et ce qu’elle dit, pour s’assurer qu’elle ne nomme personne. */
export const programmesEmis = async (
  tx: TenantTx,
  offres: readonly string[],
): Promise<readonly { readonly offre: OffreId; readonly piece: PieceId; readonly donnees: string }[]> =>
  (
    await sql<{
      offre: OffreId
      piece: PieceId
      donnees: string
    }>`select distinct on (s.offre_id) s.offre_id as offre, p.id as piece, p.donnees::text as donnees
      from documents.piece p join sessions.session s on s.organisme_id = p.organisme_id and s.id = p.objet_id
     where p.genre = 'programme' and s.offre_id = any (${`{${offres.join(',')}}`}::uuid[]) order by s.offre_id, p.emise_le desc, p.id`.execute(
      tx,
    )
  ).rows
