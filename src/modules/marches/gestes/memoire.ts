import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { ajouterBloc, corrigerBloc, oterBloc } from '../db/blocs.ecritures.ts'
import { lireUnBloc } from '../db/blocs.ts'
import { resteAvantLimite } from '../domain/echeance.ts'
import { dejaEcrit } from '../domain/ecrits.ts'
import {
  type Bloc,
  type BlocCopie,
  type BlocGarde,
  type BlocId,
  blocsDuDossier,
  type MemoireRange,
  memoireRange,
  type Relecture,
} from '../domain/memoire.ts'
import type { Reponse } from '../lecture/lire-reponse.ts'
import { ecrireAuDossier, retirerDuDossier, verserPiece } from './reponse.ts'

type Fait = Promise<Result<undefined, Refus>>
const introuvable = () => refuser('introuvable', 'Ce bloc vient d’être ôté du mémoire.')

/** Garde un bloc, ou en écrit la version suivante. */
export const garderBloc = async (
  tx: TenantTx,
  { id, version }: { readonly id: BlocId; readonly version: number | null },
  b: Bloc,
  le: Date,
): Fait => {
  if (version === null) {
    await ajouterBloc(tx, id, b, le)
    return ok(undefined)
  }
  if (await corrigerBloc(tx, id, version, b, le)) return ok(undefined)
  return (await lireUnBloc(tx, id))?.retireLe === null
    ? refuser('perime', 'Ce bloc a changé depuis que vous l’avez ouvert : relisez-le.')
    : refuser('retire', 'Ce bloc vient d’être retiré : gardez votre texte comme un bloc neuf.')
}
export const retirerBloc = async (tx: TenantTx, id: BlocId, le: Date): Fait =>
  (await oterBloc(tx, id, le)) ? ok(undefined) : refuser('introuvable', 'Ce bloc est déjà retiré.')

/** Met au dossier une copie d’un bloc gardé. La clé est celle du formulaire : le même envoi, deux fois, n’en met qu’une. */
export const reprendreBloc = (
  tx: TenantTx,
  r: Reponse,
  cle: string,
  garde: BlocGarde | undefined,
  { place, motif }: { readonly place: number; readonly motif: string },
  le: Date,
): Fait => {
  if (!garde) return Promise.resolve(refuser('introuvable', 'Votre coopérative ne garde plus ce bloc.'))
  const { id, version, le: _, retireLe: _r, ...bloc } = garde
  const copie: BlocCopie = { ...bloc, place, copie: { bloc: id, version }, ote: false }
  return dejaEcrit(r.ecrits, 'bloc', cle)
    ? Promise.resolve(ok(undefined))
    : ecrireAuDossier(tx, r, 'bloc', copie, { cle, motif }, le)
}

/** Récrit sa copie, dans la version lue : les relectures de la version d’avant ne valent plus. `ote` : le bloc sort du mémoire. */
export const recrireBloc = (
  tx: TenantTx,
  r: Reponse,
  { cle, rang, motif }: { readonly cle: string; readonly rang: number; readonly motif: string },
  plus: Partial<BlocCopie>,
  le: Date,
): Fait => {
  const b = blocsDuDossier(r.ecrits).find((x) => x.cle === cle)
  if (!b) return Promise.resolve(introuvable())
  if (b.organisme !== r.moi)
    return Promise.resolve(refuser('refuse', 'Ce bloc n’est pas de votre coopérative.'))
  return b.rang === rang
    ? ecrireAuDossier(tx, r, 'bloc', { ...b.contenu, ...plus }, { cle, motif }, le)
    : Promise.resolve(
        refuser('perime', 'Ce bloc a changé depuis que vous l’avez ouvert : relisez-le, puis récrivez.'),
      )
}

/** Relire et commenter ne changent pas ce qui est gelé : cela se peut jusqu’à la date limite. */
const direAuDossier = (
  tx: TenantTx,
  r: Reponse,
  genre: 'relecture' | 'commentaire',
  contenu: unknown,
  cle: string,
  le: Date,
): Fait =>
  resteAvantLimite(r.d.g.limite, le).moment === 'passe'
    ? Promise.resolve(refuser('passe', 'La date limite est passée : le dossier ne change plus.'))
    : ecrireAuDossier(tx, r, genre, contenu, { cle, avantLimite: false }, le)

/** La relecture croisée : la version même qui est lue, et jamais de qui l’a écrite. */
export const relireBloc = (
  tx: TenantTx,
  r: Reponse,
  { cle, rang, note }: Relecture & { readonly cle: string },
  le: Date,
): Fait => {
  const b = blocsDuDossier(r.ecrits).find((x) => x.cle === cle)
  if (!b) return Promise.resolve(introuvable())
  if (b.organisme === r.moi)
    return Promise.resolve(refuser('sien', 'Une autre coopérative du dossier relit ce bloc.'))
  return b.rang === rang
    ? direAuDossier(tx, r, 'relecture', { rang, note } satisfies Relecture, cle, le)
    : Promise.resolve(refuser('perime', 'Ce bloc vient de changer : relisez-le d’abord.'))
}

export const commenterBloc = (
  tx: TenantTx,
  r: Reponse,
  cle: string,
  dit: { readonly bloc: string; readonly texte: string },
  le: Date,
): Fait =>
  !blocsDuDossier(r.ecrits).some((b) => b.cle === dit.bloc)
    ? Promise.resolve(introuvable())
    : dejaEcrit(r.ecrits, 'commentaire', cle)
      ? Promise.resolve(ok(undefined))
      : direAuDossier(tx, r, 'commentaire', dit, cle, le)

type Composer = () => Promise<
  Result<{ readonly pdf: Uint8Array; readonly remplaces: readonly string[] }, { readonly phrase: string }>
>

/** Compose le mémoire, puis le range parmi les pièces à la place du précédent. Rend les signes que la police n’a pas, et qui sont remplacés. */
export const rangerMemoire = async (
  tx: TenantTx,
  keys: Keys,
  r: Reponse,
  { id, composer, motif }: { readonly id: string; readonly composer: Composer; readonly motif: string },
  le: Date,
): Promise<Result<readonly string[], Refus>> => {
  if (blocsDuDossier(r.ecrits).length === 0) return refuser('vide', 'Le mémoire n’a aucun bloc.')
  if (!r.reglement?.exigences.some((e) => e.code === 'memoire'))
    return refuser(
      'exigence',
      'Le règlement lu ne demande pas de mémoire technique : cochez-le d’abord, à « Lire le règlement ».',
    )
  if (r.pieces.some((p) => p.id === id)) return ok([])
  // Rien ne se retire avant d’avoir de quoi le remplacer.
  const rendu = await composer()
  if (!rendu.ok) return refuser('papier', rendu.error.phrase)
  const dit = await ecrireAuDossier(tx, r, 'memoire', { piece: id } satisfies MemoireRange, { motif }, le)
  if (!dit.ok) return dit
  const avant = memoireRange(r.ecrits, r.pieces)
  const retire = avant ? await retirerDuDossier(tx, r, avant.id, motif, le) : ok(undefined)
  if (!retire.ok) return retire
  const verse = await verserPiece(
    tx,
    keys,
    r,
    { id, exigence: 'memoire', expireLe: null, motif },
    { nom: 'memoire-technique.pdf', type: 'application/pdf', octets: rendu.value.pdf },
    le,
  )
  return verse.ok ? ok(rendu.value.remplaces) : verse
}
