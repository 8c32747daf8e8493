// Long parce que les lectures d’une session se composent des mêmes colonnes, et que chaque page en demande une part.
import { type RawBuilder, sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, Id, PersonneId } from '#kernel/id.ts'
import { plier } from '#kernel/texte.ts'
import { asZone, ZONE_PAR_DEFAUT, type Zone } from '#kernel/zones.ts'
import { enTva, type RegimeTva } from '#modules/organisme/index.ts'
import type { TiersId } from '#modules/tiers/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import { composee, retenir, retenu, type TenantTx, uneFois } from '#platform/db/index.ts'
import type { PageRequest } from '#web/pagination.ts'
import { type EtatSession, etatsFermes, etatsPasCommences } from '../domain/etats.ts'
import type { ModaliteSeance } from '../domain/modalite.ts'
import type { Modalite, motNature } from '../domain/mots.ts'
import type { SalleId, SessionId } from '../domain/ou-et-qui.ts'
import type { DemiJournee } from '../domain/seance.ts'
import type { VersionDite, VersionEnVigueur } from '../domain/version.ts'
import { animeePar } from './animee-par.ts'
import { jourTenu } from './jours-tenus.ts'
import { fichesDeQuiAnime, nomDeQuiAnime, pliDeQuiAnime, prenomDeQuiAnime } from './qui-anime.ts'
export type SeanceId = Id<'Seance'>
export type Nature = keyof typeof motNature

/** Qui intervient à une demi-journée. */
export type IntervenantLu = {
  readonly personne: TiersId
  readonly prenom: string
  readonly nom: string
  /** Son compte ici, s'il en a un. */
  readonly compte: PersonneId | null
  /** Temps d'intervention. */
  readonly minutes: number
  /** La structure à qui cette intervention est sous-traitée. */
  readonly confieeA: Id<'Entreprise'> | null
}

/** Une demi-journée à la pendule de la salle (`debutMinutes`), et en instants. */
export type SeanceLue = {
  readonly id: SeanceId
  readonly jour: DateCivile
  readonly demiJournee: DemiJournee
  readonly debutMinutes: number
  readonly finMinutes: number
  readonly debut: Date
  readonly fin: Date
  readonly motifJour: string | null
  /** Où elle s'est tenue, si la session a changé de lieu depuis ; nul : le lieu de la session. */
  readonly lieu: string | null
  /** Dite d’une session mixte seulement ; nulle : celle de la session (`modaliteDe`). */
  readonly modalite: ModaliteSeance | null
  /** Faux : annulée, reportée ou interrompue, elle ne retient ni salle ni intervenant. */
  readonly tenue: boolean
  /** Suspendue en route, quelqu’un y ayant émargé : la minute où elle s’est arrêtée, à la pendule de la salle. */
  readonly arreteeA?: number
  /** Le membre du groupement qui l'assure ; absent : notre organisme. */
  readonly cotraitant?: { readonly id: Id<'Entreprise'>; readonly nom: string } | null
  /** `places` nul : personne n’a dit combien elle en tient. */
  readonly salles: readonly { readonly id: SalleId; readonly nom: string; readonly places: number | null }[]
  /** Plusieurs en co-animation ; par nom. */
  readonly intervenants: readonly IntervenantLu[]
}

