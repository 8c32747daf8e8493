/**
 * Le dossier 21/22 qu’une personne remet pour une mission : une photographie de ses titres, de son curriculum vitæ et de ses formations, datée et
 * signée, de son accord, jusqu’à un terme (RNQ, indicateurs 21 et 22). Rien n’y est vérifié : cela reste à qui reçoit.
 */
import { ajouterMois, comparerDates, type DateCivile, dateCivile, formaterDate } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { compter, de } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { joursDe, type Mission } from './missions.ts'

export type RemiseId = Id<'DossierRemis'>

/** Le texte que la personne accepte ; changé, sa version change, et l’ancien ne vaut plus. */
export const termeDuDossier = {
  version: 1,
  texte:
    'La coopérative qui me reçoit lit une copie datée des pièces que je coche, pour cette mission et jusqu’à ce jour. Elle peut les ranger à ses registres de la qualité. Chaque ouverture est notée, et je la lis. Je peux reprendre mon accord : ce qui n’a pas servi s’efface aussitôt ; ce qui a servi reste, pour l’audit de cette mission, jusqu’à ce jour.',
} as const

export const genresDePiece = {
  titres: 'Titres et qualités',
  cv: 'Curriculum vitæ',
  formation: 'Formation suivie',
} as const
export type GenreDePiece = keyof typeof genresDePiece

/** Ce que la personne peut remettre ; `nom`, `type` : du fichier joint, vides sans lui. */
export type PieceProposee = {
  readonly cle: string
  readonly genre: GenreDePiece
  readonly le: DateCivile
  readonly titre: string
  readonly contenu: Readonly<Record<string, unknown>>
  readonly nom: string
  readonly type: string
}
/** Une pièce ouverte. `fichier` : en base 64. */
export type PieceRemise = Omit<PieceProposee, 'cle'> & { readonly fichier: string | null }

export type Remise = {
  readonly remise: RemiseId
  readonly remiseLe: Date
  readonly jusquAu: DateCivile
  readonly empreinte: Buffer
  readonly signature: Buffer
  readonly cle: Buffer
  readonly employeeLe: Date | null
  readonly retireeLe: Date | null
  readonly effaceeLe: Date | null
  /** Qui reçoit peut l’ouvrir. */
  readonly lisible: boolean
  readonly pieces:
    | readonly { readonly rang: number; readonly genre: GenreDePiece; readonly le: DateCivile }[]
    | null
  readonly lectures: readonly Date[] | null
}

/** Une ouverture notée, les pièces se lisent aussitôt, ou se redemandent. */
export const MINUTES_POUR_LIRE = 15
/** Le temps qu’un certificat laisse auditer une session. */
export const MOIS_D_AUDIT = 36
/** Un terme ne se dit pas plus loin. */
export const MOIS_AU_PLUS = 48
/** Le terme proposé : trois ans après le dernier jour. */
export const termePropose = (m: Pick<Mission, 'creneaux'>, aujourdhui: DateCivile): DateCivile =>
  ajouterMois(joursDe(m).at(-1) ?? aujourdhui, MOIS_D_AUDIT)

/** Le jour où la pièce cesse de valoir chez qui l’envoie ; nul : elle n’en a pas. */
export const termeDe = (p: Pick<PieceRemise, 'contenu'>): DateCivile | null =>
  (typeof p.contenu.terme === 'string' ? dateCivile(p.contenu.terme) : undefined) ?? null

/** Ce qu’une pièce dit en clair, ligne par ligne ; le fichier s’ouvre à part. */
export const direPiece = (p: Pick<PieceRemise, 'contenu'>): readonly (readonly [string, string])[] => {
  const terme = termeDe(p)
  const dits = (
    [
      ['titres', 'Titres'],
      ['rapport', 'Leur rapport avec ce qui s’enseigne'],
      ['domaines', 'Domaines'],
      ['duree', 'Durée'],
      ['apport', 'Ce que cela change'],
    ] as const
  ).flatMap(([champ, nom]) => {
    const dit = p.contenu[champ]
    return typeof dit === 'string' && dit !== '' ? [[nom, dit] as const] : []
  })
  return terme ? [...dits, ['Vaut jusqu’au', formaterDate(terme)]] : dits
}

const jourDe = (quand: Date) => formaterDate(jourLocal(quand, ZONE_PAR_DEFAUT))
/** Ce que la fiche d’ici garde : les titres remis, coupés s’il le faut, puis d’où ils viennent. */
export const avecSource = (titres: string, r: Pick<Remise, 'remiseLe'>): string => {
  const source = ` (dossier remis le ${formaterDate(jourLocal(r.remiseLe, ZONE_PAR_DEFAUT), 'chiffres')})`
  return `${titres.slice(0, 4000 - source.length)}${source}`
}
/** Ce qui s’est rangé. `titres` : nul, il n’en remet pas ; faux, la fiche en avait et les garde. */
export const direRangement = ({
  titres,
  lignes,
}: {
  readonly titres: boolean | null
  readonly lignes: number
}): string =>
  [
    titres === null
      ? ''
      : titres
        ? 'Ses titres sont à sa fiche.'
        : 'Sa fiche avait déjà des titres : elle les garde.',
    lignes > 0 ? `Les registres (21, 22) en ont ${compter(lignes, 'pièce')}.` : '',
  ]
    .filter((x) => x !== '')
    .join(' ') || 'Ce qu’il disait ne vaut plus : rien n’est aux registres.'
