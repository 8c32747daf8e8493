import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import type { ActiviteId, Id, OrganismeId, PersonneId } from '#kernel/id.ts'
import { plier } from '#kernel/texte.ts'
import type { Zone } from '#kernel/zones.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'
import type { SeanceId } from '../db/sessions.queries.ts'
import type { EtatSession } from '../domain/etats.ts'
import type { SessionId } from '../domain/ou-et-qui.ts'
import { demiJourneeDe, instants } from '../domain/seance.ts'

type Chez = { readonly organisme: OrganismeId; readonly activite: ActiviteId }

/** Une offre adoptée, le moins qu'il faut pour planifier. */
export const poserOffre = async (
  tx: MaintenanceTx,
  { organisme, activite }: Chez,
  intitule = 'Anglais professionnel',
): Promise<Id<'Offre'>> => {
  const id = newId<'Offre'>()
  await sql`insert into catalogue.offre (organisme_id, id, activite_id, etat, intitule, nature, prix_centimes, adoptee_le, cree_le, modifiee_le)
    values (${organisme}, ${id}, ${activite}, 'adoptee', ${intitule}, 'formation', 140000, now(), now(), now())`.execute(
    tx,
  )
  return id
}

const jour = (texte: string): DateCivile => {
  const lu = dateCivile(texte)
  if (!lu) throw new Error(`${texte} n’est pas une date`)
  return lu
}

export type SessionVoulue = Chez & {
  readonly offre: Id<'Offre'>
  readonly intitule?: string
  readonly etat?: EtatSession
  readonly zone?: Zone
  readonly capacite?: number
  readonly formateur?: string
  readonly formateurId?: PersonneId
  /** Jour, début et fin en minutes. */
  readonly seances?: readonly (readonly [jour: string, debut: number, fin: number])[]
}

/** Une session toute faite, sous la maintenance, qui prend son numéro au compteur comme les autres. */
export const poserSession = async (
  tx: MaintenanceTx,
  s: SessionVoulue,
): Promise<{ session: SessionId; seances: SeanceId[] }> => {
  const session = newId<'Session'>()
  const zone = s.zone ?? 'Europe/Paris'
  const { rows } = await sql<{ dernier: number }>`insert into sessions.compteur (organisme_id, annee, dernier)
    values (${s.organisme}, 2026, 1) on conflict (organisme_id, annee) do update set dernier = sessions.compteur.dernier + 1
    returning dernier`.execute(tx)
  const numero = `S-2026-${String(rows[0]?.dernier ?? 1).padStart(3, '0')}`
  const etat = s.etat ?? 'ouverte'
  await sql`insert into sessions.session (organisme_id, id, activite_id, numero, offre_id, intitule, nature, etat, zone, lieu,
      formateur, formateur_id, capacite, motif, sel, cree_le, prix_centimes, pli)
    values (${s.organisme}, ${session}, ${s.activite}, ${numero}, ${s.offre}, ${s.intitule ?? 'Anglais professionnel'},
      'formation', ${etat}, ${zone}, 'Salle Duras, Montreuil', ${s.formateur ?? 'Tom Okafor'}, ${s.formateurId ?? null},
      ${s.capacite ?? 12}, ${['annulee', 'reportee', 'interrompue'].includes(etat) ? 'motif d’essai' : null}, ${randomBytes(32)}, '2026-10-20T08:00:00Z',
      140000, ${plier(`${s.intitule ?? 'Anglais professionnel'} ${numero} ${s.formateur ?? 'Tom Okafor'} Montreuil`)})`.execute(
    tx,
  )
  const seances: SeanceId[] = []
  for (const [texte, debut, fin] of s.seances ?? [['2026-11-24', 540, 750]]) {
    const creneau = { date: jour(texte), debut, fin, zone }
    const vrai = instants(creneau)
    const id = newId<'Seance'>()
    seances.push(id)
    await sql`insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes,
        fin_minutes, debut, fin)
      values (${s.organisme}, ${id}, ${s.activite}, ${session}, ${texte}, ${demiJourneeDe(creneau)}, ${debut}, ${fin},
        ${vrai.debut}, ${vrai.fin})`.execute(tx)
  }
  return { session, seances }
}

/** Qui anime ces demi-journées, avec ses titres : ce qu’une pièce exige de dire. Rend sa fiche. */
export const poserIntervenant = async (
  tx: MaintenanceTx,
  { organisme, activite }: Chez,
  seances: readonly SeanceId[],
  // `chez` : l’enseigne de la fiche, si ce n’est celle des séances.
  { prenom = 'Tom', nom = 'Okafor', titres = 'Master d’anglais, CELTA', chez = activite } = {},
): Promise<string> => {
  const fiche = newId()
  await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
    values (${organisme}, ${fiche}, ${chez}, ${prenom}, ${nom}, ${plier(`${nom} ${prenom}`)}, now())`.execute(
    tx,
  )
  await sql`insert into tiers.intervenant (organisme_id, activite_id, personne_id, titres, cree_le)
    values (${organisme}, ${chez}, ${fiche}, ${titres}, now())`.execute(tx)
  for (const seance of seances)
    await sql`insert into sessions.affectation (organisme_id, id, activite_id, seance_id, personne_id, minutes, cle)
      values (${organisme}, ${newId()}, ${activite}, ${seance}, ${fiche}, 210, ${fiche})`.execute(tx)
  return fiche
}
