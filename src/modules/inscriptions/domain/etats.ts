import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { ditLaSante, SANS_SANTE } from '#kernel/sante.ts'

/** Les états d’une inscription. */
export const avant = [
  'besoin',
  'positionnement',
  'proposition',
  'contractualisation',
  'financement-en-attente',
  'liste-attente',
] as const
/** La place est tenue ; ce qui suit « inscrit » se garde à part (`etape`). */
export const etapes = [
  'convoque',
  'en-formation',
  'realise',
  'partiel',
  'evalue',
  'certifie',
  'solde',
  'evalue-a-froid',
  'archive',
] as const
export const sorties = [
  'refuse',
  'retracte',
  'annule',
  'abandon',
  'exclu',
  'force-majeure',
  'absent-total',
] as const
export const etats = [...avant, 'inscrit', ...etapes, ...sorties] as const
export type EtatInscription = (typeof etats)[number]

/** Ni inscrite ni écartée, place comptée comme promise : ce que « 0 sur 12 » cacherait. La liste d’attente n’a pas de place. */
export const estEnVoie = (etat: EtatGarde): boolean =>
  etat !== 'liste-attente' && (avant as readonly string[]).includes(etat)
export type Etape = (typeof etapes)[number]
/** Ce que garde la colonne `etat`. */
export type EtatGarde = (typeof avant)[number] | 'inscrit' | (typeof sorties)[number]

export const motEtatInscription: Readonly<Record<EtatInscription, string>> = {
  besoin: 'besoin à analyser',
  positionnement: 'positionnement',
  proposition: 'proposition faite',
  contractualisation: 'en préparation',
  'financement-en-attente': 'financement attendu',
  'liste-attente': 'liste d’attente',
  inscrit: 'inscrit',
  convoque: 'convoqué',
  'en-formation': 'en formation',
  realise: 'réalisé',
  partiel: 'réalisé en partie',
  evalue: 'évalué',
  certifie: 'certifié',
  solde: 'soldé',
  'evalue-a-froid': 'évalué à froid',
  archive: 'archivé',
  refuse: 'refusé',
  retracte: 'rétracté',
  annule: 'annulé',
  abandon: 'abandon',
  exclu: 'exclu',
  'force-majeure': 'force majeure',
  'absent-total': 'jamais venu',
}

/** Les conditions d’un passage : `mot` la dit remplie, `phrase` dit son manque. `alerte` : n’empêche pas, mais demande un motif, qui est tracé. */
export const gardesInscription = {
  'place-libre': { mot: 'il reste une place', phrase: 'Il ne reste aucune place.' },
  'dossier-ouvert': { mot: 'un dossier client', phrase: 'Aucun dossier client ne porte cette inscription.' },
  'contrat-signe': {
    mot: 'le contrat est signé, s’il en faut un',
    phrase: 'Le contrat n’est pas signé : pas d’inscription définitive avant (L6353-3).',
  },
  'information-remise': {
    mot: 'l’information préalable est remise',
    phrase: 'L’information préalable n’est pas remise (L6353-8).',
  },
  'reglement-remis': {
    mot: 'le règlement intérieur est remis',
    phrase: 'Le règlement intérieur n’est pas remis (L6353-8).',
  },
  'non-retracte': { mot: 'le client ne s’est pas rétracté', phrase: 'Le client s’est rétracté.' },
  'convention-signee': {
    mot: 'la convention est signée',
    phrase: 'La convention n’est pas signée (L6353-1).',
    alerte: true,
  },
  'accord-financeur': {
    mot: 'le financeur a donné son accord',
    phrase: 'Un financeur n’a pas donné son accord avant le début.',
    alerte: true,
  },
  'convocation-partie': { mot: 'la convocation est partie', phrase: 'La convocation n’est pas partie.' },
  venu: { mot: 'la personne est venue', phrase: 'Aucune demi-journée n’est suivie.' },
  'jamais-venu': {
    mot: 'la personne n’est jamais venue',
    phrase: 'La formation a commencé pour cette personne : c’est un abandon, pas une annulation.',
  },
  'session-terminee': { mot: 'la session est terminée', phrase: 'La session n’est pas terminée.' },
  'demi-journees-statuees': {
    mot: 'chaque demi-journée a une présence ou une absence',
    phrase: 'Des demi-journées n’ont ni présence ni absence.',
  },
  'tout-suivi': {
    mot: 'tout a été suivi',
    phrase: 'Des demi-journées n’ont pas été suivies : la réalisation est partielle.',
  },
  'pas-tout-suivi': {
    mot: 'une partie n’a pas été suivie',
    phrase: 'Tout a été suivi : la réalisation est entière.',
  },
  'dans-le-delai': {
    mot: 'le délai de rétractation court',
    phrase:
      'Le délai de rétractation est passé, ou la loi n’en donne pas. Si elle fut envoyée à temps et lue après, dites le jour de son envoi.',
  },
  'procedure-suivie': {
    mot: 'la procédure disciplinaire est tenue',
    phrase: 'La procédure disciplinaire n’est pas tenue (R6352-4 à R6352-6).',
  },
  'acquis-evalues': { mot: 'les acquis sont évalués', phrase: 'Les acquis ne sont pas évalués.' },
  'certification-obtenue': {
    mot: 'la certification est obtenue',
    phrase: 'La certification n’est pas obtenue.',
  },
  'certificat-emis': {
    mot: 'le certificat de réalisation est émis',
    phrase: 'Le certificat de réalisation n’est pas émis.',
  },
  'facture-soldee': { mot: 'la facture est soldée', phrase: 'La facture n’est pas soldée.' },
  'froid-fait': { mot: 'l’évaluation à froid est faite', phrase: 'L’évaluation à froid n’est pas faite.' },
  'conservation-posee': {
    mot: 'la durée de conservation est posée',
    phrase: 'La durée de conservation n’est pas posée.',
  },
} as const satisfies Record<string, { mot: string; phrase: string; alerte?: true }>
export type GardeInscription = keyof typeof gardesInscription
/** Une garde absente n’a pas de module pour répondre : non vérifiable, elle ne bloque pas et elle est dite. */
export type ReponsesInscription = Partial<Record<GardeInscription, boolean>>

