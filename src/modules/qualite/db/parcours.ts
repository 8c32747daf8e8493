import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import { jourTenu } from '#modules/sessions/index.ts'
import { composee, type TenantTx } from '#platform/db/index.ts'

export type Stagiaire = {
  readonly inscription: string
  readonly activite: ActiviteId
  readonly session: string
  readonly nom: string
  readonly intitule: string
  readonly numero: string
  readonly premierJour: string
  readonly prerequis: string
  /** Les comptes qui animent : la session est la leur. */
  readonly comptes: readonly string[]
}

/** Les stagiaires de cette session, ou celui de cette inscription, et ce que l’offre demande avant d’entrer. */
export const lireStagiaires = async (
  tx: TenantTx,
  session: string,
  inscription?: string,
): Promise<Stagiaire[]> => {
  const { rows } =
    await sql<Stagiaire>`select i.id as inscription, i.activite_id as activite, s.id as session, t.prenom || ' ' || t.nom as nom, s.intitule, s.numero,
      ${jourTenu('s', 'debut')}::text as "premierJour", coalesce(f.prerequis, '') as prerequis,
      array(select s.formateur_id where s.formateur_id is not null union select a.compte_id from sessions.seance e
        join sessions.affectation a on a.organisme_id = e.organisme_id and a.seance_id = e.id
        where e.organisme_id = s.organisme_id and e.session_id = s.id and a.compte_id is not null)::text[] as comptes
    from inscriptions.inscription i join sessions.session s on s.organisme_id = i.organisme_id and s.id = i.session_id
      join tiers.personne t on t.organisme_id = i.organisme_id and t.id = i.personne_id
      left join catalogue.offre f on f.organisme_id = s.organisme_id and f.id = s.offre_id
    where i.organisme_id = (select app.organisme()) and i.session_id = ${session}
      and ${inscription === undefined ? sql`i.etat in ('inscrit', 'abandon')` : sql`i.id = ${inscription}`}
    order by t.nom, t.prenom, i.id`.execute(tx)
  return rows
}

export const lireStagiaire = async (
  tx: TenantTx,
  session: string,
  inscription: string,
): Promise<Stagiaire | undefined> => (await lireStagiaires(tx, session, inscription))[0]

export type EntreeEnFormation = {
  readonly rang: number
  readonly recueilliLe: string
  readonly besoin: string
  readonly prerequis: string
  readonly positionneLe: string | null
  readonly moyen: string | null
  readonly resultat: string
  readonly decision: string | null
  readonly decisionDetail: string
  readonly inscritLe: Date
  readonly par: string | null
}

export const lireEntrees = async (tx: TenantTx, inscription: string): Promise<EntreeEnFormation[]> => {
  const { rows } =
    await sql<EntreeEnFormation>`select rang, recueilli_le::text as "recueilliLe", besoin, prerequis, positionne_le::text as "positionneLe", moyen, resultat,
      decision, decision_detail as "decisionDetail", inscrit_le as "inscritLe", par
    from qualite.entree where organisme_id = (select app.organisme()) and inscription_id = ${inscription} order by rang desc`.execute(
      tx,
    )
  return rows
}

export type EntreeVoulue = Omit<EntreeEnFormation, 'inscritLe' | 'par'>

export type Suivi = {
  readonly id: string
  readonly le: string
  readonly genre: string
  readonly texte: string
  readonly inscritLe: Date
  readonly par: string | null
}

export const lireSuivis = async (tx: TenantTx, inscription: string): Promise<Suivi[]> => {
  const { rows } =
    await sql<Suivi>`select id, le::text, genre, texte, inscrit_le as "inscritLe", par from qualite.suivi
    where organisme_id = (select app.organisme()) and inscription_id = ${inscription} order by le desc, id desc limit 200`.execute(
      tx,
    )
  return rows
}

export type EtatParcours = {
  readonly inscription: string
  readonly recueilli: boolean
  readonly decision: string | null
  readonly suivis: number
}

const etats = composee(
  (session: string) =>
    sql<EtatParcours>`select i.id as inscription, n.rang is not null as recueilli, n.decision,
      (select count(*)::int4 from qualite.suivi s where s.organisme_id = i.organisme_id and s.inscription_id = i.id) as suivis
    from inscriptions.inscription i
      left join lateral (select e.rang, e.decision from qualite.entree e where e.organisme_id = i.organisme_id and e.inscription_id = i.id order by e.rang desc limit 1) n on true
    where i.session_id = ${session} and i.etat in ('inscrit', 'abandon')`,
)

/** Où en est chaque stagiaire d’une session : son entrée, sa décision, ses traces de suivi. Sans les noms, que la page a déjà lus. */
export const lireParcoursDeSession = async (tx: TenantTx, session: string): Promise<EtatParcours[]> =>
  (await etats(tx, session)).rows
