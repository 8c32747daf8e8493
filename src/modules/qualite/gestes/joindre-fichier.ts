import type { ActiviteId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Storage } from '#platform/storage/storage.ts'
import { insererJointe, retirerJointe } from '../db/jointes.ecritures.ts'
import { lireJointes } from '../db/jointes.ts'

const types = { pdf: 'application/pdf', png: 'image/png', jpeg: 'image/jpeg' } as const
const parLigne = 30

export type RefusJointe = Refus<'terme' | 'trop' | 'deja'>

/** Range un fichier, sous le type que disent ses octets, et le joint à une ligne de registre. */
export const joindreFichier = async (
  storage: Storage,
  tx: TenantTx,
  j: {
    readonly id: string
    readonly activite: ActiviteId
    readonly ligne: string
    readonly nom: string
    readonly genre: keyof typeof types
    readonly octets: Uint8Array
    readonly expireLe: string | null
  },
  { le, jour }: { readonly le: Date; readonly jour: string },
): Promise<Result<void, RefusJointe>> => {
  if (j.expireLe !== null && j.expireLe < jour)
    return refuser('terme', 'Ce fichier serait déjà périmé : écrivez un jour à venir, ou joignez le nouveau.')
  const deja = await lireJointes(tx, j.ligne)
  if (deja.some((x) => x.id === j.id)) return ok(undefined)
  if (deja.length >= parLigne)
    return refuser('trop', `Une ligne garde ${parLigne} fichiers au plus : inscrivez-en une autre.`)
  const range = await storage.put(tx, j.octets, types[j.genre])
  if (deja.some((x) => x.fichier === range.empreinte && x.retireeLe === null))
    return refuser('deja', 'Ce fichier est déjà joint à cette ligne.')
  await insererJointe(tx, {
    ...j,
    fichier: range.empreinte,
    type: types[j.genre],
    taille: j.octets.length,
    le,
  })
  await consigner(tx, {
    activite: j.activite,
    faitLe: le,
    module: 'qualite',
    geste: 'joindre-fichier',
    objet: { genre: 'ligne-qualite', id: j.ligne },
    phrase: 'Un fichier est joint à une ligne de registre.',
    details: { empreinte: range.empreinte },
  })
  return ok(undefined)
}

/** Retire un fichier d’une ligne : il ne prouve plus rien, et sa trace reste. */
export const retirerFichier = async (
  tx: TenantTx,
  j: { readonly id: string; readonly ligne: string; readonly activite: ActiviteId },
  le: Date,
): Promise<void> => {
  if (await retirerJointe(tx, j.id, j.activite, le))
    await consigner(tx, {
      activite: j.activite,
      faitLe: le,
      module: 'qualite',
      geste: 'retirer-fichier',
      objet: { genre: 'ligne-qualite', id: j.ligne },
      phrase: 'Un fichier joint à une ligne de registre est retiré.',
    })
}
