import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { GenreEtape, Remise, Sanction } from '../domain/discipline.ts'

export type Scrutin = {
  readonly id: string
  readonly genre: 'election' | 'carence'
  readonly tenuLe: string
  readonly tours: 1 | 2
  readonly electeurs: number
  readonly votants: number
  readonly titulaire: string | null
  readonly suppleant: string | null
  readonly motif: string
  readonly piece: string
  readonly numero: string
}

/** Le dernier d’abord : celui qui vaut. Les délégués par leur nom, tant que leur fiche en a un. */
export const scrutinsDe = async (tx: TenantTx, session: string): Promise<Scrutin[]> =>
  (
    await sql<Scrutin>`select s.id, s.genre, s.tenu_le::text as "tenuLe", s.tours, s.electeurs, s.votants, s.motif, s.piece_id as piece, d.numero,
        (select p.prenom || ' ' || p.nom from inscriptions.inscription i join tiers.personne p on p.organisme_id = i.organisme_id and p.id = i.personne_id
          where i.organisme_id = s.organisme_id and i.id = s.titulaire_id) as titulaire,
        (select p.prenom || ' ' || p.nom from inscriptions.inscription i join tiers.personne p on p.organisme_id = i.organisme_id and p.id = i.personne_id
          where i.organisme_id = s.organisme_id and i.id = s.suppleant_id) as suppleant
      from stagiaires.scrutin s join documents.piece d on d.organisme_id = s.organisme_id and d.id = s.piece_id
      where s.organisme_id = (select app.organisme()) and s.session_id = ${session} order by s.tenu_le desc, s.inscrit_le desc`.execute(
      tx,
    )
  ).rows

export type EtapeLue = {
  readonly genre: GenreEtape
  readonly le: DateCivile
  readonly entretienLe: DateCivile | null
  readonly entretienMinutes: number | null
  readonly lieu: string
  readonly remise: Remise | null
  readonly sanction: Sanction | null
  readonly jours: number | null
  readonly id: string
  readonly chiffre: string | null
  readonly piece: string | null
  readonly numero: string | null
}

export type ProcedureLue = {
  readonly id: string
  readonly activite: ActiviteId
  readonly session: string
  readonly inscription: string
  readonly personne: string
  readonly prenom: string
  readonly nom: string
  readonly griefs: Buffer
  readonly presence: boolean
  readonly conservatoire: boolean
  readonly ouverteLe: DateCivile
  readonly etapes: readonly EtapeLue[]
}

const lire = (
  ou: ReturnType<typeof sql>,
) => sql<ProcedureLue>`select r.id, r.activite_id as activite, r.session_id as session, r.inscription_id as inscription,
    p.id as personne, p.prenom, p.nom, r.griefs, r.presence, r.conservatoire, r.ouverte_le::text as "ouverteLe",
    coalesce((select jsonb_agg(jsonb_build_object('id', e.id, 'genre', e.genre, 'le', e.le::text, 'entretienLe', e.entretien_le::text,
        'entretienMinutes', e.entretien_minutes, 'lieu', e.lieu, 'remise', e.remise, 'sanction', e.sanction, 'jours', e.jours,
        'chiffre', encode(e.texte, 'base64'), 'piece', e.piece_id, 'numero', d.numero) order by e.rang)
      from stagiaires.etape e left join documents.piece d on d.organisme_id = e.organisme_id and d.id = e.piece_id
      where e.organisme_id = r.organisme_id and e.procedure_id = r.id), '[]') as etapes
  from stagiaires.procedure r join inscriptions.inscription i on i.organisme_id = r.organisme_id and i.id = r.inscription_id
    join tiers.personne p on p.organisme_id = i.organisme_id and p.id = i.personne_id
  where r.organisme_id = (select app.organisme()) and ${ou} order by r.ouverte_le desc, r.id desc limit 200`

export const proceduresDe = async (tx: TenantTx, session: string): Promise<ProcedureLue[]> =>
  (await lire(sql`r.session_id = ${session}`).execute(tx)).rows

export const lireProcedure = async (
  tx: TenantTx,
  session: string,
  id: string,
): Promise<ProcedureLue | undefined> =>
  (await lire(sql`r.session_id = ${session} and r.id = ${id}`).execute(tx)).rows[0]
