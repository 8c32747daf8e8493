/** Rédiger une actualité du pôle : l'enregistrer, l'illustrer, la faire paraître, la retirer. */
import type { Id } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { noter, type Regard } from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { ImageReduite } from '#platform/images/reduire.ts'
import type { Visiteur } from '#web/env.ts'
import {
  ajouterImage,
  changerActualite,
  creerActualite,
  faireParaitre,
  retirerActualite,
  signerDeLUnion,
} from '../db/actualites.ecritures.ts'
import type { Actualite, ActualiteId } from '../db/actualites.ts'
import { type Contenu, quandParaitre } from '../domain/actualite.ts'

/** D'où part un geste du portail dans un pôle. */
export type Depuis = {
  readonly tx: TenantTx
  readonly r: Regard
  readonly visiteur: Visiteur
  readonly le: Date
}

/** Garde une image déjà réduite, sous l'identifiant que le texte cite. */
export const garderUneImage = ({ tx, r, le }: Depuis, id: Id<'Image'>, image: ImageReduite): Promise<void> =>
  ajouterImage(tx, r.pole.id, id, image, le)

/** Une actualité neuve, ou une version de plus. `vue` : la version que la page montrait. */
export const enregistrerUneActualite = async (
  { tx, r, visiteur, le }: Depuis,
  a: Actualite | undefined,
  id: ActualiteId,
  vue: number,
  contenu: Contenu,
): Promise<Result<null, Refus<'depassee'>>> => {
  if (!a) await creerActualite(tx, r.pole.id, id, contenu, visiteur.nom, le)
  else if (!(await changerActualite(tx, r.pole.id, id, vue, contenu, visiteur.nom, le)))
    return refuser(
      'depassee',
      'Une autre personne l’a changée entre-temps : votre texte est encore ici, et le sien dans les versions. Rapprochez-les, puis enregistrez depuis la page rouverte.',
    )
  return ok(null)
}

/** La met en ligne, à l'instant voulu, au nom du pôle ou de l'Union. Rend cet instant. */
export const mettreEnLigne = async (
  { tx, r, visiteur, le }: Depuis,
  a: Actualite,
  voulu: Date | undefined,
  deLUnion = false,
): Promise<Result<Date, Refus<'prive' | 'loin' | 'union'>>> => {
  if (deLUnion && !visiteur.administreInstance)
    return refuser('union', 'Au nom de l’Union, une actualité paraît du geste de qui administre l’instance.')
  const quand = quandParaitre(a, r.pole.public, voulu, le)
  if (!quand.ok) return quand
  await faireParaitre(tx, r.pole.id, a, quand.value, le)
  // La base le redemande : sans elle, rien ne paraît.
  if (deLUnion && !(await signerDeLUnion(tx, r.pole.id, a.id)))
    throw new Error('actualité non signée de l’Union')
  await noter(
    tx,
    visiteur,
    r.pole.id,
    'faire-paraitre',
    `Une actualité de {pole:${r.pole.id}} ${quand.value > le ? 'paraîtra' : 'paraît'}.`,
    le,
  )
  return quand
}

/** Faux : elle n'était pas en ligne. */
export const retirerDeLaLigne = async (
  { tx, r, visiteur, le }: Depuis,
  id: ActualiteId,
): Promise<boolean> => {
  if (!(await retirerActualite(tx, r.pole.id, id, le))) return false
  await noter(
    tx,
    visiteur,
    r.pole.id,
    'retirer-actualite',
    `Une actualité de {pole:${r.pole.id}} est retirée.`,
    le,
  )
  return true
}
