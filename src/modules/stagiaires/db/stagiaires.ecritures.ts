import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { EtapeLue, ProcedureLue } from './stagiaires.ts'

export const insererScrutin = async (
  tx: TenantTx,
  s: {
    readonly id: string
    readonly activite: ActiviteId
    readonly session: string
    readonly genre: 'election' | 'carence'
    readonly tenuLe: DateCivile
    readonly heure: number
    readonly tours: number
    readonly electeurs: number
    readonly votants: number
    readonly titulaire: string | null
    readonly suppleant: string | null
    readonly voixTitulaire: number | null
    readonly voixSuppleant: number | null
    readonly motif: string
    readonly piece: string
  },
  le: Date,
): Promise<void> => {
  await sql`insert into stagiaires.scrutin (id, activite_id, session_id, genre, tenu_le, heure_minutes, tours, electeurs, votants, titulaire_id,
      suppleant_id, voix_titulaire, voix_suppleant, motif, piece_id, inscrit_le)
    values (${s.id}, ${s.activite}, ${s.session}, ${s.genre}, ${s.tenuLe}::date, ${s.heure}, ${s.tours}, ${s.electeurs}, ${s.votants}, ${s.titulaire}::uuid,
      ${s.suppleant}::uuid, ${s.voixTitulaire}::int4, ${s.voixSuppleant}::int4, ${s.motif}, ${s.piece}, ${le})`.execute(
    tx,
  )
}

export const insererProcedure = async (
  tx: TenantTx,
  p: Pick<
    ProcedureLue,
    'id' | 'activite' | 'session' | 'inscription' | 'presence' | 'conservatoire' | 'ouverteLe'
  > & {
    readonly griefs: Uint8Array
  },
  le: Date,
): Promise<boolean> =>
  (
    await sql`insert into stagiaires.procedure (id, activite_id, session_id, inscription_id, griefs, presence, conservatoire, ouverte_le, inscrite_le)
      values (${p.id}, ${p.activite}, ${p.session}, ${p.inscription}, ${Buffer.from(p.griefs)}::bytea, ${p.presence}, ${p.conservatoire}, ${p.ouverteLe}::date, ${le})
      on conflict (organisme_id, id) do nothing`.execute(tx)
  ).numAffectedRows === 1n

/** Lève 23505 si quelqu’un a écrit la même étape entre-temps. */
export const insererEtape = async (
  tx: TenantTx,
  p: ProcedureLue,
  e: Omit<EtapeLue, 'chiffre' | 'numero'> & { readonly texte: Uint8Array | null },
  le: Date,
): Promise<void> => {
  await sql`insert into stagiaires.etape (id, activite_id, procedure_id, rang, genre, le, entretien_le, entretien_minutes, lieu, remise, sanction, jours,
      texte, piece_id, inscrite_le)
    values (${e.id}, ${p.activite}, ${p.id}, ${p.etapes.length + 1}, ${e.genre}, ${e.le}::date, ${e.entretienLe}::date, ${e.entretienMinutes}::int4,
      ${e.lieu}, ${e.remise}, ${e.sanction}, ${e.jours}::int4, ${e.texte ? Buffer.from(e.texte) : null}::bytea, ${e.piece}::uuid, ${le})`.execute(
    tx,
  )
}
