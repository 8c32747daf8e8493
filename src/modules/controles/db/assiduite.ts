/** Qui apprend une absence, ce qui lui a déjà été dit, et ce que la coopérative laisse partir seul. */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, Id } from '#kernel/id.ts'
import { coupees, etatsSansAction, type SessionId } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Destinataire, GenreAvis } from '../domain/avis.ts'

export type GenreEnvoi = GenreAvis | 'rappel-stagiaire' | 'rappel-formateur'

/**
 * L’acheteur du dossier quand c’est une structure : jamais l’employeur de qui s’est inscrit à titre individuel, qui n’a pas à
 * le savoir. Le financeur : qui paie et n’est pas l’acheteur. Une structure sans adresse ni contact se joint par qui a signé son dossier,
 * comme pour un changement de dates.
 */
export const lireDestinataires = async (tx: TenantTx, session: SessionId): Promise<Destinataire[]> => {
  const adresse = sql`coalesce(nullif(e.courriel, ''), (select p.courriel from tiers.contact c
      join tiers.personne p on p.organisme_id = c.organisme_id and p.id = c.personne_id
    where c.organisme_id = e.organisme_id and c.entreprise_id = e.id and c.retire_le is null and p.courriel is not null
    order by c.peut_signer desc, c.cree_le, c.id limit 1))`
  const { rows } = await sql<Destinataire>`
    select 'avis-employeur' as genre, i.id as inscription, e.id as entreprise, e.nom,
      coalesce(${adresse}, (select p.courriel from tiers.personne p where p.organisme_id = d.organisme_id and p.id = d.signataire_id)) as courriel,
      d.reference_client as reference
    from inscriptions.inscription i
      join inscriptions.dossier d on d.organisme_id = i.organisme_id and d.id = i.dossier_id
      join tiers.entreprise e on e.organisme_id = d.organisme_id and e.id = d.entreprise_id
    where i.organisme_id = (select app.organisme()) and i.session_id = ${session}::uuid and d.acheteur <> 'personne'
    union all
    select distinct 'avis-financeur', i.id, e.id, e.nom, ${adresse}, f.accord_reference
    from inscriptions.inscription i
      join inscriptions.dossier d on d.organisme_id = i.organisme_id and d.id = i.dossier_id
      join inscriptions.financement f on f.organisme_id = d.organisme_id and f.dossier_id = d.id and (f.inscription_id is null or f.inscription_id = i.id)
      join tiers.entreprise e on e.organisme_id = f.organisme_id and e.id = f.payeur_entreprise_id
    where i.organisme_id = (select app.organisme()) and i.session_id = ${session}::uuid and e.id is distinct from d.entreprise_id
    order by 1, 4, 2`.execute(tx)
  return rows
}

export type Envoi = {
  readonly genre: GenreEnvoi
  readonly cle: string
  readonly inscription: string | null
  readonly seance: string
  readonly entreprise: string | null
  readonly le: Date
  readonly seul: boolean
  /** Le courriel qui le portait, s’il en est un. */
  readonly message: string | null
}

const PAGE = 500

/** Tous ceux de la session, le dernier d’abord, page à page : une action longue de vingt personnes en compte plus de mille. */
export const lireEnvois = async (tx: TenantTx, session: SessionId): Promise<Envoi[]> => {
  const lus: Envoi[] = []
  for (let apres: string | null = null; ; ) {
    const { rows } = await sql<
      Envoi & { id: string }
    >`select id, genre, cle, inscription_id as inscription, seance_id as seance,
        entreprise_id as entreprise, le, par is null as seul, message
      from controles.envoi e where organisme_id = (select app.organisme()) and session_id = ${session}::uuid
        and (${apres}::uuid is null or (le, id) < (select d.le, d.id from controles.envoi d where d.organisme_id = e.organisme_id and d.id = ${apres}::uuid))
      order by le desc, id desc limit ${PAGE}`.execute(tx)
    for (const { id, ...e } of rows) {
      lus.push(e)
      apres = id
    }
    if (rows.length < PAGE) return lus
  }
}

export type Reglage = {
  readonly rappelStagiaire: boolean
  readonly rappelFormateur: boolean
  readonly avisEmployeur: boolean
  readonly avisFinanceur: boolean
}

const rien: Reglage = {
  rappelStagiaire: false,
  rappelFormateur: false,
  avisEmployeur: false,
  avisFinanceur: false,
}

export const lireReglage = async (tx: TenantTx): Promise<Reglage> => {
  const { rows } =
    await sql<Reglage>`select rappel_stagiaire as "rappelStagiaire", rappel_formateur as "rappelFormateur",
      avis_employeur as "avisEmployeur", avis_financeur as "avisFinanceur"
    from controles.reglage where organisme_id = (select app.organisme())`.execute(tx)
  return rows[0] ?? rien
}

