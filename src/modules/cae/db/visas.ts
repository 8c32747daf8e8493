import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import { type EtatVisa, engage, genresQui, type PieceId, type Visas } from '#modules/documents/index.ts'
import type { TenantTx } from '#platform/db/index.ts'

/** L’organisme de la transaction est-il une coopérative d’activité et d’emploi ? */
const estUneCae = async (tx: TenantTx): Promise<boolean> => {
  const { rows } = await sql<{
    cae: boolean
  }>`select cae from organisme.organisme where organisme_id = (select app.organisme())`.execute(tx)
  return rows[0]?.cae === true
}

/** Une Scop, une Scic : « sans objet » pour tout. Une CAE : ce que l’équipe d’appui a décidé, ou « attendu ». */
export const visasDeLaCae: Visas = {
  async etats(tx, pieces) {
    const etats = new Map<PieceId, EtatVisa>()
    if (pieces.length === 0 || !(await estUneCae(tx))) return etats
    const { rows } = await sql<{
      piece: PieceId
      genre: string
      decision: string | null
      motif: string | null
    }>`
      select p.id as piece, p.genre, v.decision, v.motif from documents.piece p
        left join cae.visa v on v.organisme_id = p.organisme_id and v.piece_id = p.id
       where p.organisme_id = (select app.organisme()) and p.id = any (array[${sql.join(pieces)}]::uuid[])`.execute(
      tx,
    )
    for (const { piece, genre, decision, motif } of rows) {
      if (!engage(genre)) continue
      etats.set(
        piece,
        decision === 'accorde'
          ? { etat: 'accorde' }
          : decision === 'refuse'
            ? { etat: 'refuse', motif: motif ?? '' }
            : { etat: 'attendu' },
      )
    }
    return etats
  },
}

export type PieceAViser = {
  readonly id: PieceId
  readonly activite: ActiviteId
  readonly enseigne: string
  readonly genre: string
  readonly numero: string
  readonly libelle: string
  readonly emiseLe: Date
  /** Prix hors taxes, en centimes, que la pièce engage. */
  readonly montant: number | null
}

const genresEngageants = `{${genresQui('engage').join(',')}}`

const aViser = sql`from documents.piece p
    join organisme.activite a on a.organisme_id = p.organisme_id and a.id = p.activite_id
   where p.organisme_id = (select app.organisme()) and p.genre = any (${genresEngageants}::text[])
     and not exists (select from cae.visa v where v.organisme_id = p.organisme_id and v.piece_id = p.id)
     and not exists (select from documents.piece r where r.organisme_id = p.organisme_id and r.remplace_id = p.id)`

/** La file : les plus anciennes d’abord, deux cents au plus. Vide hors d’une CAE. */
export const fileDesVisas = async (tx: TenantTx): Promise<PieceAViser[] | undefined> => {
  if (!(await estUneCae(tx))) return undefined
  const { rows } =
    await sql<PieceAViser>`select p.id, p.activite_id as activite, a.nom as enseigne, p.genre, p.numero, p.libelle,
      p.emise_le as "emiseLe", (p.donnees::jsonb #>> '{prix,totalHT}')::float8 as montant
    ${aViser} order by p.emise_le, p.id limit 200`.execute(tx)
  return rows
}

export const lireAViser = async (tx: TenantTx, id: PieceId): Promise<PieceAViser | undefined> =>
  (await fileDesVisas(tx))?.find((p) => p.id === id)