export type TransitionInscription = {
  readonly vers: EtatInscription
  readonly gardes: readonly GardeInscription[]
  readonly motif?: true
}

const refuse: TransitionInscription = { vers: 'refuse', gardes: ['jamais-venu'], motif: true }
const annule: TransitionInscription = { vers: 'annule', gardes: ['jamais-venu'], motif: true }
const retracte: TransitionInscription = { vers: 'retracte', gardes: ['dans-le-delai'], motif: true }
const attente: TransitionInscription = { vers: 'liste-attente', gardes: [] }
const majeure: TransitionInscription = { vers: 'force-majeure', gardes: [], motif: true }
const inscrit: TransitionInscription = {
  vers: 'inscrit',
  gardes: [
    'place-libre',
    'dossier-ouvert',
    'contrat-signe',
    'information-remise',
    'reglement-remis',
    'non-retracte',
  ],
}
const commence: TransitionInscription = {
  vers: 'en-formation',
  gardes: ['venu', 'non-retracte', 'convention-signee', 'accord-financeur'],
}
const jamaisVenu: TransitionInscription = {
  vers: 'absent-total',
  gardes: ['session-terminee', 'demi-journees-statuees', 'jamais-venu'],
  motif: true,
}

export const transitionsInscription: Readonly<Record<EtatInscription, readonly TransitionInscription[]>> = {
  besoin: [
    { vers: 'positionnement', gardes: [] },
    { vers: 'proposition', gardes: [] },
    attente,
    refuse,
    annule,
  ],
  positionnement: [{ vers: 'proposition', gardes: [] }, attente, refuse, annule],
  proposition: [{ vers: 'contractualisation', gardes: ['dossier-ouvert'] }, attente, refuse, annule],
  contractualisation: [
    inscrit,
    { vers: 'financement-en-attente', gardes: ['dossier-ouvert'] },
    attente,
    refuse,
    retracte,
    annule,
  ],
  'financement-en-attente': [inscrit, attente, refuse, retracte, annule],
  'liste-attente': [
    { vers: 'besoin', gardes: [] },
    { vers: 'proposition', gardes: [] },
    { vers: 'contractualisation', gardes: ['dossier-ouvert'] },
    refuse,
    annule,
  ],
  inscrit: [
    { vers: 'convoque', gardes: ['convocation-partie'] },
    commence,
    annule,
    retracte,
    jamaisVenu,
    majeure,
  ],
  convoque: [commence, annule, retracte, jamaisVenu, majeure],
  'en-formation': [
    { vers: 'realise', gardes: ['session-terminee', 'demi-journees-statuees', 'venu', 'tout-suivi'] },
    { vers: 'partiel', gardes: ['session-terminee', 'demi-journees-statuees', 'venu', 'pas-tout-suivi'] },
    { vers: 'abandon', gardes: ['venu'], motif: true },
    { vers: 'exclu', gardes: ['procedure-suivie'], motif: true },
    retracte,
    majeure,
  ],
  realise: [{ vers: 'evalue', gardes: ['acquis-evalues'] }],
  partiel: [{ vers: 'evalue', gardes: ['acquis-evalues'] }],
  evalue: [
    { vers: 'certifie', gardes: ['certification-obtenue'] },
    { vers: 'solde', gardes: ['certificat-emis', 'facture-soldee'] },
  ],
  certifie: [{ vers: 'solde', gardes: ['certificat-emis', 'facture-soldee'] }],
  solde: [{ vers: 'evalue-a-froid', gardes: ['froid-fait'] }],
  'evalue-a-froid': [{ vers: 'archive', gardes: ['conservation-posee'] }],
  archive: [],
  refuse: [],
  retracte: [],
  annule: [],
  abandon: [],
  exclu: [],
  'force-majeure': [],
  'absent-total': [],
}