/** Tout ce qu'une feuille, un certificat ou une page disent d'une session. */
export type SessionLue = {
  readonly id: SessionId
  readonly numero: string
  readonly activite: ActiviteId
  readonly enseigne: string
  readonly offre: Id<'Offre'>
  /** Celui de la version suivie. */
  readonly intitule: string
  readonly nature: Nature
  readonly etat: EtatSession
  readonly zone: Zone
  readonly lieu: string
  /** Elle s’annonce au public. */
  readonly annoncee: boolean
  readonly etablissement: Id<'Etablissement'> | null
  readonly formateur: string
  /** Le compte du formateur, s'il en a un ici : la session est alors « sienne ». */
  readonly formateurId: PersonneId | null
  readonly capacite: number | null
  readonly motif: string | null
  readonly creeLe: Date
  readonly offreAdoptee: boolean
  /** La version de l'offre, celle de la planification ou une plus récente (`suivreVersion`) ; nulle pour une session d'avant les versions. */
  readonly version: Id<'Version'> | null
  readonly versionSuivie: VersionDite | null
  /** Celle dont on planifierait aujourd'hui ; nulle : l'offre n'en a pas, n'est plus proposée, ou la session a commencé. */
  readonly versionEnVigueur: VersionEnVigueur | null
  /** L'instant où elle a suivi la sienne, quand ce n'est plus celle de sa planification : ce qui fut émis avant dit l'autre. */
  readonly versionDepuis: Date | null
  readonly action: Id<'Action'> | null
  /** Entrée d’un fichier, hors planification ; nulle : planifiée ici. */
  readonly reprise: string | null
  readonly modalite: Modalite
  readonly lienConnexion: string | null
  /** Taxe comprise, par stagiaire ; nul : non posé. */
  readonly prixCentimes: number | null
  readonly effectifMin: number | null
  /** Pourquoi l'on a confirmé sous l'effectif minimal. */
  readonly effectifMotif: string | null
  /** Le classement BPF de la version suivie, sinon de l'offre d'aujourd'hui. */
  readonly objectifF3: string | null
  readonly niveauF3: string | null
  readonly nsf: string | null
  /** La durée que promet l'offre, dans la version suivie ; nulle : non écrite. */
  readonly minutesOffre: number | null
  /** Le régime de TVA de l'organisme : comment le prix s'écrit. */
  readonly tva: RegimeTva
  /** Avance à chaque changement : un formulaire périmé s'y reconnaît. */
  readonly revision: number
  /** Bords et durée ; nuls sans séance. */
  readonly debut: DateCivile | null
  readonly fin: DateCivile | null
  readonly minutes: number
  /** Dans l'ordre. */
  readonly seances: readonly SeanceLue[]
}

const seancesOu = (condition: RawBuilder<unknown>) =>
  sql<SeanceLue>`select x.id, x.jour, x.demi_journee as "demiJournee", x.debut_minutes as "debutMinutes",
      x.fin_minutes as "finMinutes", x.debut, x.fin, x.motif_jour as "motifJour", x.lieu, x.modalite, x.tenue,
      (select jsonb_build_object('id', e.id, 'nom', e.nom) from tiers.entreprise e
        where e.organisme_id = x.organisme_id and e.id = x.cotraitant_id) as cotraitant,
      (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'nom', s.nom, 'places', s.places) order by s.pli, s.id), '[]')
        from sessions.seance_salle l join sessions.salle s on s.organisme_id = l.organisme_id and s.id = l.salle_id
        where l.organisme_id = x.organisme_id and l.seance_id = x.id) as salles,
      (select coalesce(jsonb_agg(jsonb_build_object('personne', a.personne_id, 'prenom', ${prenomDeQuiAnime},
          'nom', ${nomDeQuiAnime}, 'compte', a.compte_id, 'minutes', a.minutes, 'confieeA', a.confiee_a_id)
          order by ${pliDeQuiAnime}, a.personne_id), '[]')
        from sessions.affectation a ${fichesDeQuiAnime}
        where a.organisme_id = x.organisme_id and a.seance_id = x.id) as intervenants
      from sessions.seance x where ${condition} order by x.debut, x.id`
const seancesDe = composee((session: SessionId) => seancesOu(sql`x.session_id = ${session}`))

/**
 * La minute où ce qui s’est tenu d’une demi-journée `x` finit : la sienne ; suspendue en route, celle où l’action s’est arrêtée : dite au
 * geste qui l’a suspendue (`arret`), sinon l’instant de ce geste. Le journal, en ajout seul, est le seul à la garder.
 */
export const finTenue = (
  x: RawBuilder<unknown>,
) => sql<number>`case when ${x}.tenue then ${x}.fin_minutes else coalesce((
  select ${x}.debut_minutes + greatest(1, floor(extract(epoch from max(h.le) - ${x}.debut) / 60))::int4
    from journal.geste g cross join lateral (select coalesce((g.details ->> 'arret')::timestamptz, g.fait_le) as le) h
    where g.organisme_id = ${x}.organisme_id and g.objet_id = ${x}.session_id and g.module = 'sessions'
      and g.geste in ('interrompre-session', 'reporter-session', 'annuler-session')
      and h.le > ${x}.debut and h.le < ${x}.fin
    -- Aucun geste pendant elle : « greatest » tairait l’absence, et dirait une minute.
    having max(h.le) is not null), ${x}.fin_minutes) end`

/**
 * Les demi-journées coupées des sessions `sessions` (une requête d’identifiants) : suspendues en route et émargées, avec la minute `a` où
 * chacune s’est arrêtée. Rares : l’index `seance_suspendue` les trouve, et chaque session n’est lue qu’une fois.
 */
