/** Prendre les actualités d'un site d'avant. Le même import, refait, ne crée rien de plus. */

import type { Id } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { noter } from '#modules/pole/index.ts'
import { newId } from '#platform/db/index.ts'
import { creerActualite, faireParaitre } from '../db/actualites.ecritures.ts'
import type { ActualiteId } from '../db/actualites.ts'
import { noterImportation, retenirImages } from '../db/importations.ecritures.ts'
import type { ImageImportee } from '../db/importations.ts'
import type { Contenu } from '../domain/actualite.ts'
import { composerRapport, type LigneDeRapport, type Rapport } from '../domain/importation.ts'
import type { Depuis } from './rediger.ts'

export type EntreeAPrendre = {
  readonly origine: string
  readonly contenu: Contenu
  readonly le: Date | undefined
  readonly image?: { readonly url: string; readonly alt: string }
}

/**
 * `paraitre` : celles que le fichier date paraissent à leur date, pourvu qu'elle soit passée ; les autres restent des
 * brouillons. Une entrée déjà importée n'est pas touchée : ce qu'on y a repris depuis l'emporte. Rend le compte rendu de l'import.
 */
export const importerDesActualites = async (
  { tx, r, visiteur, le }: Depuis,
  lecture: {
    readonly genre: string
    readonly entrees: readonly EntreeAPrendre[]
    readonly laissees: readonly { readonly titre: string; readonly pourquoi: string }[]
  },
  i: { readonly id: Id<'Importation'>; readonly source: string; readonly paraitre: boolean },
): Promise<Result<Rapport, Refus<'prive'>>> => {
  if (i.paraitre && !r.pole.public)
    return refuser('prive', 'Ce pôle ne se montre qu’à ses membres : rien n’y paraît.')
  const images: ImageImportee[] = []
  const lignes: LigneDeRapport[] = []
  for (const e of lecture.entrees) {
    const id = newId<'Actualite'>(le) as ActualiteId
    if (!(await creerActualite(tx, r.pole.id, id, e.contenu, visiteur.nom, le, e.origine))) {
      lignes.push({ titre: e.contenu.titre, sort: 'connue' })
      continue
    }
    if (e.image) images.push({ actualite: id, ...e.image })
    const parait = i.paraitre && e.le !== undefined && e.le <= le
    if (parait && e.le) await faireParaitre(tx, r.pole.id, { id, version: 1, ...e.contenu }, e.le, le)
    lignes.push({ titre: e.contenu.titre, sort: parait ? 'parue' : 'creee' })
  }
  for (const l of lecture.laissees) lignes.push({ titre: l.titre, sort: 'laissee', pourquoi: l.pourquoi })
  const rapport = composerRapport(lecture.genre, lignes)
  await noterImportation(tx, r.pole.id, { id: i.id, source: i.source, rapport, par: visiteur.nom }, le)
  await retenirImages(tx, r.pole.id, i.id, images)
  await noter(
    tx,
    visiteur,
    r.pole.id,
    'importer-actualites',
    `Des actualités de {pole:${r.pole.id}} sont importées.`,
    le,
  )
  return ok(rapport)
}
