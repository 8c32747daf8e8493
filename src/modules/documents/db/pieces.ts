import { type RawBuilder, sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import { plier } from '#kernel/texte.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { Perimetre, Siens } from '../domain/droit-de-lecture.ts'
import { relations } from '../domain/genres.ts'
import type { PieceId } from '../domain/piece.ts'
import type { EtatDemande } from '../domain/signer-piece.ts'

export type PieceRangee = {
  readonly id: PieceId
  readonly activite: ActiviteId
  readonly genre: string
  readonly numero: string
  readonly libelle: string
  readonly empreinte: string
  readonly fichier: string
  readonly pages: number
  readonly emiseLe: Date
  readonly remplace: PieceId | null
  readonly remplaceePar: PieceId | null
  readonly objet: { readonly genre: string; readonly id: string }
  /** La pièce que celle-ci complète (avenant). */
  readonly complete: PieceId | null
  /** Parties qui l’ont signée, et où en est la demande. */
  readonly signes: readonly string[]
  /** Le client y a renoncé en ligne. */
  readonly retractee: boolean
  readonly demande: EtatDemande
}

const colonnes = sql`p.id, p.activite_id as activite, p.genre, p.numero, p.libelle, encode(p.empreinte, 'hex') as empreinte,
  jsonb_build_object('genre', p.objet_genre, 'id', p.objet_id) as objet, p.fichier, p.pages, p.emise_le as "emiseLe", p.remplace_id as remplace,
  (select r.id from documents.piece r where r.organisme_id = p.organisme_id and r.remplace_id = p.id) as "remplaceePar", p.complete_id as complete,
  array(select s.role from documents.signature s where s.organisme_id = p.organisme_id and s.piece_id = p.id and s.acte = 'signature') as signes,
  exists (select from documents.signature s where s.organisme_id = p.organisme_id and s.piece_id = p.id and s.acte = 'retractation') as retractee,
  coalesce((select case when bool_or(x.role = 'client' and x.refusee) then 'refusee' when bool_or(x.role = 'organisme' and x.refusee) then 'refusee-direction'
      when bool_or(x.role = 'client') then 'envoyee' end
    from (select distinct on (d.role) d.role, d.refusee_le is not null and not exists (select from documents.signature s
          where s.organisme_id = d.organisme_id and s.piece_id = d.piece_id and s.acte = 'signature' and s.role = d.role) as refusee
      from documents.demande d
      where d.organisme_id = p.organisme_id and d.piece_id = p.id and d.acte = 'signature' and d.retiree_le is null
      order by d.role, d.creee_le desc, d.id) x), 'aucune') as demande`

export const lirePiece = async (tx: TenantTx, id: PieceId): Promise<PieceRangee | undefined> => {
  const { rows } = await sql<PieceRangee>`select ${colonnes} from documents.piece p
    where p.organisme_id = (select app.organisme()) and p.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** Une pièce, et l’empreinte de ses octets ; signée, ceux de son exemplaire qui porte le plus de signatures. */
export type PieceFigee = Pick<PieceRangee, 'id' | 'genre' | 'numero' | 'libelle' | 'objet' | 'fichier'>

/** Celles de ces pièces qui ne sont pas effacées, dans l’ordre donné. */
export const piecesFigees = async (tx: TenantTx, ids: readonly PieceId[]): Promise<PieceFigee[]> => {
  const { rows } = await sql<PieceFigee>`select p.id, p.genre, p.numero, p.libelle,
      jsonb_build_object('genre', p.objet_genre, 'id', p.objet_id) as objet,
      coalesce((select e.fichier from documents.exemplaire e where e.organisme_id = p.organisme_id and e.piece_id = p.id
        order by e.signatures desc limit 1), p.fichier) as fichier
    from documents.piece p where p.organisme_id = (select app.organisme()) and p.effacee_le is null
      and p.id = any (${`{${ids.join(',')}}`}::uuid[])`.execute(tx)
  const lues = new Map(rows.map((p) => [p.id, p]))
  return ids.flatMap((id) => lues.get(id) ?? [])
}

/** Ce dont parlent les pièces d’une session : elle-même, l’offre qu’elle suit, ses dossiers, ses inscriptions, ses factures. */
export const piecesDesObjets = async (tx: TenantTx, objets: readonly string[]): Promise<PieceRangee[]> =>
  objets.length === 0
    ? []
    : (
        await sql<PieceRangee>`select ${colonnes} from documents.piece p
          where p.organisme_id = (select app.organisme()) and p.objet_id = any (${`{${objets.join(',')}}`}::uuid[])
          order by p.emise_le, p.numero limit 2000`.execute(tx)
      ).rows

export type Repere = { readonly emiseLe: string; readonly id: string }

export type FiltreDePieces = {
  readonly q?: string | undefined
  readonly genre?: string | undefined
  /** Ce que lit qui demande : rien d’autre n’est rendu. */
  readonly lecture: { readonly perimetre: Perimetre; readonly siens: Siens }
  readonly sens: 'apres' | 'avant'
  readonly repere?: Repere | undefined
  readonly taille: number
}

const tableau = (valeurs: Iterable<string>): string => `{${[...valeurs].join(',')}}`

/** Le périmètre de lecture, en condition sur `p` : chaque genre qui se lit tout entier, ou par une relation à son objet. */
export const piecesLisibles = ({ perimetre, siens }: FiltreDePieces['lecture']): RawBuilder<unknown> =>
  sql`(${sql.join(
    [
      sql`p.genre = any (${tableau(perimetre.tout)}::text[])`,
      ...relations
        .filter((r) => perimetre.siens[r].length > 0 && siens[r].size > 0)
        .map(
          (r) =>
            sql`p.genre = any (${tableau(perimetre.siens[r])}::text[]) and p.objet_id = any (${tableau(siens[r])}::uuid[])`,
        ),
    ],
    sql` or `,
  )})`

/**
 * Une page de la liste, et une ligne de plus. La recherche se fait par début, sous des opérateurs étanches
 * (`>=`, `<`) : `like` sous le mur lirait toutes les pièces de l’organisme.
 */
export const listerPieces = async (tx: TenantTx, f: FiltreDePieces): Promise<PieceRangee[]> => {
  const texte = f.q ? plier(f.q).slice(0, 100) : ''
  const numero = f.q ? f.q.trim().toUpperCase().slice(0, 40) : ''
  const fin = '\u{10ffff}'
  const recherche = texte
    ? sql`and ((p.pli >= ${texte} and p.pli < ${texte + fin}) or (p.numero >= ${numero} and p.numero < ${numero + fin}))`
    : sql``
  const genre = f.genre ? sql`and p.genre = ${f.genre}` : sql``
  const avant = f.sens === 'avant'
  const repere = f.repere
    ? sql`and (p.emise_le, p.id) ${avant ? sql`>` : sql`<`} (${f.repere.emiseLe}::timestamptz, ${f.repere.id}::uuid)`
    : sql``
  const { rows } = await sql<PieceRangee>`select ${colonnes} from documents.piece p
    where p.organisme_id = (select app.organisme()) and ${piecesLisibles(f.lecture)} ${recherche} ${genre} ${repere}
    order by p.emise_le ${avant ? sql`asc` : sql`desc`}, p.id ${avant ? sql`asc` : sql`desc`}
    limit ${f.taille + 1}`.execute(tx)
  return rows
}

export type Verification = {
  readonly genre: string
  readonly organisme: string
  readonly emiseLe: Date
  readonly pages: number
  readonly empreinte: string
  readonly remplaceeLe: Date | null
}

/** Au plus deux : deux réponses disent que le début d’empreinte ne suffit pas. */
export const verifierPiece = async (tx: PublicTx, empreinte: string): Promise<Verification[]> => {
  const { rows } = await sql<Verification>`select genre, organisme, emise_le as "emiseLe", pages,
    encode(empreinte, 'hex') as empreinte, remplacee_le as "remplaceeLe"
    from porte.verifier_piece(decode(${empreinte}, 'hex'))`.execute(tx)
  return rows
}

export type EntreeVerifiee = {
  readonly organisme: string
  readonly numero: number
  /** `AAAA-MM-JJ` : le jour, jamais l’heure. */
  readonly jour: DateCivile
  readonly empreinte: string
  /** Le premier jalon qui la couvre ; nul s’il n’y en a pas encore. */
  readonly jalon: number | null
  readonly jalonLe: Date | null
  readonly temoins: number
}

/** Une entrée du registre des présences, par le (début de l’)empreinte de son reçu : deux au plus, pour dire « trop courte ». */
export const verifierEntree = async (tx: PublicTx, empreinte: string): Promise<EntreeVerifiee[]> => {
  const { rows } =
    await sql<EntreeVerifiee>`select organisme, numero, jour, encode(empreinte, 'hex') as empreinte, jalon,
    jalon_le as "jalonLe", temoins from porte.verifier_entree(decode(${empreinte}, 'hex'))`.execute(tx)
  return rows
}
