import { ajouterMois, type DateCivile } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { compter } from '#kernel/texte.ts'
import type { Cadre } from './controle.ts'
import type { Grille, IndicateurApplicable } from './grille.ts'
import { seuilMineures } from './moteur.ts'

/** Ce que l’audit blanc ajoute au cadre : qui débute, ce qui restait à lever, la durée dite par le devis. */
export type CadreAudit = Cadre & {
  /** Les catégories où l’organisme est nouvel entrant (aucun BPF transmis, ou catégorie absente du dernier). */
  readonly nouveau: readonly string[]
  /** Les indicateurs d’une mineure à l’audit d’avant : non levée, elle devient majeure (arrêté du 6 juin 2019). */
  readonly anciens: readonly number[]
  /** Durée, en minutes : celle du devis, jamais calculée (les suppléments par catégorie ne sont pas établis). */
  readonly minutes: number
  readonly parCategorie?: number
  readonly beneficiaires: number
  /** Audit interne : le tirage prend une action par personne qui anime. */
  readonly parIntervenant: boolean
}

export type Conclusion = 'tenu' | 'mineure' | 'majeure'
export type Fiche = {
  readonly point: string
  readonly rang: number
  readonly conclusion: Conclusion
  /** Le fait vu, sans le commenter. */
  readonly constat: string
  readonly risque: string
  /** Temps pour montrer la preuve, en secondes. */
  readonly secondes: number | null
}

/** Ce que l’auditeur examine : un indicateur, ou l’un des deux points que la surveillance ajoute. */
export type Point = {
  readonly point: string
  readonly intitule: string
  readonly attendu: string
  readonly gradable: boolean
  /** Faux : hors du programme par défaut d’une surveillance ; on peut y conclure quand même. */
  readonly programme: boolean
  readonly indicateur?: IndicateurApplicable
  readonly note?: string
}

const marque: Point = {
  point: 'marque',
  intitule: 'L’usage de la marque',
  attendu:
    'Le logo paraît avec sa phrase de catégories, sur une présentation générale seulement ; jamais sur un programme, une convention, un devis, une facture ou un support.',
  gradable: true,
  programme: true,
}
const affichage: Point = {
  point: 'affichage',
  intitule: 'L’affichage du certificat',
  attendu:
    'Le certificat se lit dans chaque site et sur le site internet ; sans site, sa copie se donne à qui la demande.',
  gradable: false,
  programme: true,
}

/** Les indicateurs que l’audit initial d’un nouvel entrant regarde autrement (guide de lecture V9, préambule). */
const adaptes = [2, 3, 11, 13, 14, 19, 22, 24, 25, 26, 32]

/**
 * Le programme. En surveillance : les anciens écarts, tout ce qui n’admet qu’une majeure, la marque et l’affichage (la liste exacte
 * des textes n’a pas été lue) ; un nouvel entrant y montre tout. Sinon, tous les indicateurs applicables.
 */
export const programmer = (
  grille: Grille,
  audit: Pick<CadreAudit, 'genre' | 'nouveau' | 'anciens'>,
): Point[] => {
  const partiel = audit.genre === 'surveillance' && audit.nouveau.length === 0
  const points = grille.indicateurs.map((i): Point => {
    const adapte = audit.nouveau.length > 0 && adaptes.includes(i.numero)
    return {
      point: String(i.numero),
      intitule: i.intitule,
      attendu: i.attendu,
      gradable: i.gradable,
      programme: !partiel || !i.gradable || audit.anciens.includes(i.numero),
      indicateur: i,
      ...(adapte
        ? {
            note:
              audit.genre === 'initial'
                ? 'Nouvel entrant : l’initial vérifie que le processus est écrit.'
                : 'Nouvel entrant : la surveillance vérifie que le processus vit.',
          }
        : audit.anciens.includes(i.numero)
          ? { note: 'Une mineure y fut relevée à l’audit d’avant : non levée, elle devient majeure.' }
          : {}),
    }
  })
  return audit.genre === 'initial' ? points : [...points, marque, affichage]
}

/** La fiche d’un point tient dans ce que la liste officielle permet. */
export const verifierFiche = (
  point: Pick<Point, 'intitule' | 'gradable'>,
  fiche: Pick<Fiche, 'conclusion' | 'risque'>,
): Result<void, Refus<'non-gradable' | 'sans-risque'>> => {
  if (fiche.conclusion === 'mineure' && !point.gradable)
    return refuser(
      'non-gradable',
      'Ce point n’admet pas de mineure : l’écart est majeur, ou il n’y en a pas (arrêté du 6 juin 2019, art. 5).',
    )
  if (fiche.conclusion !== 'tenu' && fiche.risque.trim() === '')
    return refuser('sans-risque', 'Un écart dit son risque : ce que ce manque peut coûter à un stagiaire.')
  return ok(undefined)
}

export type Bilan = {
  readonly majeures: readonly string[]
  readonly mineures: readonly string[]
  /** Mineures d’avant, retrouvées : majeures désormais. */
  readonly requalifiees: readonly string[]
  /** Cinq mineures non levées : une majeure de plus. */
  readonly cumul: boolean
  readonly nombreMajeures: number
  readonly decision: string
  readonly echeances: readonly { readonly quoi: string; readonly le: DateCivile }[]
}

