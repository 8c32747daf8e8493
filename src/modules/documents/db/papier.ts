import { type RawBuilder, sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import { de } from '#kernel/texte.ts'
import { enseigneADire, lireOrganisme, listerEnseignes, mentionForme } from '#modules/organisme/index.ts'
import { composee, type TenantTx } from '#platform/db/index.ts'
import type { OrganismeV1 } from '#platform/pdf/papier/papier.v1.ts'
import type { Storage } from '#platform/storage/storage.ts'
import {
  type ActionPromise,
  type DemiePromise,
  demiesPromises,
  type LieuPromis,
  lieuPromis,
} from '../domain/demies-promises.ts'
import { type GenrePiece, genresQui } from '../domain/genres.ts'
import type { PieceId } from '../domain/piece.ts'

/**
 * L’organisme tel que son papier à en-tête le dit aujourd’hui, logo compris : la pièce émise le fige. `activite` : celle dont parle la
 * pièce, qui en dit l’enseigne ; absente, la pièce est à toute la coopérative.
 */
export const lirePapierAEnTete = async (
  tx: TenantTx,
  storage: Storage,
  activite?: ActiviteId,
): Promise<OrganismeV1> => {
  const o = await lireOrganisme(tx)
  const enseigne = activite && enseigneADire(activite, await listerEnseignes(tx))
  const logo = o.logo === null ? undefined : await storage.get(tx, o.logo)
  return {
    nom: o.nom,
    ...(enseigne ? { enseigne } : {}),
    forme: mentionForme(o.forme),
    adresse: { lignes: o.adresse.split('\n').filter(Boolean), codePostal: o.codePostal, ville: o.ville },
    telephone: o.telephone,
    courriel: o.courriel,
    siret: o.siret,
    nda: o.nda ?? '',
    prefet: o.ndaPrefet,
    couleur: o.couleur,
    ...(logo ? { logo: { alt: `Logo ${de(o.nom)}`, svg: Buffer.from(logo.octets).toString('utf8') } } : {}),
  }
}

export type PieceCourante = {
  readonly id: PieceId
  readonly genre: GenrePiece
  readonly numero: string
  readonly pages: number
  readonly empreinte: string
  readonly emiseLe: Date
  readonly donnees: string
  /** L’empreinte des faits, si l’émission l’a gardée. */
  readonly faits: string | null
  /** Le client l’a signée : elle ne se remplace plus, elle se complète. */
  readonly signee: boolean
}

/** Où en est une pièce qui vaut, pour la suivre d’un autre écran que le sien. */
export type PieceSuivie = {
  readonly id: PieceId
  readonly genre: GenrePiece
  readonly numero: string
  readonly objet: string
  readonly emiseLe: Date
  readonly client: boolean
  readonly organisme: boolean
  /** Quelqu’un l’a signée, à quelque titre que ce soit. */
  readonly signee: boolean
  /** Une demande de signature court. */
  readonly envoyee: boolean
  /** Les demi-journées qu’elle promet ; nulles si elle n’en dit pas. */
  readonly seances: readonly DemiePromise[] | null
  /** Le premier jour qu’elle dit à qui rejoint l’action en cours de route ; nul : elle n’en dit pas. */
  readonly arrivee: string | null
  /** Le prix qu’elle dit, hors taxes, en centimes ; nul : elle n’en dit pas. */
  readonly prix: number | null
  /** Le lieu qu’elle dit ; nul : elle n’en dit pas. */
  readonly lieu: LieuPromis | null
}

/** La même, sans ce qu’elle dit. */
type PieceEnListe = Omit<PieceSuivie, 'seances' | 'arrivee' | 'prix' | 'lieu'>

/** La même, avec ce qu’elle dit. */
export type PieceSuivieEntiere = PieceSuivie & {
  /** Son JSON figé ; nul si son genre n’est pas de ceux que l’on a demandés. */
  readonly contenu: unknown
  /** Un avenant la complète : c’est lui, pièce entière, qui dit le dernier état. */
  readonly completee: boolean
}

/** Des pièces par leurs objets : des identifiants, ou de quoi les lire. */
type Objets = readonly string[] | RawBuilder<readonly string[]>

const avecSeances: readonly string[] = genresQui('promet')

const aucun = (objets: Objets) => 'length' in objets && objets.length === 0

const suiviesDe = (objets: Objets, colonnes: RawBuilder<unknown>) =>
  sql`select p.id, p.genre, p.numero, p.objet_id as objet, p.emise_le as "emiseLe",
      'client' = any (q.roles) as client, 'organisme' = any (q.roles) as organisme,
      exists (select from documents.demande d where d.organisme_id = p.organisme_id and d.piece_id = p.id
        and d.acte = 'signature' and d.retiree_le is null and d.refusee_le is null) as envoyee,
      ${colonnes}
    from documents.piece p
      cross join lateral (select coalesce(array_agg(s.role), '{}') as roles from documents.signature s
        where s.organisme_id = p.organisme_id and s.piece_id = p.id and s.acte = 'signature') q
    where p.objet_id = any (${'length' in objets ? sql`${`{${objets.join(',')}}`}::uuid[]` : objets})
      and not exists (select from documents.piece r where r.organisme_id = p.organisme_id and r.remplace_id = p.id)
    order by p.emise_le desc, p.id desc`

/** Les pièces qui valent aujourd’hui pour ces objets, de la plus récente à la plus ancienne. */
export const piecesSuivies = async (tx: TenantTx, objets: Objets): Promise<PieceSuivie[]> => {
  if (aucun(objets)) return []
  const { rows } = await sql<
    Omit<PieceSuivie, 'seances' | 'arrivee' | 'prix' | 'lieu'> & {
      action: (ActionPromise & { readonly arrivee?: string | null; readonly prix?: number | null }) | null
    }
  >`${suiviesDe(
    objets,
    sql`q.roles <> '{}' as signee, case when p.genre = any (${`{${avecSeances.join(',')}}`}::text[]) then jsonb_build_object(
      'seances', p.donnees::jsonb #> '{action,seances}', 'modalite', p.donnees::jsonb #> '{action,modalite}', 'lieu', p.donnees::jsonb #> '{action,lieu}',
      'arrivee', p.donnees::jsonb #> '{stagiaire,arrivee}', 'prix', p.donnees::jsonb #> '{prix,totalHT}') end as action`,
  )}`.execute(tx)
  return rows.map(({ action, ...p }) => ({
    ...p,
    seances: demiesPromises(action),
    arrivee: action?.arrivee ?? null,
    prix: action?.prix ?? null,
    lieu: lieuPromis(action),
  }))
}

/** Les mêmes, sans rien de ce qu’elles disent : une liste ne relit pas le contenu de chaque papier. */
export const piecesEnListe = async (tx: TenantTx, objets: Objets): Promise<PieceEnListe[]> =>
  aucun(objets)
    ? []
    : (await sql<PieceEnListe>`${suiviesDe(objets, sql`q.roles <> '{}' as signee`)}`.execute(tx)).rows

type LigneEntiere = PieceEnListe & { readonly donnees: string | null; readonly completee: boolean }
const entieresDe = (objets: Objets, genres: readonly GenrePiece[]) =>
  sql<LigneEntiere>`${suiviesDe(
    objets,
    sql`q.roles <> '{}' as signee, case when p.genre = any (${`{${[...avecSeances, ...genres].join(',')}}`}::text[]) then p.donnees end as donnees,
      exists (select from documents.piece c where c.organisme_id = p.organisme_id and c.complete_id = p.id) as completee`,
  )}`
const enPiece = ({ donnees, ...p }: LigneEntiere): PieceSuivieEntiere => {
  const contenu: {
    readonly action?: ActionPromise
    readonly stagiaire?: { readonly arrivee?: string }
    readonly prix?: { readonly totalHT?: number }
  } | null = donnees === null ? null : JSON.parse(donnees)
  return {
    ...p,
    contenu,
    seances: avecSeances.includes(p.genre) ? demiesPromises(contenu?.action) : null,
    arrivee: contenu?.stagiaire?.arrivee ?? null,
    prix: avecSeances.includes(p.genre) ? (contenu?.prix?.totalHT ?? null) : null,
    lieu: avecSeances.includes(p.genre) ? lieuPromis(contenu?.action) : null,
  }
}

/**
 * Les mêmes, avec le contenu de celles de ces genres : une lecture pour la page d’une session, où leurs signatures et ce qu’elles
 * disent servent tous deux.
 */
export const piecesSuiviesEntieres = async (
  tx: TenantTx,
  objets: Objets,
  genres: readonly GenrePiece[],
): Promise<PieceSuivieEntiere[]> =>
  aucun(objets) ? [] : (await entieresDe(objets, genres).execute(tx)).rows.map(enPiece)

/** De même, dont le texte se compose une fois : `objets` pose sa clé sans la lire (`composee`). */
export const lecteurDePieces = (
  objets: (cle: string) => RawBuilder<readonly string[]>,
  genres: readonly GenrePiece[],
) => {
  const lire = composee((cle: string) => entieresDe(objets(cle), genres))
  return async (tx: TenantTx, cle: string): Promise<PieceSuivieEntiere[]> =>
    (await lire(tx, cle)).rows.map(enPiece)
}

/** Les pièces qui valent aujourd’hui pour cet objet (aucune n’est remplacée), la plus récente d’abord. */
export const piecesCourantes = async (
  tx: TenantTx,
  f: { readonly genre?: GenrePiece; readonly objet?: string },
): Promise<PieceCourante[]> => {
  const { rows } =
    await sql<PieceCourante>`select p.id, p.genre, p.numero, p.pages, encode(p.empreinte, 'hex') as empreinte,
      p.emise_le as "emiseLe", p.donnees, encode(p.faits, 'hex') as faits,
      exists (select from documents.signature s where s.organisme_id = p.organisme_id and s.piece_id = p.id
        and s.acte = 'signature' and s.role = 'client') as signee
    from documents.piece p where p.organisme_id = (select app.organisme())
      and ${f.genre ? sql`p.genre = ${f.genre}` : sql`true`} and ${f.objet ? sql`p.objet_id = ${f.objet}::uuid` : sql`true`}
      and not exists (select from documents.piece r where r.organisme_id = p.organisme_id and r.remplace_id = p.id)
    order by p.emise_le desc, p.id desc limit 100`.execute(tx)
  return rows
}