export const coupees = (sessions: RawBuilder<unknown>) => sql`(select y.id, y.a
  from (select x.id, x.fin_minutes as fin, ${finTenue(sql`x`)} as a
    from (select distinct session_id from sessions.seance where not tenue and session_id in (${sessions})) q
      cross join lateral unnest(porte.seances_figees(q.session_id)) f(id) join sessions.seance x on x.id = f.id and not x.tenue) y
  where y.a < y.fin)`

/** Celles d’une session, avec la minute où chacune s’est arrêtée. */
const arretees = async (tx: TenantTx, session: SessionId): Promise<ReadonlyMap<SeanceId, number>> =>
  new Map(
    (
      await sql<{
        id: SeanceId
        a: number
      }>`select y.id, y.a from ${coupees(sql`select ${session}::uuid`)} y`.execute(tx)
    ).rows.map((r) => [r.id, r.a]),
  )

/** Les séances d'une session, dans l'ordre. */
export const listerSeances = async (tx: TenantTx, session: SessionId): Promise<SeanceLue[]> => {
  const lues = (await seancesDe(tx, session)).rows
  if (lues.every((x) => x.tenue)) return lues
  const a = await arretees(tx, session)
  return lues.map((x) => {
    const arreteeA = a.get(x.id)
    return arreteeA === undefined ? x : { ...x, arreteeA }
  })
}

/** Une séance de cette session ; rien si elle est d'une autre, ou d'un autre organisme. */
export const lireSeance = async (
  tx: TenantTx,
  session: SessionId,
  seance: SeanceId,
): Promise<SeanceLue | undefined> =>
  (await seancesOu(sql`x.session_id = ${session} and x.id = ${seance}`).execute(tx)).rows[0]

/** Ce qu'une version écrit de sa part à distance, que les inscriptions jugent ; sur place, son contenu ne se lit pas. */
const distanceDe = sql`case when s.modalite <> 'presentiel' then jsonb_build_object('foadActivites', coalesce(w.contenu ->> 'foadActivites', ''),
  'foadDuree', coalesce(w.contenu ->> 'foadDuree', ''), 'foadAssistance', coalesce(w.contenu ->> 'foadAssistance', ''),
  'evaluation', coalesce(w.contenu ->> 'evaluation', '')) end`

/** La version `w` de l'offre `o` se propose : son offre est adoptée, ou rouverte, c'est elle qui est en ligne. */
const seProposent = sql`(o.etat = 'adoptee' or exists (select from catalogue.fiche f where f.organisme_id = w.organisme_id
  and f.version_id = w.id and f.retiree_le is null))`

const ligneDe = composee(
  (id: SessionId) => sql<
    Omit<SessionLue, 'debut' | 'fin' | 'minutes' | 'seances' | 'zone' | 'tva'> & {
      zone: string
      maison: Parameters<typeof enTva>[0]
    }
  >`
    select s.id, s.numero, s.activite_id as activite, a.nom as enseigne, s.offre_id as offre, s.intitule, s.nature,
      s.etat, s.zone, s.lieu, s.etablissement_id as etablissement, s.formateur, s.formateur_id as "formateurId",
      s.capacite, s.motif, s.cree_le as "creeLe", coalesce(o.etat = 'adoptee', false) as "offreAdoptee",
      s.annoncee_le is not null as annoncee, s.version_id as version, s.version_depuis as "versionDepuis", case when v.id is not null then jsonb_build_object('id', v.id, 'numero', v.numero) end as "versionSuivie",
      case when s.etat in ${cesMots(etatsPasCommences)} then
        (select jsonb_build_object('id', w.id, 'numero', w.numero, 'distance', ${distanceDe}) from catalogue.version w where w.organisme_id = o.organisme_id and w.offre_id = o.id
          and o.etat <> 'retiree' and ${seProposent} order by w.numero desc limit 1) end as "versionEnVigueur", s.action_id as action, s.reprise_id as reprise, s.modalite, s.lien_connexion as "lienConnexion",
      s.prix_centimes as "prixCentimes", s.effectif_min as "effectifMin", s.effectif_motif as "effectifMotif", s.revision,
      coalesce(v.objectif_f3, o.objectif_f3) as "objectifF3", coalesce(v.niveau_f3, o.niveau_f3) as "niveauF3",
      coalesce(v.nsf, substring(o.codes_nsf[1] from '^[0-9]{3}')) as nsf,
      case when v.id is null then o.duree_minutes else v.duree_minutes end as "minutesOffre",
      jsonb_build_object('regime_tva', m.regime_tva, 'tva_demande_recue_le', m.tva_demande_recue_le,
        'tva_reference', m.tva_reference) as maison
    from sessions.session s
      join organisme.activite a on a.organisme_id = s.organisme_id and a.id = s.activite_id
      join organisme.organisme m on m.organisme_id = s.organisme_id
      left join catalogue.offre o on o.organisme_id = s.organisme_id and o.id = s.offre_id
      left join catalogue.version v on v.organisme_id = s.organisme_id and v.id = s.version_id
    where s.id = ${id}`,
)