/** Les dernières fiches de chaque point. */
export const dernieres = (fiches: readonly Fiche[]): Fiche[] => {
  const parPoint = new Map<string, Fiche>()
  for (const f of fiches) if (f.rang > (parPoint.get(f.point)?.rang ?? 0)) parPoint.set(f.point, f)
  return [...parPoint.values()]
}

const decider = (genre: Cadre['genre'], majeures: number, mineures: number): string => {
  if (majeures > 0)
    return genre === 'initial' || genre === 'extension'
      ? 'La décision attendrait que les majeures soient levées ; à défaut dans les trois mois, un refus.'
      : 'Le certificat tiendrait si les majeures sont levées dans les trois mois ; à défaut, une suspension.'
  if (mineures > 0)
    return 'La décision pourrait se prendre, sur un plan d’action ; à défaut de mise en œuvre, une mineure devient majeure à l’audit suivant.'
  return 'Aucun écart relevé sur cet échantillon. Seul le certificateur conclut.'
}

/**
 * L’arithmétique des écarts (arrêté du 6 juin 2019, art. 5 ; FAQ du ministère, 3.1 à 3.3). Une majeure : trois mois, vérifiée dans
 * le mois qui suit. Une mineure : six mois. Cinq mineures ensemble valent une majeure, que l’on lève en redescendant sous cinq.
 */
export const conclureAudit = (
  { genre, anciens }: Pick<CadreAudit, 'genre' | 'anciens'>,
  fiches: readonly Fiche[],
  notifieLe: DateCivile,
): Bilan => {
  const lues = dernieres(fiches)
  const de = (c: Conclusion) => lues.filter((f) => f.conclusion === c).map((f) => f.point)
  const requalifiees = de('mineure').filter((p) => anciens.some((n) => String(n) === p))
  const mineures = de('mineure').filter((p) => !requalifiees.includes(p))
  const majeures = [...de('majeure'), ...requalifiees]
  const cumul = mineures.length >= seuilMineures
  const nombreMajeures = majeures.length + (cumul ? 1 : 0)
  return {
    majeures,
    mineures,
    requalifiees,
    cumul,
    nombreMajeures,
    decision: decider(genre, nombreMajeures, mineures.length),
    echeances: [
      ...(nombreMajeures > 0
        ? [
            { quoi: 'Le plan d’action des majeures', le: notifieLe },
            { quoi: 'Les majeures, mises en œuvre', le: ajouterMois(notifieLe, 3) },
            { quoi: 'Leur vérification, au plus tard', le: ajouterMois(notifieLe, 4) },
          ]
        : []),
      ...(cumul ? [{ quoi: 'Redescendre sous cinq mineures', le: ajouterMois(notifieLe, 3) }] : []),
      ...(mineures.length > 0
        ? [{ quoi: 'Les mineures, mises en œuvre', le: ajouterMois(notifieLe, 6) }]
        : []),
    ],
  }
}

/** L’échéance de l’action qui répond d’un point. */
export const echeanceDe = (bilan: Bilan, point: string, notifieLe: DateCivile): DateCivile =>
  ajouterMois(notifieLe, bilan.majeures.includes(point) ? 3 : 6)

/** Ce qui reste à dire avant de conclure : chaque point du programme a sa fiche. */
export const pointsSansFiche = (points: readonly Point[], fiches: readonly Fiche[]): string[] => {
  const faits = new Set(fiches.map((f) => f.point))
  return points.filter((p) => p.programme && !faits.has(p.point)).map((p) => p.point)
}

export const motsConclusion: Readonly<Record<Conclusion, string>> = {
  tenu: 'rien à redire',
  mineure: 'écart mineur',
  majeure: 'écart majeur',
}

/** « 2 min 30 s ». */
export const direSecondes = (s: number): string =>
  s < 60 ? `${s}\u00a0s` : `${Math.floor(s / 60)}\u00a0min${s % 60 > 0 ? ` ${s % 60}\u00a0s` : ''}`

export const nommerPoint = (point: string): string =>
  point === 'marque' ? 'la marque' : point === 'affichage' ? 'l’affichage' : `l’indicateur ${point}`

/** Un fait du contrôle visé par une action : tenu ou non, et le jour où il était dû ; `session` : il est d’un dossier. */
export type FaitDate = {
  readonly session: string | null
  readonly tenu: boolean
  readonly jour: string | null
}

/**
 * Une action née d’un audit ne se clôt que si le contrôle repasse sur de nouveaux dossiers : un au moins, né après elle, et tous
 * tenus. Ce qui ne tient pas aux dossiers repasse quand plus rien n’y manque.
 */
export const repasse = (
  faits: readonly FaitDate[],
  ouverteLe: string,
): Result<void, Refus<'trou-neuf' | 'sans-dossier'>> => {
  const aDossiers = faits.some((f) => f.session !== null)
  const neufs = faits.filter((f) => f.session !== null && f.jour !== null && f.jour > ouverteLe)
  const rates = [...neufs, ...faits.filter((f) => f.session === null)].filter((f) => !f.tenu).length
  if (rates > 0)
    return refuser(
      'trou-neuf',
      `Cette action ne se clôt pas encore : ${compter(rates, 'fait', { pluriel: 'faits' })} ${rates > 1 ? 'manquent' : 'manque'} depuis son ouverture.`,
    )
  if (aDossiers && neufs.length === 0)
    return refuser(
      'sans-dossier',
      'Cette action ne se clôt pas encore : aucun dossier né depuis son ouverture ne montre que le contrôle repasse.',
    )
  return ok(undefined)
}
