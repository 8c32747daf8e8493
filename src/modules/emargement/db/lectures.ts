import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import { asZone, ZONE_PAR_DEFAUT, type Zone } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { InscriptionId, Presence, SeanceId } from '../domain/signer-demi-journee.ts'
import type { Demi, Inscrit, InvitationId, SessionId } from '../usecases/ports.ts'

type LigneDemi = {
  session_id: SessionId
  numero: string
  intitule: string
  formateur: string
  lieu: string
  zone: string
  activite_id: ActiviteId
  seance_id: SeanceId
  jour: DateCivile
  demi_journee: string
  debut_minutes: number
  fin_minutes: number
  close: boolean
}

const colonnesDemi = sql`s.id as session_id, s.numero, s.intitule, s.formateur, s.lieu, s.zone, se.activite_id,
  se.id as seance_id, se.jour, se.demi_journee, se.debut_minutes, se.fin_minutes,
  exists (select from emargement.cloture c where c.organisme_id = se.organisme_id and c.seance_id = se.id) as close`
const sources = sql`sessions.seance se join sessions.session s on s.organisme_id = se.organisme_id and s.id = se.session_id`

const zoneDe = (texte: string): Zone => asZone(texte) ?? ZONE_PAR_DEFAUT

const enDemi = (l: LigneDemi): Demi => ({
  seance: {
    id: l.seance_id,
    date: l.jour,
    debut: l.debut_minutes,
    fin: l.fin_minutes,
    zone: zoneDe(l.zone),
    close: l.close,
  },
  demiJournee: l.demi_journee,
  session: {
    id: l.session_id,
    numero: l.numero,
    intitule: l.intitule,
    formateur: l.formateur,
    lieu: l.lieu,
  },
  activite: l.activite_id,
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

/** Toutes les demi-journées d’une session, dans l’ordre. */
export const lireDemis = async (tx: TenantTx, session: SessionId): Promise<Demi[]> => {
  const { rows } = await sql<LigneDemi>`select ${colonnesDemi} from ${sources}
    where se.organisme_id = (select app.organisme()) and s.id = ${session}::uuid order by se.debut, se.id`.execute(
    tx,
  )
  return rows.map(enDemi)
}

type LigneInscrit = {
  inscription: InscriptionId
  personne: PersonneId
  prenom: string
  nom: string
  courriel: string | null
  entreprise: string | null
  signee_le: Date | null
  regularisation: boolean | null
  notee_le: Date | null
  seance: SeanceId
  retard_min: number | null
  justifiee: boolean | null
  trace: string | null
  motif: string | null
}

const presenceDe = (l: Pick<LigneInscrit, 'signee_le' | 'notee_le'>): Presence =>
  l.signee_le
    ? { etat: 'signee', signeeLe: l.signee_le }
    : l.notee_le
      ? { etat: 'absente', motif: '' }
      : { etat: 'attendue' }

export type Case = Inscrit & {
  readonly seance: SeanceId
  readonly retardMin: number
  readonly justifiee: boolean
  readonly trace: string | null
  readonly motif: string | null
}

/**
 * Les cases d’une session : chaque inscription par chaque demi-journée. Une inscription annulée n’attend rien ; elle ne
 * garde que les cases où elle a laissé une trace.
 */
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
  const prive = (part: 'trace' | 'motif') =>
    filtre.sansPrive
      ? sql`null::text`
      : sql`(select v.contenu from emargement.prive v where v.organisme_id = g.organisme_id and v.maillon_id = g.maillon_id and v.part = ${sql.val(part)})`
  const { rows } = await sql<LigneInscrit>`
    select i.id as inscription, p.id as personne, p.prenom, p.nom, p.courriel, e.nom as entreprise, se.id as seance,
      g.signee_le, g.regularisation, g.retard_min, a.notee_le, a.justifiee,
      ${prive('trace')} as trace, ${prive('motif')} as motif
    from inscriptions.inscription i
    join tiers.personne p on p.organisme_id = i.organisme_id and p.id = i.personne_id
    left join tiers.entreprise e on e.organisme_id = p.organisme_id and e.id = p.entreprise_id
    join sessions.seance se on se.organisme_id = i.organisme_id and se.session_id = i.session_id
    left join emargement.signature g on g.organisme_id = i.organisme_id and g.inscription_id = i.id and g.seance_id = se.id
    left join emargement.absence a on a.organisme_id = i.organisme_id and a.inscription_id = i.id and a.seance_id = se.id
    where i.organisme_id = (select app.organisme()) and i.session_id = ${filtre.session}::uuid
      and (i.etat = 'inscrit' or (i.etat = 'abandon' and se.debut < i.close_le) or g.signee_le is not null or a.notee_le is not null)
      ${filtre.seance ? sql`and se.id = ${filtre.seance}::uuid` : sql``}
      ${filtre.inscription ? sql`and i.id = ${filtre.inscription}::uuid` : sql``}
    order by p.nom collate "fr-x-icu", p.prenom collate "fr-x-icu", i.id, se.debut, se.id`.execute(tx)
  return rows.map((l) => ({
    inscription: l.inscription,
    personne: {
      id: l.personne,
      prenom: l.prenom,
      nom: l.nom,
      courriel: l.courriel,
      entreprise: l.entreprise,
    },
    presence: presenceDe(l),
    regularisee: l.regularisation ?? false,
    seance: l.seance,
    retardMin: l.retard_min ?? 0,
    justifiee: l.justifiee ?? false,
    trace: l.trace === null ? null : (JSON.parse(l.trace) as string),
    motif: l.motif === null ? null : (JSON.parse(l.motif) as { motif: string }).motif,
  }))
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

export const nomOrganisme = async (tx: TenantTx): Promise<{ nom: string; courriel: string }> => {
  const { rows } = await sql<{ nom: string; courriel: string }>`select nom, courriel from organisme.organisme
    where organisme_id = (select app.organisme())`.execute(tx)
  return rows[0] ?? { nom: '', courriel: '' }
}
