/** Les modèles d’une coopérative : prendre un modèle prêt, garder le sien, le retirer. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { changerModele, creerModele, retirerModele } from '../db/modeles.ecritures.ts'
import type { ModeleVoulu } from '../db/modeles.ts'
import { type RefusContenu, verifierModele } from '../domain/contenu.ts'
import { type Genre, genres } from '../domain/genres.ts'
import { modelesPrets } from '../domain/modeles-prets.ts'

/** Le modèle prêt devient celui de la coopérative, et part à sa place. Un double envoi retrouve le sien. */
export const prendreModelePret = async (tx: TenantTx, id: string, genre: Genre, le: Date): Promise<void> => {
  await creerModele(tx, { id, genre, ...modelesPrets[genre], anonyme: false, parDefaut: true }, le)
}

/** `revision` : celle qui fut lue ; absente, le modèle est neuf. */
export const garderModele = async (
  tx: TenantTx,
  m: ModeleVoulu,
  revision: number | undefined,
  le: Date,
): Promise<Result<void, RefusContenu | Refus<'perime'>>> => {
  const gene = verifierModele(m.contenu, genres[m.genre].repond)
  if (gene) return ko(gene)
  if (revision === undefined) await creerModele(tx, m, le)
  else if (!(await changerModele(tx, m, revision, le)))
    return refuser('perime', 'Quelqu’un vient de changer ce modèle : ouvrez-le de nouveau avant d’écrire.')
  return ok(undefined)
}

/** Ce qui en est parti reste. */
export const retirerLeModele = async (tx: TenantTx, id: string, le: Date): Promise<void> => {
  await retirerModele(tx, id, le)
}