const estDans = <T extends string>(liste: readonly T[], etat: string): etat is T =>
  (liste as readonly string[]).includes(etat)

/** La place est tenue : inscrit, ou l’une de ses suites. */
export const tientUnePlace = (etat: EtatInscription): boolean => etat === 'inscrit' || estDans(etapes, etat)
export const estSortie = (etat: EtatInscription): boolean => estDans(sorties, etat)
/** Compte à l’effectif : qui tient sa place, et qui l’a quittée une fois la session commencée. */
export const compteALEffectif = (
  i: { readonly etat: EtatInscription; readonly definitiveLe: Date | null; readonly closeLe: Date | null },
  debut: Date | null,
): boolean =>
  tientUnePlace(i.etat) ||
  (i.definitiveLe !== null && i.closeLe !== null && debut !== null && i.closeLe > debut)
export const asEtatInscription = (texte: string): EtatInscription | undefined =>
  estDans(etats, texte) ? texte : undefined

/** Comment un état se garde : la colonne `etat`, et l’étape qui suit « inscrit ». */
export const rangerEtat = (etat: EtatInscription): { etat: EtatGarde; etape: Etape | null } =>
  estDans(etapes, etat) ? { etat: 'inscrit', etape: etat } : { etat, etape: null }

export type RefusInscription =
  | Refus<'transition-impossible' | 'motif-exige' | 'motif-de-sante'>
  | (Refus<'gardes-non-satisfaites'> & { readonly manquent: readonly GardeInscription[] })

export type Passage = {
  readonly etat: EtatInscription
  readonly motif: string | null
  /** Alertes passées outre, sous le motif. */
  readonly alertes: readonly GardeInscription[]
  readonly nonVerifiees: readonly GardeInscription[]
}

const estAlerte = (g: GardeInscription): boolean => 'alerte' in gardesInscription[g]

/** Le passage, ou tout ce qui l’empêche. Une alerte ne bloque pas si quelqu’un dit pourquoi. */
export const changerInscription = (
  de: EtatInscription,
  vers: EtatInscription,
  reponses: ReponsesInscription,
  motif?: string,
): Result<Passage, RefusInscription> => {
  const transition = transitionsInscription[de].find((t) => t.vers === vers)
  if (!transition)
    return ko(
      refus(
        'transition-impossible',
        `Une inscription « ${motEtatInscription[de]} » ne devient pas « ${motEtatInscription[vers]} ».`,
      ),
    )
  const non = transition.gardes.filter((g) => reponses[g] === false)
  const manquent = non.filter((g) => !estAlerte(g))
  if (manquent.length > 0)
    return ko({
      ...refus('gardes-non-satisfaites', manquent.map((g) => gardesInscription[g].phrase).join(' ')),
      manquent,
    })
  const dit = motif?.trim() ?? ''
  if (ditLaSante(dit)) return ko(refus('motif-de-sante', SANS_SANTE))
  if (dit === '' && (transition.motif || non.length > 0))
    return ko(
      refus(
        'motif-exige',
        non.length > 0
          ? `${non.map((g) => gardesInscription[g].phrase).join(' ')} Dites pourquoi vous passez outre : le motif entre dans le dossier.`
          : 'Dites pourquoi : le motif entre dans le dossier.',
      ),
    )
  return ok({
    etat: vers,
    motif: dit === '' ? null : dit,
    alertes: non,
    nonVerifiees: transition.gardes.filter((g) => reponses[g] === undefined),
  })
}
