import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, Id, PersonneId } from '#kernel/id.ts'
import type { Zone } from '#kernel/zones.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { EtatSession } from '../domain/etats.ts'
import type { DemiJournee } from '../domain/seance.ts'
import type { Nature, SessionId } from './sessions.queries.ts'

export type SessionNeuve = {
  readonly id: SessionId
  readonly activite: ActiviteId
  readonly offre: Id<'Offre'>
  readonly intitule: string
  readonly nature: Nature
  readonly zone: Zone
  readonly lieu: string
  readonly etablissement: Id<'Etablissement'> | null
  readonly formateur: string
  readonly formateurId: PersonneId | null
  readonly capacite: number
  readonly sel: Buffer
  readonly seances: readonly {
    readonly jour: DateCivile
    readonly demiJournee: DemiJournee
    readonly debutMinutes: number
    readonly finMinutes: number
    readonly debut: Date
    readonly fin: Date
    readonly motifJour: string | null
  }[]
}

/**
 * Tient le compteur de l'année jusqu'à la fin de la transaction et rend son dernier rang. À prendre avant toute
 * lecture : deux planifications s'attendent, la seconde voit donc la première (numéro, salle et formateur pris).
 */
export const tenirCompteur = async (tx: TenantTx, annee: number): Promise<number> => {
  await sql`insert into sessions.compteur (annee, dernier) values (${annee}, 0)
    on conflict (organisme_id, annee) do nothing`.execute(tx)
  const { rows } = await sql<{ dernier: number }>`
    select dernier from sessions.compteur where annee = ${annee} for no key update`.execute(tx)
  return rows[0]?.dernier ?? 0
}

/**
 * Écrit la session sous le numéro suivant. Le compteur (tenu) n'avance que si la session est écrite : ni trou, ni
 * doublon. Rend le numéro, ou rien si l'identifiant était pris.
 */
export const insererSession = async (
  tx: TenantTx,
  s: SessionNeuve,
  { annee, rang }: { annee: number; rang: number },
  le: Date,
): Promise<string | undefined> => {
  const numero = `S-${annee}-${String(rang).padStart(3, '0')}`
  const ecrites =
    await sql`insert into sessions.session (id, activite_id, numero, offre_id, intitule, nature, etat, zone,
      lieu, etablissement_id, formateur, formateur_id, capacite, sel, cree_le)
    values (${s.id}, ${s.activite}, ${numero}, ${s.offre}, ${s.intitule}, ${s.nature}, 'brouillon', ${s.zone},
      ${s.lieu}, ${s.etablissement}, ${s.formateur}, ${s.formateurId}, ${s.capacite}, ${s.sel}, ${le})
    on conflict (organisme_id, id) do nothing returning id`.execute(tx)
  if (ecrites.rows.length === 0) return undefined
  await sql`update sessions.compteur set dernier = ${rang} where annee = ${annee}`.execute(tx)
  for (const x of s.seances)
    await sql`insert into sessions.seance (id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes,
        debut, fin, motif_jour)
      values (${newId(le)}, ${s.activite}, ${s.id}, ${x.jour}, ${x.demiJournee}, ${x.debutMinutes}, ${x.finMinutes},
        ${x.debut}, ${x.fin}, ${x.motifJour})`.execute(tx)
  return numero
}

export const ecrireEtat = async (
  tx: TenantTx,
  id: SessionId,
  etat: EtatSession,
  motif: string | null,
): Promise<void> => {
  await sql`update sessions.session set etat = ${etat}, motif = coalesce(${motif}, motif) where id = ${id}`.execute(
    tx,
  )
}
