/** Ce que l’on dit d’un exercice à mesure : d’où vient un produit repris, et les cases déjà recopiées. */
import type { Id } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { garderRecopies } from '../db/depots.ecritures.ts'
import { affecterProduit } from '../db/produits.ecritures.ts'
import type { Exercice, Financeur } from '../domain/dossier.ts'

export const direLOrigine = async (
  tx: TenantTx,
  produit: Id<'Produit'>,
  financeur: Financeur,
  le: Date,
): Promise<Result<void, Refus>> =>
  (await affecterProduit(tx, produit, financeur, le))
    ? ok(undefined)
    : refuser('introuvable', 'Ce produit n’existe pas ici.')

/**
 * Les cases cochées gardent leur valeur du jour où on les a recopiées ; une case refaite prend celle d’aujourd’hui, et une case
 * décochée s’oublie. Rend combien sont recopiées.
 */
export const garderLesRecopies = async (
  tx: TenantTx,
  exercice: Exercice,
  cases: readonly { readonly id: string; readonly vaut: string }[],
  dit: { readonly faite: readonly string[]; readonly refaite: readonly string[] },
  le: Date,
): Promise<number> => {
  const faites = new Set([...dit.faite, ...dit.refaite])
  await garderRecopies(
    tx,
    exercice,
    cases.filter((c) => faites.has(c.id)).map((c) => ({ repere: c.id, valeur: c.vaut })),
    dit.refaite,
    le,
  )
  return faites.size
}