/** D’où vient ce qui est rangé, et jusqu’à quand cela vaut. */
export const direSource = (
  r: Pick<Remise, 'remiseLe' | 'jusquAu'>,
  m: Pick<Mission, 'nom' | 'envoyeur' | 'numero'>,
): string =>
  `Remis par ${m.nom}, ${de(m.envoyeur)}, le ${jourDe(r.remiseLe)}${m.numero ? `, pour la mission ${m.numero}` : ''} ; gardé jusqu’au ${formaterDate(r.jusquAu)}. Le vérifier reste à nous.`

/** Où en est le dossier, en une phrase, selon de quel côté on le lit. */
export const direRemise = (r: Remise, m: Pick<Mission, 'moi' | 'aMoi' | 'receveur' | 'etat'>): string => {
  const lu = r.lectures?.length ?? 0
  const ouvert =
    lu === 0
      ? 'Personne ne l’a ouvert.'
      : `${m.moi === 'recoit' ? 'Ouvert ici' : `Ouvert par ${m.receveur}`} ${compter(lu, 'fois', { pluriel: 'fois' })}.`
  if (r.effaceeLe) return `Son terme est passé : les pièces se sont effacées le ${jourDe(r.effaceeLe)}.`
  if (m.etat === 'annulee' || m.etat === 'expiree')
    return `La mission est finie : les pièces sont effacées${r.employeeLe ? ', et ce qui en fut rangé s’efface' : ''}. ${ouvert}`
  if (r.retireeLe && r.employeeLe)
    return `L’accord est repris le ${jourDe(r.retireeLe)}. Ce qui est déjà rangé reste, pour l’audit de cette mission, jusqu’au ${formaterDate(r.jusquAu)}. ${ouvert}`
  if (r.retireeLe) return `L’accord est repris le ${jourDe(r.retireeLe)} : les pièces sont effacées.`
  return `Le ${jourDe(r.remiseLe)}, jusqu’au ${formaterDate(r.jusquAu)}${r.employeeLe ? `, rangé aux registres le ${jourDe(r.employeeLe)}` : ''}. ${ouvert}`
}

/** Le terme vient après la mission, et dans les quatre ans. */
export const verifierTerme = (
  m: Pick<Mission, 'creneaux'>,
  jusque: DateCivile,
  aujourdhui: DateCivile,
): Refus | undefined => {
  const dernier = joursDe(m).at(-1) ?? aujourdhui
  const [tot, tard] = [
    comparerDates(dernier, aujourdhui) > 0 ? dernier : aujourdhui,
    ajouterMois(aujourdhui, MOIS_AU_PLUS),
  ]
  return comparerDates(jusque, tot) < 0 || comparerDates(jusque, tard) > 0
    ? refus('terme', `Choisissez un jour entre le ${formaterDate(tot)} et le ${formaterDate(tard)}.`)
    : undefined
}

const phrases: Readonly<Record<string, string>> = {
  refuse: 'La personne de la mission, seule, remet ou reprend son dossier.',
  introuvable:
    'Ce dossier ne s’ouvre plus : l’accord est repris, son terme est passé, ou la mission est finie.',
  'sans-mission': 'La mission n’est pas retenue : rien ne se remet.',
  texte: 'Le texte de l’accord a changé : relisez-le avant d’accepter.',
  terme: 'Ce terme ne convient pas : il vient après la mission, et dans les quatre ans.',
  pieces: 'Cochez une pièce au moins, douze au plus.',
  'deja-remis':
    'Un dossier est déjà remis pour cette mission : reprenez votre accord avant d’en remettre un autre.',
  'pas-ferme': 'La mission n’est pas ferme : le dossier se range quand le contrat est signé.',
  'refuse-de-demander':
    'Qui prépare les sessions de la coopérative qui reçoit demande le dossier : la direction, la responsable pédagogique, l’assistance ou l’équipe d’appui.',
  'a-lire': 'Ouvrez d’abord le dossier : vérifier ce qu’il dit reste à vous.',
}
/** Rien : ce mot n’est pas un refus. */
export const direRefusDuDossier = (code: string): Refus | undefined => {
  const phrase = Object.hasOwn(phrases, code) ? phrases[code] : undefined
  return phrase ? refus(code, phrase) : undefined
}
