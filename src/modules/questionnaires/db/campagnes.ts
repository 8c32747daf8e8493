import { type RawBuilder, sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import { etatsSansDate, jourTenu } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import { composee, siExiste, type TenantTx } from '#platform/db/index.ts'
import type { PageRequest } from '#web/pagination.ts'
import { type ContenuPose, lireContenu } from '../domain/contenu.ts'
import { asGenre, type Genre } from '../domain/genres.ts'

export type Campagne = {
  readonly id: string
  readonly activite: ActiviteId
  readonly genre: Genre
  readonly session: string | null
  readonly numero: string | null
  readonly intitule: string | null
  readonly offre: string | null
  readonly titre: string
  readonly version: number
  readonly contenu: ContenuPose
  readonly anonyme: boolean
  readonly ouverteLe: Date
  readonly jour: DateCivile
  readonly fermeLe: DateCivile
  readonly fermeeLe: Date | null
  readonly relances: readonly number[]
  readonly automatique: boolean
  /** Demandes parties, ou répondues : ce sur quoi le taux se calcule. */
  readonly sollicites: number
  readonly demandes: number
  readonly reponses: number
}

type Ligne = Omit<Campagne, 'genre' | 'contenu'> & { genre: string; contenu: unknown }

const lecture = (ou: RawBuilder<unknown>, suite: RawBuilder<unknown>) =>
  sql<Ligne>`select k.id, k.activite_id as activite, k.genre, k.session_id as session, s.numero, s.intitule, k.offre_id as offre,
      v.titre, v.numero as version, k.contenu, k.anonyme, k.ouverte_le as "ouverteLe", k.jour::text, k.ferme_le::text as "fermeLe", k.fermee_le as "fermeeLe",
      k.relances, k.automatique, d.sollicites, d.demandes, d.reponses
    from questionnaires.campagne k
      join questionnaires.version v on v.organisme_id = k.organisme_id and v.id = k.version_id
      left join sessions.session s on s.organisme_id = k.organisme_id and s.id = k.session_id
      cross join lateral (select count(*)::int4 as demandes, count(x.repondue_le)::int4 as reponses,
          (count(*) filter (where x.repondue_le is not null or exists (select from questionnaires.envoi e
            where e.organisme_id = x.organisme_id and e.demande_id = x.id)))::int4 as sollicites
        from questionnaires.demande x where x.organisme_id = k.organisme_id and x.campagne_id = k.id) d
    where ${ou} ${suite}`

const enCampagnes = (rows: readonly Ligne[]): Campagne[] =>
  rows.flatMap((l) => {
    const genre = asGenre(l.genre)
    return genre ? [{ ...l, genre, contenu: lireContenu(l.contenu) }] : []
  })

const lire = async (
  tx: TenantTx,
  ou: RawBuilder<unknown>,
  suite: RawBuilder<unknown> = sql``,
): Promise<Campagne[]> => enCampagnes((await lecture(ou, suite).execute(tx)).rows)

export const lireCampagne = async (tx: TenantTx, id: string): Promise<Campagne | undefined> =>
  (await lire(tx, sql`k.id = ${id}`))[0]

export const campagneDe = async (tx: TenantTx, genre: Genre, cle: string): Promise<Campagne | undefined> =>
  (await lire(tx, sql`k.genre = ${genre} and k.cle = ${cle}`))[0]

const deLaSession = siExiste(
  composee(
    (session: string) =>
      sql<{
        existe: boolean
      }>`select exists (select from questionnaires.campagne k where k.session_id = ${session}) as existe`,
  ),
  composee((session: string) => lecture(sql`k.session_id = ${session}`, sql`order by k.ouverte_le, k.id`)),
)
export const campagnesDeSession = async (tx: TenantTx, session: string): Promise<Campagne[]> =>
  enCampagnes(await deLaSession(tx, session))

/**
 * Une page de recueils, le plus récent d’abord. Chaque mot se trouve dans la session, dans le nom du questionnaire (`genres` : ceux qui le
 * portent) ou, sans session, dans « financeurs » et l’année.
 */
export const listerCampagnes = (
  tx: TenantTx,
  mots: readonly { readonly mot: string; readonly genres: readonly Genre[] }[],
  { sens, cle }: PageRequest,
  taille: number,
): Promise<Campagne[]> => {
  const avant = sens === 'avant'
  const cherche = mots.map(
    ({ mot, genres }) => sql`(k.genre = any (${`{${genres.join(',')}}`}::text[])
      or strpos(coalesce(s.pli, 'financeurs ' || extract(year from k.jour)), ${mot}) > 0)`,
  )
  const depuis = cle
    ? [
        sql`(k.ouverte_le, k.id) ${avant ? sql`>` : sql`<`} (${String(cle[0])}::timestamptz, ${String(cle[1])}::uuid)`,
      ]
    : []
  return lire(
    tx,
    sql.join([sql`true`, ...cherche, ...depuis], sql` and `),
    sql`order by ${avant ? sql`k.ouverte_le, k.id` : sql`k.ouverte_le desc, k.id desc`} limit ${taille + 1}`,
  )
}

/** Clos : plus personne n’y répond. */
export const estClose = (c: Pick<Campagne, 'fermeLe' | 'fermeeLe'>, jour: string): boolean =>
  c.fermeeLe !== null || c.fermeLe < jour

export type CampagneVoulue = {
  readonly id: string
  readonly activite: ActiviteId
  readonly genre: Genre
  readonly cle: string
  readonly session: string | null
  readonly offre: string | null
  readonly version: string
  readonly contenu: ContenuPose
  readonly anonyme: boolean
  readonly jour: string
  readonly fermeLe: string
  readonly relances: readonly number[]
  readonly automatique: boolean
}

export type DemandeVoulue = {
  readonly id: string
  /** De qui ou de quoi elle parle : une seule par recueil. */
  readonly cle: string
  readonly inscription: string | null
  readonly dossier: string | null
  readonly entreprise: string | null
  readonly personne: string | null
}

export type DemandeDeReponse = {
  readonly id: string
  readonly activite: ActiviteId
  readonly campagne: string
  readonly session: string | null
  readonly inscription: string | null
  readonly personne: string | null
  readonly prenom: string
  readonly nom: string
  readonly structure: string | null
  readonly courriel: string | null
  readonly envois: number
  readonly premierLe: Date | null
  readonly dernierLe: Date | null
  readonly repondueLe: DateCivile | null
  readonly arreteeLe: Date | null
  readonly arretPar: 'repondant' | 'equipe' | null
  /** Nulle d’un recueil anonyme, même répondue. */
  readonly reponse: string | null
  readonly alerte: boolean
}

const demandes = async (
  tx: TenantTx,
  ou: RawBuilder<unknown>,
  page: RawBuilder<unknown> = sql``,
): Promise<DemandeDeReponse[]> =>
  (
    await sql<DemandeDeReponse>`select d.id, d.activite_id as activite, d.campagne_id as campagne, k.session_id as session, d.inscription_id as inscription,
      d.personne_id as personne, coalesce(p.prenom, '') as prenom, coalesce(p.nom, e.nom, '') as nom, e.nom as structure,
      coalesce(nullif(p.courriel, ''), nullif(e.courriel, '')) as courriel, x.envois, x.premier as "premierLe", x.dernier as "dernierLe",
      d.repondue_le::text as "repondueLe", d.arretee_le as "arreteeLe", d.arret_par as "arretPar", r.id as reponse, coalesce(r.alerte, false) as alerte
    from questionnaires.demande d
      join questionnaires.campagne k on k.organisme_id = d.organisme_id and k.id = d.campagne_id
      left join tiers.personne p on p.organisme_id = d.organisme_id and p.id = d.personne_id
      left join tiers.entreprise e on e.organisme_id = d.organisme_id and e.id = d.entreprise_id
      left join questionnaires.reponse r on r.organisme_id = d.organisme_id and r.demande_id = d.id
      cross join lateral (select count(*)::int4 as envois, min(v.le) as premier, max(v.le) as dernier from questionnaires.envoi v
        where v.organisme_id = d.organisme_id and v.demande_id = d.id) x
    where d.organisme_id = (select app.organisme()) and ${ou} order by coalesce(p.pli, e.pli), d.id ${page}`.execute(
      tx,
    )
  ).rows

/** Toutes : qui relance dix mille personnes n’en oublie pas la moitié. `attendues` : qui n’a ni répondu, ni refusé d’être rappelé. */
export const demandesDe = (
  tx: TenantTx,
  campagne: string,
  { attendues = false }: { readonly attendues?: boolean } = {},
): Promise<DemandeDeReponse[]> =>
  demandes(
    tx,
    sql`d.campagne_id = ${campagne} and ${attendues ? sql`d.repondue_le is null and d.arretee_le is null` : sql`true`}`,
  )

/** Une page de demandes, qui n’a pas répondu d’abord : c’est d’eux que l’équipe s’occupe. */
export const parPage = 200

export const pageDeDemandes = (tx: TenantTx, campagne: string, page: number): Promise<DemandeDeReponse[]> =>
  demandes(
    tx,
    sql`d.campagne_id = ${campagne} and d.id in (select y.id from questionnaires.demande y where y.organisme_id = (select app.organisme())
      and y.campagne_id = ${campagne} order by y.repondue_le is not null, y.id limit ${parPage} offset ${(page - 1) * parPage})`,
  )

export const lireDemande = async (tx: TenantTx, id: string): Promise<DemandeDeReponse | undefined> =>
  (await demandes(tx, sql`d.id = ${id}`))[0]

/** Ce qu’on a demandé à ce stagiaire. */
export const demandesDeLInscription = async (
  tx: TenantTx,
  inscription: string,
): Promise<(DemandeDeReponse & { readonly genre: Genre })[]> => {
  const lues = await demandes(tx, sql`d.inscription_id = ${inscription}`)
  const genresDe = new Map(
    (
      await sql<{ id: string; genre: Genre }>`select id, genre from questionnaires.campagne
        where organisme_id = (select app.organisme()) and id = any (${`{${lues.map((d) => d.campagne).join(',')}}`}::uuid[])`.execute(
        tx,
      )
    ).rows.map((r) => [r.id, r.genre]),
  )
  return lues.flatMap((d) => {
    const genre = genresDe.get(d.campagne)
    return genre ? [{ ...d, genre }] : []
  })
}

/** Les recueils ouverts qui relancent. */
export const campagnesARelancer = (tx: TenantTx, jour: string): Promise<Campagne[]> =>
  lire(
    tx,
    sql`k.fermee_le is null and k.ferme_le >= ${jour} and cardinality(k.relances) > 0`,
    sql`order by k.ouverte_le, k.id limit 1000`,
  )

/** Les sessions proches, avec ce qui en est déjà envoyé : la tournée y choisit ce dont le jour est venu. */
export const sessionsProches = async (
  tx: TenantTx,
  du: string,
  au: string,
): Promise<
  readonly {
    readonly id: string
    readonly debut: DateCivile
    readonly fin: DateCivile
    readonly intitule: string
    readonly nature: string
    readonly ouverts: readonly string[]
  }[]
> =>
  (
    await sql<{
      id: string
      debut: DateCivile
      fin: DateCivile
      intitule: string
      nature: string
      ouverts: string[]
    }>`select s.id, s.intitule, s.nature, ${jourTenu('s', 'debut')}::text as debut, ${jourTenu('s', 'fin')}::text as fin,
      array(select k.genre from questionnaires.campagne k where k.organisme_id = s.organisme_id and k.session_id = s.id)::text[] as ouverts
    from sessions.session s where s.organisme_id = (select app.organisme()) and s.etat not in ${cesMots(etatsSansDate)}
      and s.premier_jour <= ${au}::date and s.dernier_jour >= ${du}::date and s.reprise_id is null
      and exists (select from inscriptions.inscription i where i.organisme_id = s.organisme_id and i.session_id = s.id and i.etat = 'inscrit')
    order by s.dernier_jour, s.id limit 2000`.execute(tx)
  ).rows

export type FinanceurDu = { readonly entreprise: string; readonly nom: string }

/** Les financeurs des sessions de ces douze mois. */
export const financeursDe = async (tx: TenantTx, du: string, au: string): Promise<FinanceurDu[]> =>
  (
    await sql<FinanceurDu>`select e.id as entreprise, e.nom from tiers.entreprise e
    where e.organisme_id = (select app.organisme()) and e.financeur_genre is not null
      and exists (select from inscriptions.financement f join inscriptions.dossier d on d.organisme_id = f.organisme_id and d.id = f.dossier_id
        join sessions.session s on s.organisme_id = d.organisme_id and s.id = d.session_id
        where f.organisme_id = e.organisme_id and f.payeur_entreprise_id = e.id and s.premier_jour <= ${au}::date and s.dernier_jour >= ${du}::date)
    order by e.pli, e.id limit 500`.execute(tx)
  ).rows

export type EvaluationOuverte = {
  readonly campagne: string
  readonly intitule: string
  readonly restent: number
}

/** Les évaluations ouvertes des sessions qu’anime ce compte. */
export const evaluationsOuvertes = async (
  tx: TenantTx,
  compte: string,
  jour: string,
): Promise<EvaluationOuverte[]> =>
  (
    await sql<EvaluationOuverte>`select k.id as campagne, s.intitule, x.n as restent
    from questionnaires.campagne k join sessions.session s on s.organisme_id = k.organisme_id and s.id = k.session_id
      cross join lateral (select count(*)::int4 as n from questionnaires.demande d where d.organisme_id = k.organisme_id and d.campagne_id = k.id
        and d.repondue_le is null) x
    where k.organisme_id = (select app.organisme()) and k.genre = 'acquis' and k.fermee_le is null and k.ferme_le >= ${jour} and x.n > 0
      and (s.formateur_id = ${compte} or exists (select from sessions.seance e join sessions.affectation a on a.organisme_id = e.organisme_id and a.seance_id = e.id
        where e.organisme_id = s.organisme_id and e.session_id = s.id and a.compte_id = ${compte}))
    order by k.ouverte_le limit 5`.execute(tx)
  ).rows
