import { createHash } from 'node:crypto'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import type { Storage } from '#platform/storage/storage.ts'
import { ajouterEcrit } from '../db/ecrits.ecritures.ts'
import { ajouterPiece, mettreAuCoffre, oterDuCoffre, retirerPiece } from '../db/pieces.ecritures.ts'
import { type CoffreId, lireCoffre, type PieceDeCoffre } from '../db/pieces.ts'
import { resteAvantLimite } from '../domain/echeance.ts'
import { dejaEcrit, type GenreDEcrit } from '../domain/ecrits.ts'
import { estGenreDePiece, type PieceId, phraseDuTerme, termeManquant } from '../domain/pieces.ts'
import { contexteDePiece, type Reponse, usageDesPieces } from '../lecture/lire-reponse.ts'

type Fait<T = undefined> = Promise<Result<T, Refus>>
export type Fichier = {
  readonly nom: string
  readonly type: 'application/pdf' | 'image/png' | 'image/jpeg'
  readonly octets: Uint8Array
}

/** Range une pièce au coffre. Une référence attend l’accord écrit du client ; une pièce à terme, son terme. */
export const rangerAuCoffre = async (
  storage: Storage,
  tx: TenantTx,
  p: {
    readonly id: string
    readonly genre: string
    readonly titre: string
    readonly expireLe: string | null
    readonly accord: string
  },
  f: Fichier,
  { le, jour }: { readonly le: Date; readonly jour: string },
): Promise<Result<undefined, Refus & { champs?: Record<string, string> }>> => {
  const non = (champ: string, phrase: string) => ({
    ok: false as const,
    error: { code: champ, phrase, champs: { [champ]: phrase } },
  })
  if (!estGenreDePiece(p.genre)) return non('genre', 'Choisissez ce que c’est.')
  if (termeManquant(p.genre, p.expireLe)) return non('expireLe', phraseDuTerme)
  if (p.expireLe !== null && p.expireLe < jour)
    return non(
      'expireLe',
      'Cette pièce serait déjà périmée : écrivez un jour à venir, ou joignez la nouvelle.',
    )
  if (p.genre === 'reference' && p.accord.trim().length < 10)
    return non(
      'accord',
      'Dites qui, chez le client, accepte d’être cité, et quand : sans cela, la référence ne se range pas.',
    )
  const range = await storage.put(tx, f.octets, f.type, { sensible: true })
  const piece: PieceDeCoffre = {
    id: p.id as CoffreId,
    genre: p.genre,
    titre: p.titre,
    nom: f.nom,
    fichier: range.empreinte,
    type: f.type,
    taille: f.octets.length,
    expireLe: p.expireLe,
    accord: p.accord,
    le,
  }
  await mettreAuCoffre(tx, piece)
  return ok(undefined)
}

export const retirerDuCoffre = async (tx: TenantTx, id: string, le: Date): Fait =>
  (await oterDuCoffre(tx, id as CoffreId, le))
    ? ok(undefined)
    : refuser('introuvable', 'Cette pièce n’est plus au coffre.')

/** Avant la date limite, et au gel avec un motif. */
const permis = (r: Pick<Reponse, 'd'>, motif: string, le: Date): Refus | undefined => {
  const { moment } = resteAvantLimite(r.d.g.limite, le)
  if (moment === 'passe')
    return { code: 'passe', phrase: 'La date limite est passée : le dossier ne change plus.' }
  return moment === 'gel' && motif.trim().length < 3
    ? {
        code: 'gel',
        phrase: 'Le dossier est gelé depuis la veille : dites pourquoi vous y changez quelque chose.',
      }
    : undefined
}

/** Écrit ce qui naît d’un formulaire, sous la clé de ce formulaire : le même envoi, deux fois, n’écrit et ne change rien. */
export const ecrireUneFois = (
  tx: TenantTx,
  r: Pick<Reponse, 'd' | 'ecrits' | 'moi'>,
  genre: GenreDEcrit,
  contenu: unknown,
  cle: string,
  le: Date,
): Fait =>
  dejaEcrit(r.ecrits, genre, cle)
    ? Promise.resolve(ok(undefined))
    : ecrireAuDossier(tx, r, genre, contenu, { cle, avantLimite: false }, le)

