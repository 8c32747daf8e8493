import type { OrganismeId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { ajouterBloc, corrigerBloc, oterBloc } from '../db/blocs.ecritures.ts'
import { resteAvantLimite } from '../domain/echeance.ts'
import { dejaEcrit } from '../domain/ecrits.ts'
import {
  type Bloc,
  type BlocCopie,
  type BlocDuDossier,
  type BlocGarde,
  type BlocId,
  blocsDuDossier,
  type Relecture,
} from '../domain/memoire.ts'
import type { Reponse } from '../lecture/lire-reponse.ts'
import { ecrireAuDossier, retirerDuDossier, verserPiece } from './reponse.ts'

type Fait = Promise<Result<undefined, Refus>>
const introuvable = () => refuser('introuvable', 'Ce bloc n’est plus là.')

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
  return (await corrigerBloc(tx, id, version, b, le))
    ? ok(undefined)
    : refuser('perime', 'Ce bloc a changé depuis que vous l’avez ouvert : relisez-le.')
}
export const retirerBloc = async (tx: TenantTx, id: BlocId, le: Date): Fait =>
  (await oterBloc(tx, id, le)) ? ok(undefined) : introuvable()

const sien = (r: Pick<Reponse, 'ecrits' | 'moi'>, cle: string): BlocDuDossier | undefined =>
  blocsDuDossier(r.ecrits).find((b) => b.cle === cle && b.organisme === r.moi)

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
  const { id, version, le: _, ...bloc } = garde
  const copie: BlocCopie = { ...bloc, place, copie: { bloc: id, version }, ote: false }
  return dejaEcrit(r.ecrits, 'bloc', cle)
    ? Promise.resolve(ok(undefined))
    : ecrireAuDossier(tx, r, 'bloc', copie, { cle, motif }, le)
}

/** Récrit sa copie : les relectures de la version d’avant ne valent plus. `ote` : le bloc sort du mémoire. */
export const recrireBloc = (
  tx: TenantTx,
  r: Reponse,
  cle: string,
  plus: Partial<BlocCopie>,
  motif: string,
  le: Date,
): Fait => {
  const b = sien(r, cle)
  return b
    ? ecrireAuDossier(tx, r, 'bloc', { ...b.contenu, ...plus }, { cle, motif }, le)
    : Promise.resolve(refuser('introuvable', 'Ce bloc n’est pas de votre coopérative.'))
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

type Composer = () => Promise<Result<{ readonly pdf: Uint8Array }, { readonly phrase: string }>>
/** Le nom du mémoire composé ici : le suivant le remplace, un fichier versé à la main n’y touche pas. */
const nomDuMemoire = 'memoire-technique.pdf'

/** Range le mémoire composé parmi les pièces, à la place du précédent. */
export const rangerMemoire = async (
  tx: TenantTx,
  keys: Keys,
  r: Reponse,
  { id, composer, motif }: { readonly id: string; readonly composer: Composer; readonly motif: string },
  le: Date,
): Fait => {
  if (blocsDuDossier(r.ecrits).length === 0) return refuser('vide', 'Le mémoire n’a aucun bloc.')
  if (!r.reglement?.exigences.some((e) => e.code === 'memoire'))
    return refuser(
      'exigence',
      'Le règlement lu ne demande pas de mémoire technique : cochez-le d’abord, à « Lire le règlement ».',
    )
  const siens = (moi: OrganismeId) =>
    r.pieces.filter(
      (p) =>
        p.organisme === moi && p.exigence === 'memoire' && p.nom === nomDuMemoire && p.retireeLe === null,
    )
  for (const avant of siens(r.moi)) {
    if (avant.id === id) return ok(undefined)
    const retire = await retirerDuDossier(tx, r, avant.id, motif, le)
    if (!retire.ok) return retire
  }
  const rendu = await composer()
  if (!rendu.ok) return refuser('papier', rendu.error.phrase)
  return verserPiece(
    tx,
    keys,
    r,
    { id, exigence: 'memoire', expireLe: null, motif },
    { nom: nomDuMemoire, type: 'application/pdf', octets: rendu.value.pdf },
    le,
  )
}