/** Rien si l'identifiant n'est pas d'ici. `verrouiller` : la ligne est tenue jusqu'à la fin de la transaction. */
export const lireSession = async (
  tx: TenantTx,
  id: SessionId,
  { verrouiller = false } = {},
): Promise<SessionLue | undefined> => {
  // Le verrou d'abord, seul : la lecture qui suit voit alors ce que le précédent tenant du verrou a validé.
  if (verrouiller) await sql`select 1 from sessions.session where id = ${id} for no key update`.execute(tx)
  const [{ rows }, suite] = await Promise.all([ligneDe(tx, id), listerSeances(tx, id)])
  if (!rows[0]) return undefined
  const { maison, ...ligne } = rows[0]
  return {
    ...ligne,
    tva: enTva(maison),
    zone: asZone(ligne.zone) ?? ZONE_PAR_DEFAUT,
    debut: suite[0]?.jour ?? null,
    fin: suite.at(-1)?.jour ?? null,
    minutes: suite.reduce((t, s) => t + s.finMinutes - s.debutMinutes, 0),
    seances: suite,
  }
}

/** La même, lue une fois par transaction : pour montrer, jamais pour relire après avoir écrit. */
export const sessionUneFois = uneFois((tx, id) => lireSession(tx, id as SessionId))

export type SessionListee = {
  readonly id: SessionId
  readonly numero: string
  readonly intitule: string
  readonly etat: EtatSession
  readonly modalite: Modalite
  readonly formateur: string
  readonly lieu: string
  readonly capacite: number | null
  /** Le premier jour posé, qui range la liste. */
  readonly debut: DateCivile
  /** Le premier et le dernier jour de ce qui se tient : ceux que l’on montre. */
  readonly debutTenu: DateCivile
  readonly fin: DateCivile
}

export type FiltreSessions = {
  /** Replié ici : accents et casse indifférents. */
  readonly q?: string | undefined
  readonly etat?: EtatSession | undefined
  readonly modalite?: Modalite | undefined
  /** Seulement celles qui finissent ce jour ou après ; qui commencent ce jour ou avant. */
  readonly du?: DateCivile | undefined
  readonly au?: DateCivile | undefined
  /** Seulement celles qu'anime ce compte, seul ou avec d'autres. */
  readonly formateurId?: PersonneId | undefined
}

/** De la plus tardive à la plus ancienne ; une ligne de plus que `taille` s'il en reste. */
export const listerSessions = async (
  tx: TenantTx,
  { q = '', etat, modalite, du, au, formateurId }: FiltreSessions,
  { sens, cle }: PageRequest,
  taille: number,
): Promise<SessionListee[]> => {
  const [jour, id] = [cle?.[0], cle?.[1]]
  const depuis = typeof jour === 'string' && typeof id === 'string' ? [jour, id] : undefined
  // Chaque mot, où qu'il soit : « okafor anglais » trouve l'anglais de Tom Okafor. Dans l'ordre de l'index
  // session_liste : une page coûte une page, quel que soit le nombre de sessions.
  const mots = plier(q).split(' ').filter(Boolean).slice(0, 8)
  const { rows } = await sql<SessionListee>`
    select s.id, s.numero, s.intitule, s.etat, s.modalite, s.formateur, s.lieu, s.capacite,
      s.premier_jour as debut, ${jourTenu('s', 'debut')} as "debutTenu", ${jourTenu('s', 'fin')} as fin
    from sessions.session s
    where ${etat === undefined ? sql`true` : sql`s.etat = ${etat}`}
      and ${modalite === undefined ? sql`true` : sql`s.modalite = ${modalite}`}
      and ${formateurId === undefined ? sql`true` : animeePar('s', formateurId)}
      and ${
        mots.length === 0
          ? sql`true`
          : sql.join(
              mots.map((m) => sql`strpos(s.pli, ${m}) > 0`),
              sql` and `,
            )
      }
      and ${depuis ? sql`(s.premier_jour, s.id) ${sens === 'avant' ? sql`>` : sql`<`} (${depuis[0]}::date, ${depuis[1]}::uuid)` : sql`true`}
      and ${du === undefined ? sql`true` : sql`s.dernier_jour >= ${du}::date and ${jourTenu('s', 'fin')} >= ${du}::date`} and ${au === undefined ? sql`true` : sql`s.premier_jour <= ${au}::date`}
    order by ${sens === 'avant' ? sql`s.premier_jour, s.id` : sql`s.premier_jour desc, s.id desc`} limit ${taille + 1}`.execute(
    tx,
  )
  return rows
}

