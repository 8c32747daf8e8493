import { type DateCivile, dateCivile, formaterDate } from '#kernel/dates.ts'
import type { Categorie, Condition, Indicateur, VersionId } from './indicateur.ts'
import { information } from './indicateurs/critere-1.ts'
import { conception } from './indicateurs/critere-2.ts'
import { accueil } from './indicateurs/critere-3.ts'
import { moyens } from './indicateurs/critere-4.ts'
import { competences } from './indicateurs/critere-5.ts'
import { environnement } from './indicateurs/critere-6.ts'
import { appreciations } from './indicateurs/critere-7.ts'

export type Version = {
  readonly id: VersionId
  readonly texte: string
  /** Le premier jour d’audit où elle vaut. */
  readonly depuis: string
}

/**
 * La version est celle du jour de l’audit, à Paris, sans période transitoire connue. Du décret de 2026, l’annexe a été lue en
 * transcription ; le guide V10 et les arrêtés de seuils (19 et 20) n’ont pas été trouvés.
 */
export const versions: readonly Version[] = [
  { id: 'V9', texte: 'Décret n° 2019-565 modifié, guide de lecture V9', depuis: '2024-03-08' },
  { id: '2026-728', texte: 'Décret n° 2026-728 du 1er août 2026', depuis: '2026-11-01' },
]

/** Le premier jour où cette version vaut, `AAAA-MM-JJ`. */
export const vautDepuis = (version: VersionId): string =>
  versions.find((v) => v.id === version)?.depuis ?? '9999-12-31'

/**
 * Le guide de lecture qui commente chaque version. Celui de 2026 (V10) n’était pas paru quand on l’a cherché : les attendus en viennent du
 * décret seul. Le jour où il paraît : son jour ici, puis chaque contrôle relu.
 */
export const guides: Readonly<
  Record<VersionId, { readonly nom: string; readonly paruLe: string | null; readonly chercheLe: string }>
> = {
  V9: { nom: 'V9', paruLe: '2024-01-08', chercheLe: '2026-11-24' },
  '2026-728': { nom: 'V10', paruLe: null, chercheLe: '2026-11-24' },
}
/** Ce que l’on sait de ce guide, en une phrase ; rien s’il est paru. */
export const direGuide = (version: VersionId): string | undefined => {
  const g = guides[version]
  return g.paruLe === null
    ? `Le guide de lecture ${g.nom} n’était pas paru le ${formaterDate(g.chercheLe as DateCivile, 'court')} : ce qui est attendu vient du décret seul.`
    : undefined
}

export const criteres: readonly string[] = [
  'Informer le public : prestations, délais d’accès, résultats',
  'Définir les objectifs et adapter les prestations aux publics dès la conception',
  'Adapter l’accueil, l’accompagnement, le suivi et l’évaluation aux publics',
  'Disposer de moyens pédagogiques, techniques et d’encadrement adaptés',
  'Qualifier les personnels et développer leurs compétences',
  'S’inscrire dans son environnement professionnel',
  'Recueillir et prendre en compte appréciations et réclamations',
]

const indicateurs: readonly Indicateur[] = [
  ...information,
  ...conception,
  ...accueil,
  ...moyens,
  ...competences,
  ...environnement,
  ...appreciations,
]

/** La version qui vaut pour un audit tenu ce jour-là ; rien avant la première que nous tenions. */
export const versionAu = (jour: DateCivile): Version | undefined => versions.findLast((v) => v.depuis <= jour)

/** Le premier jour dont nous tenons la grille. */
export const premierJour: DateCivile | undefined = dateCivile(versions[0]?.depuis ?? '')

/** Ce que la catégorie emporte d’elle-même (déduit) : un apprenti prépare un titre, en alternance, au travail. */
const acquises: Readonly<Record<Categorie, readonly Condition[]>> = {
  AF: [],
  CBC: [],
  VAE: ['certification'],
  CFA: ['certification', 'alternance', 'situation-de-travail'],
}

/** Un indicateur tel qu’une version le dit. */
export type IndicateurApplicable = Omit<Indicateur, 'en2026' | 'depuis'> & {
  /** Ce que la version ajoute à la précédente ; vide si elle n’y change rien. */
  readonly ajout: string | null
}

const selon = (i: Indicateur, version: VersionId): IndicateurApplicable | undefined => {
  // Ce dont on doute est ce que 2026 change : la version d’avant fut lue.
  const { en2026, depuis, doute, ...reste } = i
  if (version === 'V9') return depuis === undefined ? { ...reste, ajout: null } : undefined
  return {
    ...reste,
    ...(doute ? { doute } : {}),
    ...(en2026?.intitule ? { intitule: en2026.intitule } : {}),
    ...(en2026?.attendu ? { attendu: en2026.attendu } : {}),
    ...(en2026?.condition ? { condition: en2026.condition } : {}),
    preuves: [...i.preuves, ...(en2026?.preuves ?? [])],
    ajout: depuis === version ? 'Indicateur nouveau.' : (en2026?.ajout ?? null),
  }
}

export type Grille = { readonly version: VersionId; readonly indicateurs: readonly IndicateurApplicable[] }

/**
 * La grille d’un audit : les indicateurs de ses catégories, dans leur ordre. Sans `situation`, ceux qui ont une condition y
 * sont tous, avec elle ; avec, seuls restent ceux dont l’organisme remplit la condition (ou dont la catégorie l’emporte).
 */
export const grilleAu = (
  jour: DateCivile,
  demandees: readonly Categorie[],
  situation?: readonly Condition[],
): Grille | undefined => {
  const version = versionAu(jour)
  if (!version) return undefined
  const retenus = indicateurs.filter((i) =>
    i.categories.some(
      (c) =>
        demandees.includes(c) &&
        (situation === undefined ||
          i.conditions.every((x) => situation.includes(x) || acquises[c].includes(x))),
    ),
  )
  return { version: version.id, indicateurs: retenus.flatMap((i) => selon(i, version.id) ?? []) }
}
