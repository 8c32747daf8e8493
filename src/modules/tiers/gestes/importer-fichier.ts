import type { ActiviteId } from '#kernel/id.ts'
import { refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { compter } from '#kernel/texte.ts'
import { bornesCsv, ecrireTableau, type TableauCsv } from '#platform/csv/lire-csv.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import {
  reprendreAuxEntreprises,
  reprendreAuxPersonnes,
  retirerEntreprises,
  retirerPersonnes,
} from '../db/fiches-en-nombre.ecritures.ts'
import {
  appliquerLecture,
  essayerLecture,
  oublierLectures,
  poserLecture,
  rouvrirLecture,
} from '../db/lectures-csv.ecritures.ts'
import { colonnesRetenues, type LectureCsv, type LectureId } from '../db/lectures-csv.ts'
import {
  type Correspondance,
  colonnesManquantes,
  devinerColonnes,
  type RapportImport,
} from '../domain/colonnes.ts'
import { type ImportDe, tropDeLignes } from '../lecture/import-de.ts'

/** Ce temps passé, un fichier déposé s’oublie : il ne s’importe plus, ne se rend plus, ne se défait plus. */
export const GARDE_JOURS = 7

export type Depot = {
  readonly id: LectureId
  readonly activite: ActiviteId
  readonly nomFichier: string
  readonly tableau: TableauCsv
}

/** Range le fichier, devine ses colonnes et dit ce que l’import ferait ; rien d’autre n’est écrit. */
export const deposerTableau = async (
  tx: TenantTx,
  de: ImportDe,
  { id, activite, nomFichier, tableau }: Depot,
  le: Date,
): Promise<Result<LectureId, { readonly code: 'trop-grand'; readonly phrase: string }>> => {
  await oublierLectures(tx, new Date(le.getTime() - GARDE_JOURS * 86_400_000))
  const trop = tropDeLignes(de, tableau.lignes)
  if (trop) return ko(refus('trop-grand', trop))
  const contenu = ecrireTableau(tableau)
  if (contenu.length > bornesCsv.octets)
    return ko(refus('trop-grand', 'Ce fichier dépasse 10\u00a0Mo une fois lu\u00a0: coupez-le en deux.'))
  const { entetes, lignes } = tableau
  const colonnes = (await colonnesRetenues(tx, de.genre, entetes)) ?? devinerColonnes(de.colonnes, entetes)
  const rapport =
    colonnesManquantes(de.colonnes, colonnes).length > 0
      ? null
      : await de.importer(tx, { activite, nomFichier, lignes, colonnes, essai: true, lecture: null }, le)
  await poserLecture(tx, {
    id,
    activite,
    genre: de.genre,
    nomFichier,
    entetes,
    colonnes,
    rapport,
    contenu,
    deposeLe: le,
  })
  return ok(id)
}

const voulu = (lecture: LectureCsv, tableau: TableauCsv, colonnes: Correspondance) => ({
  activite: lecture.activite,
  nomFichier: lecture.nomFichier,
  lignes: tableau.lignes,
  colonnes,
})

/** D’autres colonnes, et ce que l’import ferait avec elles. Faux : une colonne attendue manque encore. */
export const essayerColonnes = async (
  tx: TenantTx,
  de: ImportDe,
  lecture: LectureCsv,
  tableau: TableauCsv,
  colonnes: Correspondance,
  le: Date,
): Promise<boolean> => {
  const manque = colonnesManquantes(de.colonnes, colonnes).length > 0
  const rapport = manque
    ? null
    : await de.importer(tx, { ...voulu(lecture, tableau, colonnes), essai: true, lecture: null }, le)
  await essayerLecture(tx, lecture.id, colonnes, rapport)
  return !manque
}

/** Fait entrer le fichier, et retient de quoi tout défaire. */
export const faireEntrer = async (
  tx: TenantTx,
  de: ImportDe,
  lecture: LectureCsv,
  tableau: TableauCsv,
  colonnes: Correspondance,
  le: Date,
): Promise<RapportImport> => {
  await essayerLecture(tx, lecture.id, colonnes, null)
  const { completes, ...rapport } = await de.importer(
    tx,
    { ...voulu(lecture, tableau, colonnes), essai: false, lecture: lecture.id },
    le,
  )
  await appliquerLecture(tx, lecture.id, rapport, completes ?? [], le)
  return rapport
}

/**
 * Défait l’import entier : les fiches qu’il a fait naître s’en vont, ce qu’il a ajouté aux autres aussi. Ce qui a servi depuis reste, et se
 * nomme. Le fichier redevient à importer. Rien : cet import ne se défait pas, ou plus.
 */
export const defaireImport = async (
  tx: TenantTx,
  de: ImportDe,
  lecture: LectureCsv,
  tableau: TableauCsv,
  le: Date,
): Promise<{ readonly retirees: number; readonly restent: readonly string[] } | undefined> => {
  if (!de.seDefait || lecture.appliqueLe === null) return undefined
  const duGenre = (genre: 'personne' | 'entreprise') =>
    (lecture.completes ?? []).filter((x) => x.genre === genre)
  await reprendreAuxPersonnes(tx, duGenre('personne'))
  await reprendreAuxEntreprises(tx, duGenre('entreprise'))
  const personnes = await retirerPersonnes(tx, lecture.id)
  const entreprises = await retirerEntreprises(tx, lecture.id)
  const retirees = personnes.retirees + entreprises.retirees
  const restent = [...personnes.restent, ...entreprises.restent]
  await rouvrirLecture(tx, lecture.id)
  await essayerColonnes(tx, de, { ...lecture, appliqueLe: null }, tableau, lecture.colonnes, le)
  await consigner(tx, {
    activite: lecture.activite,
    faitLe: le,
    module: 'tiers',
    geste: 'defaire-un-import',
    objet: { genre: 'import', id: lecture.id },
    phrase: `L’import de « ${lecture.nomFichier.slice(0, 100)} » est défait\u00a0: ${compter(retirees, 'fiche retirée', { pluriel: 'fiches retirées' })}${
      restent.length > 0 ? `, ${compter(restent.length, 'gardée')} (utilisée ailleurs)` : ''
    }.`,
    details: { retirees, gardees: restent.length },
  })
  return { retirees, restent }
}
