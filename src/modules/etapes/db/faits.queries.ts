/** Les faits que d’autres modules tiennent, lus pour la matrice d’une session : demandés ensemble, ils partent d’un seul envoi. */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import { type GenrePiece, genresQui } from '#modules/documents/index.ts'
import { aUneCase } from '#modules/emargement/index.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'

/** Une pièce remise par un lien dont on attend l’accusé, ou seulement émise. */
export type PieceRemise = {
  readonly inscription: string
  readonly genre: GenrePiece
  readonly piece: string
  readonly emiseLe: Date
  readonly envoyeeLe: Date | null
  readonly envois: number
  readonly accuseLe: Date | null
}
/** Ce qui se remet contre un accusé. */
const remises = `{${genresQui('envoi', 'contre-accuse').join(',')}}`

export const piecesRemises = async (tx: TenantTx, session: SessionId): Promise<PieceRemise[]> =>
  (
    await sql<PieceRemise>`
    with i as (select x.organisme_id, x.id from inscriptions.inscription x
      where x.organisme_id = (select app.organisme()) and x.session_id = ${session}::uuid)
    select distinct on (q.inscription, q.genre) q.inscription, q.genre, q.piece, q."emiseLe", q."envoyeeLe", q.envois, q."accuseLe" from (
      select i.id as inscription, p.genre, p.id as piece, p.emise_le as "emiseLe", d.envoyee_le as "envoyeeLe", d.envois, coalesce(s.signee_le, case when d.objet_genre <> 'inscription' then (select max(w.signee_le) from documents.signature w
          where w.organisme_id = d.organisme_id and w.scan is not null and w.piece_id = d.piece_id and w.acte = 'accuse') end) as "accuseLe", 1 as rang
        from i join documents.demande d on d.organisme_id = i.organisme_id and d.objet_id = i.id and d.acte = 'accuse' and d.retiree_le is null
          join documents.piece p on p.organisme_id = d.organisme_id and p.id = d.piece_id
            and p.genre = any (${remises}::text[])
          left join documents.signature s on s.organisme_id = d.organisme_id and s.demande_id = d.id
      union all
      select i.id, p.genre, p.id, p.emise_le, null, 0, null, 2
        from i join documents.piece p on p.organisme_id = i.organisme_id and p.objet_id = i.id
          and p.genre = any (${remises}::text[]) and p.genre <> 'information-stagiaire' and p.effacee_le is null) q
    order by q.inscription, q.genre, q.rang, q."accuseLe" desc nulls last, q."emiseLe" desc`.execute(tx)
  ).rows

/** Remis en main propre, ou accusé hors du lien. */
export type Remise = { readonly inscription: string; readonly remisLe: Date; readonly accuseLe: Date | null }
export const remisesDInformation = async (tx: TenantTx, session: SessionId): Promise<Remise[]> =>
  (
    await sql<Remise>`select r.inscription_id as inscription, min(r.remis_le) as "remisLe",
      case when bool_and(r.accuse_le is not null) then max(r.accuse_le) end as "accuseLe"
    from inscriptions.remise r join inscriptions.inscription i on i.organisme_id = r.organisme_id and i.id = r.inscription_id
    where r.organisme_id = (select app.organisme()) and i.session_id = ${session}::uuid and r.genre = 'information-l6353-8'
    group by r.inscription_id`.execute(tx)
  ).rows

/** Les liens d’émargement partis, par inscription : le journal le dit, un lien préparé pour être copié n’y est pas. */
export type Liens = { readonly inscription: string; readonly partis: number; readonly dernierLe: Date | null }
export const liensPartis = async (tx: TenantTx, session: SessionId): Promise<Liens[]> =>
  (
    await sql<Liens>`select v.inscription_id as inscription, count(x.message)::int4 as partis, max(x.le) as "dernierLe"
    from emargement.invitation v join sessions.seance se on se.organisme_id = v.organisme_id and se.id = v.seance_id
      left join etapes.envoi x on x.organisme_id = v.organisme_id and x.message = v.id::text || '-' || v.envois and x.etat = 'parti'
    where v.organisme_id = (select app.organisme()) and se.session_id = ${session}::uuid group by v.inscription_id`.execute(
      tx,
    )
  ).rows

