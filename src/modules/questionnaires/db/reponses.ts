import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import { tokenDigest } from '#platform/auth/token.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { BrouillonValeurs } from '#web/form-state.ts'
import { type ContenuPose, demandeUneAdaptation, lireContenu } from '../domain/contenu.ts'
import type { Genre } from '../domain/genres.ts'
import type { Valeur } from '../domain/repondre.ts'

/** `protegee` : une demande d’adaptation ou un signalement s’en est ouvert ; la réponse ne dit pas lequel. */
export type GenreSuite = 'recontact' | 'sans-suite' | 'reclamation' | 'action' | 'besoin' | 'protegee'

export const motsSuite: Readonly<Record<GenreSuite, string>> = {
  recontact: 'la personne a été rappelée',
  'sans-suite': 'sans suite, avec un motif',
  reclamation: 'devenue une réclamation',
  action: 'devenue une action d’amélioration',
  besoin: 'reprise dans l’entrée du stagiaire',
  protegee: 'confiée à qui doit la lire',
}

/** L’objet du lien qui a ouvert cette transaction, s’il est d’un questionnaire. */
export const demandeDuLien = async (tx: TenantTx, jeton: string): Promise<string | undefined> =>
  (
    await sql<{ objet: string }>`select objet from porte.lire_lien(${tokenDigest(jeton)}::bytea)
    where usage = 'questionnaire' and organisme = (select app.organisme())`.execute(tx)
  ).rows[0]?.objet

export type Brouillon = { readonly valeurs: BrouillonValeurs; readonly gardeLe: Date }

export const lireBrouillon = async (tx: TenantTx, demande: string): Promise<Brouillon | undefined> =>
  (
    await sql<Brouillon>`select valeurs, garde_le as "gardeLe" from questionnaires.brouillon
    where organisme_id = (select app.organisme()) and demande_id = ${demande}`.execute(tx)
  ).rows[0]

export const garderBrouillonDuLien = async (tx: TenantTx, v: BrouillonValeurs, le: Date): Promise<boolean> =>
  (
    await sql<{
      r: boolean
    }>`select porte.garder_brouillon_du_lien(${JSON.stringify(v)}::jsonb, ${le}::timestamptz) as r`.execute(
      tx,
    )
  ).rows[0]?.r === true

export const nePlusRelancer = async (tx: TenantTx, le: Date): Promise<boolean> =>
  (await sql<{ r: boolean }>`select porte.ne_plus_relancer_le_lien(${le}::timestamptz) as r`.execute(tx))
    .rows[0]?.r === true

export type ReponseVoulue = {
  readonly id: string
  readonly jour: string
  readonly recueLe: Date
  readonly alerte: boolean
  readonly valeurs: readonly Valeur[]
}

/** Faux : déjà répondu, clos, ou un lien d’autre chose. */
export const repondreParLien = async (tx: TenantTx, r: ReponseVoulue): Promise<boolean> =>
  (
    await sql<{
      r: boolean
    }>`select porte.repondre_par_lien(${r.id}::uuid, ${r.jour}::date, ${r.recueLe}::timestamptz, ${r.alerte}::boolean,
      ${JSON.stringify(r.valeurs)}::jsonb) as r`.execute(tx)
  ).rows[0]?.r === true

export type Reponse = {
  readonly id: string
  readonly activite: ActiviteId
  readonly campagne: string
  readonly demande: string
  readonly le: DateCivile
  readonly voie: string
  readonly alerte: boolean
  readonly valeurs: readonly Valeur[]
  /** Effacée à la demande de la personne : il n’en reste que le compte. */
  readonly effaceeLe: Date | null
}

/** Efface ce que disait une réponse nommée. Faux : elle ne l’est pas, ou l’était déjà. La base ne l’accorde qu’à qui conduit un effacement. */
export const oublierReponse = async (tx: TenantTx, id: string, le: Date): Promise<boolean> =>
  (await sql<{ r: boolean }>`select porte.oublier_reponse(${id}::uuid, ${le}::timestamptz) as r`.execute(tx))
    .rows[0]?.r === true

/** Une réponse nommée ; d’un recueil anonyme, aucune ne se lit seule. */
export const lireReponse = async (tx: TenantTx, id: string): Promise<Reponse | undefined> => {
  const { rows } = await sql<
    Omit<Reponse, 'valeurs'>
  >`select id, activite_id as activite, campagne_id as campagne, demande_id as demande, le::text, voie, alerte, effacee_le as "effaceeLe"
    from questionnaires.reponse where organisme_id = (select app.organisme()) and id = ${id} and demande_id is not null`.execute(
    tx,
  )
  const [r] = rows
  return r && { ...r, valeurs: await valeursDe(tx, r.id) }
}

const valeursDe = async (tx: TenantTx, reponse: string): Promise<Valeur[]> =>
  (
    await sql<Valeur>`select question, rang, code, millemes::float8 as millemes, texte from questionnaires.valeur
    where organisme_id = (select app.organisme()) and reponse_id = ${reponse} order by question, rang`.execute(
      tx,
    )
  ).rows

export type ReponseDonnee = {
  readonly contenu: ContenuPose
  readonly valeurs: readonly Valeur[]
  readonly le: DateCivile
  readonly id: string
}

/** Ce que ce stagiaire a répondu à ce genre de questionnaire, la dernière fois. */
export const reponseDuStagiaire = async (
  tx: TenantTx,
  inscription: string,
  genre: Genre,
): Promise<ReponseDonnee | undefined> => {
  const { rows } = await sql<{
    id: string
    contenu: unknown
    le: DateCivile
  }>`select r.id, k.contenu, r.le::text
    from questionnaires.demande d join questionnaires.campagne k on k.organisme_id = d.organisme_id and k.id = d.campagne_id
      join questionnaires.reponse r on r.organisme_id = d.organisme_id and r.demande_id = d.id
    where d.organisme_id = (select app.organisme()) and d.inscription_id = ${inscription} and k.genre = ${genre}
    order by r.le desc limit 1`.execute(tx)
  const [r] = rows
  return r && { id: r.id, le: r.le, contenu: lireContenu(r.contenu), valeurs: await valeursDe(tx, r.id) }
}