/** Celles que suit qui regarde ce jour, tant par part de la liste ; `formateurId` : seulement celles qu’anime ce compte. */
type ASuivre = {
  readonly jour: DateCivile
  readonly parPart: number
  readonly formateurId?: PersonneId | undefined
}

/**
 * Celles que quelqu’un suit encore : ni closes, ni archivées, ni annulées. D’abord celles qui finissent ce jour ou après, la plus proche
 * d’abord ; puis celles qui sont passées, la plus récente d’abord.
 *
 * Retient aussi, le temps de la transaction, de quelles sessions la liste montrera une ligne : ce qui les entoure se demande alors dans le
 * même envoi, par `suiviesRetenues`. Il peut y en avoir de plus que de lignes, jamais de moins (`phaseDe`). Ce ne sont que des identifiants,
 * que le mur filtre comme tout autre.
 */
export const sessionsASuivre = async (
  tx: TenantTx,
  { jour, parPart, formateurId }: ASuivre,
): Promise<SessionListee[]> => {
  const branche = (
    vient: boolean,
    ordre: RawBuilder<unknown>,
  ) => sql`(select s.organisme_id, s.id, s.numero, s.intitule, s.etat, s.modalite,
        s.formateur, s.lieu, s.capacite, s.premier_jour, s.dernier_jour, ${vient ? sql`true` : sql`false`} as vient, row_number() over (${ordre}) as rang
      from sessions.session s
      where s.etat not in ${cesMots(etatsFermes)} and s.dernier_jour ${vient ? sql`>=` : sql`<`} ${jour}::date
        and ${formateurId === undefined ? sql`true` : animeePar('s', formateurId)} ${ordre} limit ${2 * parPart})`
  const { rows } = await sql<
    Omit<SessionListee, 'id'> & { readonly id: SessionId | null }
  >`with q as materialized (
      ${branche(true, sql`order by s.premier_jour, s.id`)} union all ${branche(false, sql`order by s.premier_jour desc, s.id desc`)}),
    m as (select coalesce(array_agg(q.id) filter (where q.etat = 'reportee' or q.vient and q.etat <> 'terminee'), '{}') as a_tenir,
        (array_agg(q.id order by q.rang) filter (where q.vient and q.etat = 'terminee'))[:${parPart}]
          || (array_agg(q.id order by q.rang) filter (where not q.vient and q.etat <> 'reportee'))[:${parPart}] as a_finir from q),
    r as (select ${retenir('suivies', sql`(m.a_tenir || m.a_finir)::text`)}, ${retenir('a_tenir', sql`m.a_tenir::text`)} from m)
    select q.id, q.numero, q.intitule, q.etat, q.modalite, q.formateur, q.lieu, q.capacite, q.premier_jour as debut,
      ${jourTenu('q', 'debut')} as "debutTenu", ${jourTenu('q', 'fin')} as fin
    from r left join q on true order by q.vient desc, q.rang`.execute(tx)
  // Aucune session : la ligne qui retient reste seule.
  return rows.flatMap(({ id, ...s }) => (id === null ? [] : { ...s, id }))
}

/** De quoi lire des sessions sans les connaître : leurs identifiants, en tableau, à nommer dans une instruction. */
export type DesSessions = RawBuilder<readonly SessionId[]>

/**
 * Ces sessions retenues, en tableau ; `a_tenir` : sans celles qui n’ont plus qu’à se finir. Le texte se lit en tableau dans la sous-question :
 * au dehors, il se relirait à chaque ligne.
 */