/**
 * Les demi-journées finies dont la fenêtre de signature est encore ouverte, ou peut l’être : la règle pure tranche. Coupée par une
 * interruption, une demi-journée est finie là où elle s’est arrêtée, et se signe encore.
 */
export const seancesFraiches = async (
  tx: TenantTx,
  maintenant: Date,
): Promise<{ session: SessionId; seance: Id<'Seance'> }[]> => {
  const { rows } = await sql<{
    session: SessionId
    seance: Id<'Seance'>
  }>`with k as materialized ${coupees(sql`select x.session_id from sessions.seance x where x.organisme_id = (select app.organisme())
      and not x.tenue and x.debut between ${maintenant}::timestamptz - interval '1 day' and ${maintenant}::timestamptz`)}
    select se.session_id as session, se.id as seance
    from sessions.seance se join sessions.session s on s.organisme_id = se.organisme_id and s.id = se.session_id
      left join k on k.id = se.id
    where se.organisme_id = (select app.organisme()) and s.etat not in ${cesMots(etatsSansAction)}
      and (se.tenue and s.etat <> 'reportee' or k.id is not null)
      -- Une demi-journée tient en moins d’un jour : cette borne, que l’index sait lire, précède l’autre.
      and se.debut between ${maintenant}::timestamptz - interval '1 day' and ${maintenant}::timestamptz
      and case when k.id is null then se.fin else se.debut + make_interval(mins => k.a - se.debut_minutes) end
        between ${maintenant}::timestamptz - interval '12 hours' and ${maintenant}::timestamptz
      and not exists (select from emargement.cloture c where c.organisme_id = se.organisme_id and c.seance_id = se.id)
    order by se.fin, se.id limit 500`.execute(tx)
  return rows
}

export type FeuilleARappeler = {
  readonly session: SessionId
  readonly seance: Id<'Seance'>
  readonly activite: ActiviteId
  readonly intitule: string
  readonly jour: DateCivile
  readonly debut: number
  readonly fin: number
  readonly gens: readonly { readonly personne: string; readonly prenom: string; readonly courriel: string }[]
}

/** Finies depuis douze heures à sept jours, non closes, avec qui les a animées et a un courriel. */
export const feuillesARappeler = async (
  tx: TenantTx,
  maintenant: Date,
  seances: readonly string[],
): Promise<FeuilleARappeler[]> => {
  if (seances.length === 0) return []
  const { rows } =
    await sql<FeuilleARappeler>`with k as materialized ${coupees(sql`select x.session_id from sessions.seance x where x.id = any (${`{${seances.join(',')}}`}::uuid[])`)}
    select se.session_id as session, se.id as seance, se.activite_id as activite, s.intitule, se.jour,
      se.debut_minutes as debut, coalesce(k.a, se.fin_minutes) as fin,
      (select coalesce(jsonb_agg(jsonb_build_object('personne', p.id, 'prenom', p.prenom, 'courriel', p.courriel) order by p.id), '[]')
        from sessions.affectation a join tiers.personne p on p.organisme_id = a.organisme_id and p.id = a.personne_id and p.courriel is not null
        where a.organisme_id = se.organisme_id and a.seance_id = se.id) as gens
    from sessions.seance se join sessions.session s on s.organisme_id = se.organisme_id and s.id = se.session_id left join k on k.id = se.id
    where se.organisme_id = (select app.organisme()) and se.id = any (${`{${seances.join(',')}}`}::uuid[])
      and se.fin between ${maintenant}::timestamptz - interval '7 days' and ${maintenant}::timestamptz - interval '12 hours'`.execute(
      tx,
    )
  return rows
}

/** Les sessions où quelqu’un fut noté absent dans les trente derniers jours : là où un avis peut rester à dire. */
export const sessionsAvecAbsences = async (tx: TenantTx, maintenant: Date): Promise<SessionId[]> => {
  const { rows } = await sql<{ id: SessionId }>`select distinct se.session_id as id from sessions.seance se
    where se.organisme_id = (select app.organisme()) and se.fin between ${maintenant}::timestamptz - interval '30 days' and ${maintenant}::timestamptz
      and (exists (select from emargement.absence a where a.organisme_id = se.organisme_id and a.seance_id = se.id)
        or exists (select from emargement.rectification r where r.organisme_id = se.organisme_id and r.seance_id = se.id and r.etat = 'absente'))
    limit 500`.execute(tx)
  return rows.map((r) => r.id)
}