/** Écrit une version de ce que le mandataire a lu, ou de ce qu’un membre déclare. */
export const ecrireAuDossier = async (
  tx: TenantTx,
  r: Pick<Reponse, 'd' | 'ecrits' | 'moi'>,
  genre: GenreDEcrit,
  contenu: unknown,
  { motif = '', cle = '', avantLimite = true }: { motif?: string; cle?: string; avantLimite?: boolean },
  le: Date,
): Fait => {
  const refus = avantLimite ? permis(r, motif, le) : undefined
  if (refus) return { ok: false, error: refus }
  const dernier = r.ecrits.find((e) => e.genre === genre && e.cle === cle && e.organisme === r.moi)
  return (await ajouterEcrit(
    tx,
    r.d.g.id,
    { genre, cle, rang: (dernier?.rang ?? 0) + 1, contenu, motif },
    le,
  ))
    ? ok(undefined)
    : refuser('perime', 'Une autre version vient d’être écrite : relisez-la.')
}

type AVerser = {
  readonly id: string
  readonly exigence: string
  readonly expireLe: string | null
  readonly motif: string
}
/** Verse une pièce au dossier, chiffrée par les clés de l’instance : l’accusé d’un dépôt, ou ce que demande le règlement. */
export const verserPiece = async (
  tx: TenantTx,
  keys: Keys,
  r: Reponse,
  p: AVerser,
  f: Fichier,
  le: Date,
): Fait => {
  const accuse = p.exigence === 'accuse'
  const exigence = r.reglement?.exigences.find((e) => e.code === p.exigence)
  if (!accuse && !exigence) return refuser('exigence', 'Le règlement lu ne demande pas cette pièce.')
  const refus = accuse ? undefined : permis(r, p.motif, le)
  if (refus) return { ok: false, error: refus }
  if (termeManquant(exigence?.coffre ?? null, p.expireLe)) return refuser('expireLe', phraseDuTerme)
  await ajouterPiece(tx, r.d.g.id, {
    ...p,
    id: p.id as PieceId,
    nom: f.nom,
    type: f.type,
    taille: f.octets.length,
    empreinte: createHash('sha256').update(f.octets).digest('hex'),
    octets: keys.encrypt(usageDesPieces, contexteDePiece(r.d.g.id, p.id), f.octets),
    le,
  })
  return ok(undefined)
}

/** Verse une copie d’une pièce du coffre, avec son terme. */
export const verserDuCoffre = async (
  tx: TenantTx,
  { keys, storage }: { readonly keys: Keys; readonly storage: Storage },
  r: Reponse,
  p: Omit<AVerser, 'expireLe'> & { readonly coffre: string },
  le: Date,
): Fait => {
  const { coffre, ...versee } = p
  const piece = (await lireCoffre(tx)).find((x) => x.id === coffre)
  const lu = piece && (await storage.get(tx, piece.fichier))
  if (!piece || !lu) return refuser('introuvable', 'Cette pièce n’est plus au coffre.')
  const f: Fichier = { nom: piece.nom, type: piece.type as Fichier['type'], octets: lu.octets }
  return verserPiece(tx, keys, r, { ...versee, expireLe: piece.expireLe }, f, le)
}

/** Retire une de ses pièces ; au gel, avec un motif, lu de tous. */
export const retirerDuDossier = async (
  tx: TenantTx,
  r: Reponse,
  id: string,
  motif: string,
  le: Date,
): Fait => {
  const piece = r.pieces.find((p) => p.id === id && p.organisme === r.moi && p.exigence !== 'accuse')
  if (!piece) return refuser('introuvable', 'Cette pièce n’est pas de votre coopérative.')
  const refus = permis(r, motif, le)
  if (refus) return { ok: false, error: refus }
  return (await retirerPiece(tx, r.d.g.id, piece.id, motif, le))
    ? ok(undefined)
    : refuser('deja', 'Cette pièce était déjà retirée.')
}