export const suiviesRetenues = (lesquelles: 'suivies' | 'a_tenir'): DesSessions =>
  sql`(select ${retenu(lesquelles)}::uuid[])::uuid[]`

export type OffreAPlanifier = {
  readonly id: Id<'Offre'>
  readonly activite: ActiviteId
  readonly intitule: string
  readonly nature: Nature
  readonly minutes: number | null
  readonly enseigne: string
  readonly modalite: Modalite | null
  readonly prixCentimes: number | null
  /** Les titres et qualités que l’offre annonce. */
  readonly formateurs: string
  /** La dernière version figée : celle que la session promet. */
  readonly version: Id<'Version'> | null
  /** Son numéro dans le fichier LHEO d'où elle vient, et son code RNCP ou RS : ce qu'un tableau peut écrire au lieu du titre. */
  readonly numeroSource: string | null
  readonly codeRncp: string | null
}

/**
 * Ce dont on planifie une session, par intitulé : une offre adoptée, dans sa dernière version ; une offre rouverte pour en
 * préparer une autre, dans celle qui est en ligne. Le brouillon, lui, n'est promis à personne.
 */
export const offresAPlanifier = async (tx: TenantTx, id?: Id<'Offre'>): Promise<OffreAPlanifier[]> =>
  (
    await sql<OffreAPlanifier>`select o.id, o.activite_id as activite, a.nom as enseigne, v.id as version,
        coalesce(v.intitule, o.intitule) as intitule, coalesce(v.nature, o.nature) as nature,
        case when v.id is null then o.duree_minutes else v.duree_minutes end as minutes,
        case when v.id is null then o.modalite else v.modalite end as modalite,
        case when v.id is null then o.prix_centimes else v.prix_centimes end as "prixCentimes",
        coalesce(case when v.id is null then o.rubriques else v.contenu end ->> 'formateurs', '') as formateurs,
        o.numero_source as "numeroSource", o.code_rncp as "codeRncp"
      from catalogue.offre o join organisme.activite a on a.organisme_id = o.organisme_id and a.id = o.activite_id
        left join lateral (select w.id, w.intitule, w.nature, w.duree_minutes, w.modalite, w.prix_centimes, w.contenu
          from catalogue.version w where w.organisme_id = o.organisme_id and w.offre_id = o.id
            and ${seProposent}
          order by w.numero desc limit 1) v on true
      where (o.etat = 'adoptee' or (o.etat = 'brouillon' and v.id is not null)) and ${id === undefined ? sql`true` : sql`o.id = ${id}`}
      order by coalesce(v.intitule, o.intitule), o.id limit 500`.execute(tx)
  ).rows

/** Le numéro de ces sessions, pour une phrase du journal. */
export const nommerSessions = async (tx: TenantTx, ids: readonly string[]): Promise<Map<string, string>> => {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; numero: string }>`
    select id, numero from sessions.session where id = any (${`{${ids.join(',')}}`}::uuid[])`.execute(tx)
  return new Map(rows.map((l) => [l.id, l.numero]))
}

export type ObstacleDAnnonce = 'non-publiee' | 'echue' | 'identite'
export type Annonce = {
  readonly id: SessionId
  readonly activite: ActiviteId
  readonly numero: string
  readonly intitule: string
  readonly offre: Id<'Offre'>
  readonly lieu: string
  readonly du: DateCivile
  readonly au: DateCivile
  /** Depuis quand elle se montre au public ; nulle : non. */
  readonly annoncee: Date | null
  /** Pourquoi le public ne la voit pas, annoncée ou non ; nul : rien ne s’y oppose. */
  readonly obstacle: ObstacleDAnnonce | null
}

/** Ce que le public verrait de cette session, et s’il le voit. */
export const annonceDe = async (
  tx: TenantTx,
  id: SessionId,
  jour: DateCivile,
  { verrouiller = false } = {},
): Promise<Annonce | undefined> => {
  if (verrouiller) await sql`select 1 from sessions.session where id = ${id} for no key update`.execute(tx)
  return (
    await sql<Annonce>`select s.id, s.activite_id as activite, s.numero, s.intitule, s.offre_id as offre, s.lieu, s.premier_jour as du,
        s.dernier_jour as au, s.annoncee_le as annoncee,
        porte.obstacle_d_annonce(s.organisme_id, s.offre_id, ${jour}::date) as obstacle
      from sessions.session s where s.id = ${id}`.execute(tx)
  ).rows[0]
}
