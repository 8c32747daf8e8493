// Long parce que les lectures d’une feuille se composent des mêmes colonnes, et d’une seule règle qui dit ce que vaut une case.
import { type RawBuilder, sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import { enumerer } from '#kernel/texte.ts'
import { asZone, ZONE_PAR_DEFAUT, type Zone } from '#kernel/zones.ts'
import { statutsAvecEmployeur } from '#modules/inscriptions/index.ts'
import {
  coupees,
  fichesDeQuiAnime,
  finTenue,
  nomDeQuiAnime,
  personneTue,
  pliDeQuiAnime,
  prenomDeQuiAnime,
} from '#modules/sessions/index.ts'
import { composee, type TenantTx } from '#platform/db/index.ts'
import { estJustifiee, type MotifAbsence } from '../domain/absence.ts'
import type { Voie } from '../domain/entree.ts'
import type { Animateur, Demi, Inscrit, InvitationId, SessionId } from '../domain/ports.ts'
import type { InscriptionId, Presence, SeanceId } from '../domain/signer-demi-journee.ts'

export type LigneDemi = {
  session_id: SessionId
  numero: string
  intitule: string
  formateur: string
  formateur_id: PersonneId | null
  affectes: Animateur[]
  lieu: string
  zone: string
  activite_id: ActiviteId
  seance_id: SeanceId
  jour: DateCivile
  demi_journee: string
  debut_minutes: number
  fin_minutes: number
  avance_min: number
  close: boolean
  modalite?: Demi['modalite']
  /** Lue des pièces seulement : où la demi-journée suspendue en route s’est arrêtée. */
  fin_tenue?: number
}

const colonnesDemi = sql`s.id as session_id, s.numero, s.intitule, s.formateur, s.formateur_id,
  coalesce(se.lieu, s.lieu) as lieu, s.zone, se.activite_id,
  se.id as seance_id, se.jour, se.demi_journee, se.debut_minutes, se.fin_minutes, se.modalite,
  emargement.ouvre_avant(se.organisme_id, se.jour) as avance_min,
  exists (select from emargement.cloture c where c.organisme_id = se.organisme_id and c.seance_id = se.id) as close,
  (select coalesce(jsonb_agg(jsonb_build_object('nom', trim(${prenomDeQuiAnime} || ' ' || ${nomDeQuiAnime}), 'compte', a.compte_id,
        'sienne', c.nom is not null or coalesce(p.activite_id = se.activite_id, false) or exists (select from organisme.activite e
          where e.organisme_id = p.organisme_id and e.id = p.activite_id and e.commune))
      order by ${pliDeQuiAnime}, a.id), '[]')
    from sessions.affectation a ${fichesDeQuiAnime}
    where a.organisme_id = se.organisme_id and a.seance_id = se.id) as affectes`
const sources = sql`sessions.seance se join sessions.session s on s.organisme_id = se.organisme_id and s.id = se.session_id`

const zoneDe = (texte: string): Zone => asZone(texte) ?? ZONE_PAR_DEFAUT

/**
 * Qui a animé cette demi-journée : qui y est affecté ; à défaut d’affectation, le formateur de la session. Le formateur de
 * la session tient toutes ses feuilles, mais ne contresigne que ce qu’il a animé.
 */
const quiAnime = (l: LigneDemi): readonly Animateur[] =>
  l.affectes.length > 0
    ? l.affectes
    : [{ nom: l.formateur, compte: l.formateur_id, sienne: l.formateur !== personneTue }]
const comptesDe = (gens: readonly Animateur[]): PersonneId[] => [
  ...new Set(gens.flatMap((a) => (a.compte ? [a.compte] : []))),
]

export const enDemi = (l: LigneDemi): Demi => ({
  seance: {
    id: l.seance_id,
    date: l.jour,
    debut: l.debut_minutes,
    fin: l.fin_tenue ?? l.fin_minutes,
    zone: zoneDe(l.zone),
    avanceMin: l.avance_min,
    close: l.close,
  },
  demiJournee: l.demi_journee,
  session: {
    id: l.session_id,
    numero: l.numero,
    intitule: l.intitule,
    formateur: enumerer(quiAnime(l).map((a) => a.nom)),
    lieu: l.lieu,
  },
  ...(l.modalite ? { modalite: l.modalite } : {}),
  ...(l.fin_tenue !== undefined && l.fin_tenue < l.fin_minutes
    ? { coupeMin: l.fin_minutes - l.fin_tenue }
    : {}),
  activite: l.activite_id,
  intervenants: quiAnime(l),
  comptes: [...new Set([...(l.formateur_id ? [l.formateur_id] : []), ...comptesDe(quiAnime(l))])],
  animateurs: comptesDe(quiAnime(l)),
})

/** La demi-journée, si elle est bien de cette session et de cet organisme. */
export const lireDemi = async (
  tx: TenantTx,
  session: SessionId,
  seance: SeanceId,
): Promise<Demi | undefined> => {
  const { rows } = await sql<LigneDemi>`select ${colonnesDemi} from ${sources}
    where se.organisme_id = (select app.organisme()) and se.id = ${seance}::uuid and s.id = ${session}::uuid`.execute(
    tx,
  )
  return rows[0] && enDemi(rows[0])
}

/** Coupée par une interruption, la minute où la demi-journée s’est arrêtée, à la pendule de la salle ; rien si elle s’est tenue entière, ou pas. */
export const lireArret = async (
  tx: TenantTx,
  session: SessionId,
  seance: SeanceId,
): Promise<number | undefined> => {
  const { rows } = await sql<{ a: number }>`select k.a from ${coupees(sql`select ${session}::uuid`)} k
    where k.id = ${seance}::uuid`.execute(tx)
  return rows[0]?.a
}

/** Toutes les demi-journées d’une session, dans l’ordre. */
export const lireDemis = async (tx: TenantTx, session: SessionId): Promise<Demi[]> => {
  const { rows } = await sql<LigneDemi>`select ${colonnesDemi} from ${sources}
    where se.organisme_id = (select app.organisme()) and s.id = ${session}::uuid order by se.debut, se.id`.execute(
    tx,
  )
  return rows.map(enDemi)
}

/**
 * Celles qu’une pièce de fin d’action dit : tenues, ou sur lesquelles quelque chose fut établi avant qu’une interruption les suspende. Une
 * demi-journée suspendue où personne n’a signé n’est ni une heure prévue, ni une case à statuer, ni la fin de l’action. Suspendue en route,
 * elle s’est tenue jusque-là : la feuille, les certificats et l’avenant disent la même fin.
 */
export const lireDemisDesPieces = async (tx: TenantTx, session: SessionId): Promise<Demi[]> => {
  const { rows } =
    await sql<LigneDemi>`select ${colonnesDemi}, ${finTenue(sql`se`)} as fin_tenue from ${sources}
    where se.organisme_id = (select app.organisme()) and s.id = ${session}::uuid and (se.tenue
      or exists (select from emargement.signature x where x.organisme_id = se.organisme_id and x.seance_id = se.id)
      or exists (select from emargement.absence x where x.organisme_id = se.organisme_id and x.seance_id = se.id)
      or exists (select from emargement.rectification x where x.organisme_id = se.organisme_id and x.seance_id = se.id))
    order by se.debut, se.id`.execute(tx)
  return rows.map(enDemi)
}

type LignePersonne = {
  personne: PersonneId
  prenom: string
  nom: string
  courriel: string | null
  entreprise: string | null
}

type LigneDeCase = {
  inscription: InscriptionId
  seance: SeanceId
  etat: 'presente' | 'absente' | 'attendue'
  presente_le: Date | null
  attestee: boolean
  porte: Voie | null
  retard_min: number
  depart_min: number
  absence: MotifAbsence | null
  justifiee: boolean
  maillon: string | null
  signature: string | null
  trace: string | null
  motif: string | null
}

export type Case = Inscrit & {
  readonly seance: SeanceId
  /** L’entrée où la personne a signé ; des minutes retirées depuis ne la changent pas (`maillon` est la dernière de la case). */
  readonly signature: string | null
  readonly porte: Voie | null
  readonly justifiee: boolean
  readonly trace: string | null
  readonly motif: string | null
}

/** Une case sans le nom de personne, ni ce qui lui est privé : de quoi dire où en est une session. */
export type CaseNue = Pick<
  Case,
  'inscription' | 'seance' | 'presence' | 'regularisee' | 'minutes' | 'porte' | 'maillon' | 'signature'
>

const presenceDe = (l: Pick<LigneDeCase, 'etat' | 'presente_le'>): Presence =>
  l.etat === 'presente' && l.presente_le
    ? { etat: 'signee', signeeLe: l.presente_le }
    : l.etat === 'absente'
      ? { etat: 'absente', motif: '' }
      : { etat: 'attendue' }

/**
 * La règle d’une case, la même partout (feuille, certificat, comptes d’« Aujourd’hui ») : la dernière rectification qui
 * porte un état dit ce qu’elle vaut ; à défaut la signature, à défaut l’absence. `r`, `g`, `a` : ces trois lectures.
 */
export const etatDeCase = sql`case when r.etat is not null then r.etat when g.signee_le is not null then 'presente'
  when a.notee_le is not null then 'absente' else 'attendue' end`

/**
 * Ce qui fait une case : qui tient sa place à chaque demi-journée, qui l’a tenue jusqu’à sa fin à celles d’avant, et
 * toute demi-journée où quelque chose est établi. Qui s’est rétracté sans jamais avoir été inscrit n’en a aucune. Qui rejoint l’action en
 * cours de route n’en a pas avant le jour de son arrivée.
 */
export const faitUneCase = sql`(((i.etat = 'inscrit'
    or ((i.etat in ('abandon', 'exclu', 'force-majeure', 'absent-total')
      or (i.etat = 'retracte' and i.definitive_le is not null)) and se.debut < i.close_le))
    and (i.arrivee_le is null or se.jour >= i.arrivee_le))
  or (${etatDeCase}) <> 'attendue')`

/** La dernière rectification de chaque case de ces sessions. Rares, elles se cherchent par inscription : dix questions à l’index au lieu de cinquante. */
export const rectifications = (sessions: RawBuilder<unknown>) => sql`
  select distinct on (x.inscription_id, x.seance_id) x.inscription_id, x.seance_id, x.etat, x.presente_le, x.attestee,
    x.genre, x.porte, x.retard_min, x.depart_min, x.motif, x.maillon_id
  from inscriptions.inscription j
    join emargement.rectification x on x.organisme_id = j.organisme_id and x.inscription_id = j.id
  where j.session_id = any (${sessions}) and x.etat is not null
  order by x.inscription_id, x.seance_id, x.rang desc`

/**
 * L’employeur du jour de l’inscription, de qui en avait un d’après son statut (`aUnEmployeur`) : la fiche a pu en changer depuis.
 */
export const employeurDuStatut = sql`case when i.statut_f1 is null or i.statut_f1 = any (${[...statutsAvecEmployeur]}::text[]) then e.nom end`

export const sourcesDesCases = sql`inscriptions.inscription i
  join sessions.seance se on se.organisme_id = i.organisme_id and se.session_id = i.session_id
  left join emargement.signature g on g.organisme_id = i.organisme_id and g.inscription_id = i.id and g.seance_id = se.id
  left join emargement.absence a on a.organisme_id = i.organisme_id and a.inscription_id = i.id and a.seance_id = se.id
  left join r on r.inscription_id = i.id and r.seance_id = se.id`

const constatDe = (
  l: Pick<LigneDeCase, 'etat' | 'presente_le' | 'attestee' | 'retard_min' | 'depart_min'>,
) => ({
  presence: presenceDe(l),
  regularisee: l.etat === 'presente' && l.attestee,
  minutes: { retard: l.retard_min, depart: l.depart_min },
})

const constat = sql`${etatDeCase} as etat,
      coalesce(r.presente_le, case when r.etat is null then g.signee_le end) as presente_le,
      coalesce(r.attestee, g.regularisation, false) as attestee,
      coalesce(r.retard_min, g.retard_min, 0) as retard_min, coalesce(r.depart_min, 0) as depart_min`

/** La présence qui a remplacé la signature après une annulation : rare, elle ne se cherche que d’une case rectifiée. */
const resignee = sql`emargement.rectification x where x.organisme_id = i.organisme_id and x.inscription_id = i.id
      and x.seance_id = se.id and x.genre = 'presence' and x.etat is not null order by x.rang desc limit 1`
const signature = sql`coalesce(case when r.maillon_id is not null then (select x.maillon_id from ${resignee}) end, g.maillon_id)`

const porteEtMaillon = sql`coalesce(case when r.maillon_id is not null then (select x.porte from ${resignee}) end, g.porte) as porte,
      ${signature} as signature, coalesce(r.maillon_id, g.maillon_id, a.maillon_id) as maillon`

const casesNues = composee(
  (session: SessionId) => sql<
    Pick<LigneDeCase, 'inscription' | 'seance' | 'porte' | 'maillon' | 'signature'> &
      Parameters<typeof constatDe>[0]
  >`
    with r as materialized (${rectifications(sql`array[${session}::uuid]`)})
    select i.id as inscription, se.id as seance, ${constat}, ${porteEtMaillon}
    from ${sourcesDesCases}
    where i.session_id = ${session}::uuid and ${faitUneCase}
    order by se.debut, se.id`,
)

/** Les cases d’une session, nues, dans l’ordre des séances : la page de la session a déjà lu les noms. */
export const lireCasesNues = async (tx: TenantTx, session: SessionId): Promise<CaseNue[]> => {
  const { rows } = await casesNues(tx, session)
  return rows.map((l) => ({
    inscription: l.inscription,
    seance: l.seance,
    porte: l.porte,
    maillon: l.maillon,
    signature: l.signature,
    ...constatDe(l),
  }))
}

/** Les cases d’une session : chaque inscription par chaque demi-journée (`faitUneCase`). */
export const lireCases = async (
  tx: TenantTx,
  filtre: {
    readonly session: SessionId
    readonly seance?: SeanceId
    readonly inscription?: InscriptionId
    /** Sans les tracés ni les motifs : une page qui ne les montre pas n’a pas à les lire, deux lectures par case. */
    readonly sansPrive?: boolean
  },
): Promise<Case[]> => {
  const prive = (part: 'trace' | 'motif', maillon: RawBuilder<unknown>) =>
    filtre.sansPrive
      ? sql`null::text`
      : sql`(select v.contenu from emargement.prive v where v.organisme_id = i.organisme_id and v.part = ${part} and v.maillon_id = ${maillon})`
  const { rows } = await sql<LigneDeCase & LignePersonne>`
    with r as materialized (${rectifications(sql`array[${filtre.session}::uuid]`)})
    select i.id as inscription, p.id as personne, p.prenom, p.nom, p.courriel,
      ${employeurDuStatut} as entreprise, se.id as seance,
      ${constat},
      ${porteEtMaillon},
      case when r.etat is not null then r.motif else a.motif end as absence, coalesce(a.justifiee, false) as justifiee,
      ${prive('trace', signature)} as trace,
      ${prive('motif', sql`coalesce(r.maillon_id, g.maillon_id)`)} as motif
    from ${sourcesDesCases}
    join tiers.personne p on p.organisme_id = i.organisme_id and p.id = i.personne_id
    left join tiers.entreprise e on e.organisme_id = i.organisme_id and e.id = i.employeur_id
    where i.organisme_id = (select app.organisme()) and i.session_id = ${filtre.session}::uuid and ${faitUneCase}
      ${filtre.seance ? sql`and se.id = ${filtre.seance}::uuid` : sql``}
      ${filtre.inscription ? sql`and i.id = ${filtre.inscription}::uuid` : sql``}
    order by p.pli, i.id, se.debut, se.id`.execute(tx)
  return rows.map((l) => ({
    inscription: l.inscription,
    personne: {
      id: l.personne,
      prenom: l.prenom,
      nom: l.nom,
      courriel: l.courriel,
      entreprise: l.entreprise,
    },
    ...constatDe(l),
    absence: l.etat === 'absente' ? l.absence : null,
    maillon: l.maillon,
    signature: l.signature,
    seance: l.seance,
    porte: l.porte,
    // Une absence d’avant la liste des motifs n’a que sa marque « justifiée ».
    justifiee: l.etat === 'absente' && (l.absence ? estJustifiee(l.absence) : l.justifiee),
    trace: l.trace === null ? null : (JSON.parse(l.trace) as string),
    motif: l.motif === null ? null : ((JSON.parse(l.motif) as { motif?: string }).motif ?? null),
  }))
}

export type Contresignature = {
  readonly seance: SeanceId
  readonly par: PersonneId
  readonly le: Date
  readonly suppleance: boolean
  /** Le nom que la personne portait en signant ; nul si sa part a été effacée. */
  readonly nom: string | null
  /** Combien d’entrées de la demi-journée sont venues après elle : elle ne les a pas signées. */
  readonly apres: number
  /** Signée sans réseau : sa réception. */
  readonly recueLe: Date | null
}

/** Qui a contresigné chaque séance de la session, dans l’ordre. */
export const lireContresignatures = async (tx: TenantTx, session: SessionId): Promise<Contresignature[]> => {
  const { rows } = await sql<Omit<Contresignature, 'nom'> & { identite: string | null }>`
    select c.seance_id as seance, c.par, c.signee_le as le, c.suppleance, h.recu_le as "recueLe",
      (select count(*)::int4 from (
          select organisme_id, seance_id, maillon_id from emargement.signature
          union all select organisme_id, seance_id, maillon_id from emargement.absence
          union all select organisme_id, seance_id, maillon_id from emargement.rectification where etat is not null) x
        join emargement.maillon m on m.organisme_id = x.organisme_id and m.id = x.maillon_id
        where x.organisme_id = c.organisme_id and x.seance_id = c.seance_id and m.numero > k.numero) as apres,
      (select v.contenu from emargement.prive v where v.organisme_id = c.organisme_id and v.maillon_id = c.maillon_id
        and v.part = 'identite') as identite
    from emargement.contresignature c join sessions.seance se on se.organisme_id = c.organisme_id and se.id = c.seance_id
      join emargement.maillon k on k.organisme_id = c.organisme_id and k.id = c.maillon_id
      left join emargement.hors_ligne h on h.organisme_id = c.organisme_id and h.id = c.maillon_id
    where c.organisme_id = (select app.organisme()) and se.session_id = ${session}::uuid order by k.numero`.execute(
    tx,
  )
  return rows.map(({ identite, ...c }) => ({
    ...c,
    nom: identite === null ? null : ((JSON.parse(identite) as { nom?: string }).nom ?? null),
  }))
}

/** Les secondes signatures d’une séance, par inscription : gardées, sans effet, et dites sur la feuille. */
export const lireDoublons = async (
  tx: TenantTx,
  seance: SeanceId,
): Promise<ReadonlyMap<InscriptionId, number>> => {
  const { rows } = await sql<{ i: InscriptionId; n: number }>`select inscription_id as i, count(*)::int4 as n
    from emargement.rectification where organisme_id = (select app.organisme()) and seance_id = ${seance}::uuid
      and genre = 'doublon' group by inscription_id`.execute(tx)
  return new Map(rows.map((r) => [r.i, r.n]))
}

export type Invitation = {
  readonly id: InvitationId
  readonly session: SessionId
  readonly seance: SeanceId
  readonly inscription: InscriptionId
  readonly envois: number
  readonly envoyeeLe: Date | null
}

export const lireInvitation = async (tx: TenantTx, id: InvitationId): Promise<Invitation | undefined> => {
  const { rows } = await sql<Invitation>`select v.id, i.session_id as session, v.seance_id as seance,
      v.inscription_id as inscription, v.envois, v.envoyee_le as "envoyeeLe"
    from emargement.invitation v join inscriptions.inscription i on i.organisme_id = v.organisme_id and i.id = v.inscription_id
    where v.organisme_id = (select app.organisme()) and v.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

export const nomOrganisme = async (
  tx: TenantTx,
): Promise<{ id: string; nom: string; courriel: string; telephone: string }> => {
  const { rows } = await sql<{
    id: string
    nom: string
    courriel: string
    telephone: string
  }>`select organisme_id as id, nom, courriel, telephone from organisme.organisme
    where organisme_id = (select app.organisme())`.execute(tx)
  return rows[0] ?? { id: '', nom: '', courriel: '', telephone: '' }
}