/** Les feuilles des demi-journées passées où quelqu’un est attendu, et ce qui en est clos, par qui les a animées. */
export type Feuilles = {
  readonly personne: string
  readonly passees: number
  readonly closes: number
  readonly derniere: DateCivile
}
export const feuillesDe = async (tx: TenantTx, session: SessionId, maintenant: Date): Promise<Feuilles[]> =>
  (
    await sql<Feuilles>`select a.personne_id as personne, count(*)::int4 as passees, count(c.seance_id)::int4 as closes, max(se.jour)::text as derniere
    from sessions.seance se join sessions.affectation a on a.organisme_id = se.organisme_id and a.seance_id = se.id
      left join (select distinct organisme_id, seance_id from emargement.cloture) c on c.organisme_id = se.organisme_id and c.seance_id = se.id
    where se.organisme_id = (select app.organisme()) and se.session_id = ${session}::uuid and se.tenue and se.fin <= ${maintenant}
      and (c.seance_id is not null or ${aUneCase})
    group by a.personne_id`.execute(tx)
  ).rows

/** Ce qui fut demandé par questionnaire. */
export type ReponseDemandee = {
  readonly genre: string
  readonly campagne: string
  readonly inscription: string | null
  readonly dossier: string | null
  readonly personne: string | null
  readonly partieLe: Date | null
  readonly repondueLe: DateCivile | null
  readonly fermeLe: DateCivile
  readonly arretee: boolean
}
export const questionnairesDe = async (tx: TenantTx, session: SessionId): Promise<ReponseDemandee[]> =>
  (
    await sql<ReponseDemandee>`select k.genre, k.id as campagne, d.inscription_id as inscription, d.dossier_id as dossier, d.personne_id as personne,
      (select min(v.le) from questionnaires.envoi v where v.organisme_id = d.organisme_id and v.demande_id = d.id) as "partieLe",
      d.repondue_le::text as "repondueLe", k.ferme_le::text as "fermeLe", d.arretee_le is not null as arretee
    from questionnaires.campagne k join questionnaires.demande d on d.organisme_id = k.organisme_id and d.campagne_id = k.id
    where k.organisme_id = (select app.organisme()) and k.session_id = ${session}::uuid`.execute(tx)
  ).rows

export type FactureDite = {
  readonly dossier: string | null
  readonly entreprise: string | null
  readonly facture: string
  readonly numero: string
  readonly emiseLe: DateCivile
  readonly remiseLe: Date | null
}
/** Les factures qui valent encore, avec leur remise au payeur. */
export const facturesDites = async (tx: TenantTx, session: SessionId): Promise<FactureDite[]> =>
  (
    await sql<FactureDite>`select f.dossier_id as dossier, f.payeur_entreprise_id as entreprise, f.id as facture, f.numero, f.emise_le::text as "emiseLe",
      (select max(e.remis_le) from facturation.envoi e where e.organisme_id = f.organisme_id and e.facture_id = f.id) as "remiseLe"
    from facturation.facture f where f.organisme_id = (select app.organisme()) and f.session_id = ${session}::uuid and f.genre = 'facture'
      and not exists (select from facturation.facture v where v.organisme_id = f.organisme_id and v.corrige_id = f.id
        having sum(v.total_ttc_centimes) + f.total_ttc_centimes <= 0)
    order by f.emise_le desc, f.id`.execute(tx)
  ).rows

/** Une convention partie à signer, par dossier. */
export type ASigner = { readonly dossier: string; readonly piece: string; readonly envoyeeLe: Date }
export const conventionsParties = async (tx: TenantTx, session: SessionId): Promise<ASigner[]> =>
  (
    await sql<ASigner>`select distinct on (o.id) o.id as dossier, p.id as piece, d.envoyee_le as "envoyeeLe"
    from inscriptions.dossier o join documents.piece p on p.organisme_id = o.organisme_id and p.objet_id = o.id and p.genre = any (${`{${genresQui('envoi', 'a-signer').join(',')}}`}::text[]) and p.genre <> 'avenant'
      join documents.demande d on d.organisme_id = p.organisme_id and d.piece_id = p.id and d.acte = 'signature' and d.retiree_le is null and d.envoyee_le is not null
    where o.organisme_id = (select app.organisme()) and o.session_id = ${session}::uuid order by o.id, d.envoyee_le desc`.execute(
      tx,
    )
  ).rows

/** Les absences dites, par entreprise. */
export type AbsencesDites = { readonly genre: string; readonly entreprise: string; readonly le: Date }
export const absencesDites = async (tx: TenantTx, session: SessionId): Promise<AbsencesDites[]> =>
  (
    await sql<AbsencesDites>`select genre, entreprise_id as entreprise, max(le) as le from controles.envoi
    where organisme_id = (select app.organisme()) and session_id = ${session}::uuid and genre in ('avis-employeur', 'avis-financeur')
      and entreprise_id is not null group by genre, entreprise_id`.execute(tx)
  ).rows