export type Suite = {
  readonly id: string
  readonly genre: GenreSuite
  readonly le: DateCivile
  readonly texte: string
  readonly objet: string | null
  readonly par: string | null
}

export const suitesDe = async (tx: TenantTx, reponse: string): Promise<Suite[]> =>
  (
    await sql<Suite>`select id, genre, le::text, texte, objet_id as objet, par from questionnaires.suite
    where organisme_id = (select app.organisme()) and reponse_id = ${reponse} order by inscrite_le, id`.execute(
      tx,
    )
  ).rows

export type SuiteVoulue = Omit<Suite, 'par'>

export type ASuivre = {
  readonly reponse: string
  readonly genre: Genre
  readonly le: DateCivile
  readonly nom: string
  readonly intitule: string
  readonly numero: string
  /** Le compte qui suit ce client, à défaut celui qui anime. */
  readonly qui: string | null
  readonly suites: number
}

/** Les réponses qui alertent ; `sansSuite` : celles que personne n’a encore suivies. La plus ancienne d’abord, mille au plus. */
export const listerASuivre = async (
  tx: TenantTx,
  { sansSuite, max = 1000 }: { readonly sansSuite: boolean; readonly max?: number },
): Promise<ASuivre[]> =>
  (
    await sql<ASuivre>`select r.id as reponse, k.genre, r.le::text, coalesce(p.prenom || ' ' || p.nom, e.nom, '') as nom,
      coalesce(s.intitule, '') as intitule, coalesce(s.numero, '') as numero, coalesce(o.suivi_par, s.formateur_id) as qui, x.n as suites
    from questionnaires.reponse r join questionnaires.campagne k on k.organisme_id = r.organisme_id and k.id = r.campagne_id
      join questionnaires.demande d on d.organisme_id = r.organisme_id and d.id = r.demande_id
      left join sessions.session s on s.organisme_id = k.organisme_id and s.id = k.session_id
      left join inscriptions.inscription i on i.organisme_id = d.organisme_id and i.id = d.inscription_id
      left join inscriptions.dossier o on o.organisme_id = d.organisme_id and o.id = coalesce(d.dossier_id, i.dossier_id)
      left join tiers.personne p on p.organisme_id = d.organisme_id and p.id = d.personne_id
      left join tiers.entreprise e on e.organisme_id = d.organisme_id and e.id = d.entreprise_id
      cross join lateral (select count(*)::int4 as n from questionnaires.suite u where u.organisme_id = r.organisme_id and u.reponse_id = r.id) x
    where r.organisme_id = (select app.organisme()) and r.alerte and ${sansSuite ? sql`x.n = 0` : sql`true`}
    order by r.le, r.id limit ${max}`.execute(tx)
  ).rows

export type AmenagementDemande = {
  readonly reponse: string
  readonly inscription: string
  readonly nom: string
  readonly intitule: string
  readonly le: DateCivile
}

/**
 * Les stagiaires qui disent « oui » à une question qui parle du handicap, et dont la réponse n’a pas encore cette suite ; recueils d’un jour au
 * moins égal à `depuis`, la plus ancienne d’abord, mille au plus. Pour la personne référente seule : qui appelle vérifie son droit.
 */
export const amenagementsDemandes = async (
  tx: TenantTx,
  depuis: DateCivile,
): Promise<AmenagementDemande[]> => {
  const { rows } = await sql<
    AmenagementDemande & { readonly contenu: unknown; readonly oui: readonly string[] }
  >`
    with k as materialized (select c.id, c.session_id, c.contenu from questionnaires.campagne c
      where c.organisme_id = (select app.organisme()) and c.jour >= ${depuis}::date and c.contenu::text ~* 'handicap')
    select r.id as reponse, d.inscription_id as inscription, p.prenom || ' ' || p.nom as nom, coalesce(s.intitule, '') as intitule, r.le::text, k.contenu, v.oui
    from k join questionnaires.reponse r on r.organisme_id = (select app.organisme()) and r.campagne_id = k.id
      join questionnaires.demande d on d.organisme_id = r.organisme_id and d.id = r.demande_id and d.inscription_id is not null
      join tiers.personne p on p.organisme_id = d.organisme_id and p.id = d.personne_id
      left join sessions.session s on s.organisme_id = r.organisme_id and s.id = k.session_id
      join lateral (select array_agg(x.question) as oui from questionnaires.valeur x
        where x.organisme_id = r.organisme_id and x.reponse_id = r.id and x.code = 'oui'
          -- Un « oui » à une autre question ne prend pas la place d’une demande.
          and exists (select from jsonb_array_elements(case when jsonb_typeof(k.contenu -> 'questions') = 'array' then k.contenu -> 'questions' else '[]' end) q
            where q ->> 'id' = x.question and q ->> 'libelle' ~* 'handicap')) v on v.oui is not null
    where r.effacee_le is null
      and not exists (select from questionnaires.suite u where u.organisme_id = r.organisme_id and u.reponse_id = r.id and u.genre = 'protegee')
    order by r.le, r.id limit 1000`.execute(tx)
  return rows.flatMap(({ contenu, oui, ...r }) =>
    demandeUneAdaptation(
      lireContenu(contenu).questions,
      oui.map((question) => ({ question, code: 'oui' })),
    )
      ? [r]
      : [],
  )
}
