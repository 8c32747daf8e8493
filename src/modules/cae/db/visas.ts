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
  readonly client: string | null
  readonly emiseLe: Date
  /** Prix hors taxes, en centimes, que la pièce engage ; rien s’il ne se lit pas. */
  readonly montant: number | null
  /** La personne qui lit l’a ouverte. */
  readonly ouverte: boolean
  /** La personne qui lit peut en accorder le visa ; sinon pourquoi (`domain/plafonds.ts`). */
  readonly permis: boolean
  readonly pourquoi: string | null
}

const genresEngageants = `{${genresQui('engage').join(',')}}`

/** Ce que la file montre ; une de plus est lue, pour dire qu’il en reste. */
export const FILE_MAX = 200

/** Les pièces qui attendent un visa, les plus anciennes d’abord : toutes, celles-là seules, ou celles d’une enseigne. */
const attendre = async (
  tx: TenantTx,
  {
    pieces,
    activite,
    au = FILE_MAX + 1,
  }: {
    readonly pieces?: readonly PieceId[]
    readonly activite?: ActiviteId
    readonly au?: number | null
  } = {},
): Promise<PieceAViser[]> => {
  const { rows } =
    await sql<PieceAViser>`select p.id, p.activite_id as activite, a.nom as enseigne, p.genre, p.numero, p.libelle,
      coalesce(e.nom, q.prenom || ' ' || q.nom) as client, p.emise_le as "emiseLe", v.montant::float8 as montant,
      exists (select from cae.ouverture o where o.organisme_id = p.organisme_id and o.piece_id = p.id and o.compte_id = (select app.personne())) as ouverte,
      v.permis, v.pourquoi
    from documents.piece p
      join organisme.activite a on a.organisme_id = p.organisme_id and a.id = p.activite_id
      left join inscriptions.dossier d on d.organisme_id = p.organisme_id and d.id = p.objet_id
      left join tiers.entreprise e on e.organisme_id = d.organisme_id and e.id = d.entreprise_id
      left join tiers.personne q on q.organisme_id = d.organisme_id and q.id = d.personne_id
      cross join lateral porte.visa_permis(p.id) v
     where p.organisme_id = (select app.organisme()) and p.genre = any (${genresEngageants}::text[])
       and (${pieces === undefined}::boolean or p.id = any (${`{${(pieces ?? []).join(',')}}`}::uuid[]))
       and (${activite ?? null}::uuid is null or p.activite_id = ${activite ?? null}::uuid)
       and not exists (select from cae.visa w where w.organisme_id = p.organisme_id and w.piece_id = p.id)
       and not exists (select from documents.piece r where r.organisme_id = p.organisme_id and r.remplace_id = p.id)
     order by p.emise_le, p.id limit ${au}`.execute(tx)
  return rows
}

/** Les pièces d’une enseigne qui attendent un visa, hors de toute question de droit : elles sont les siennes. */
export const enAttenteDeVisa = (tx: TenantTx, activite: ActiviteId): Promise<PieceAViser[]> =>
  attendre(tx, { activite })

/** La file de la coopérative, jusqu’à ce rang ; rien hors d’une CAE. `entiere` : sans borne, pour l’export. */
export const fileDesVisas = async (tx: TenantTx, entiere = false): Promise<PieceAViser[] | undefined> =>
  (await estUneCae(tx)) ? attendre(tx, entiere ? { au: null } : {}) : undefined

export const lireAViser = async (tx: TenantTx, id: PieceId): Promise<PieceAViser | undefined> =>
  (await lireCellesAViser(tx, [id]))[0]

export const lireCellesAViser = async (tx: TenantTx, ids: readonly PieceId[]): Promise<PieceAViser[]> =>
  (await estUneCae(tx)) ? attendre(tx, { pieces: ids }) : []

/** Combien d’heures chaque pièce décidée depuis ce jour avait attendu quelqu’un d’autre que qui l’a émise. */
export const attentesDepuis = async (tx: TenantTx, depuis: Date): Promise<number[]> => {
  const { rows } = await sql<{ heures: number }>`
    select greatest(0, extract(epoch from v.decide_le - p.emise_le) / 3600)::float8 as heures
      from cae.visa v join documents.piece p on p.organisme_id = v.organisme_id and p.id = v.piece_id
     where v.organisme_id = (select app.organisme()) and v.decide_le >= ${depuis}::timestamptz and v.par is distinct from p.emise_par`.execute(
    tx,
  )
  return rows.map((r) => r.heures)
}
