/**
 * La vie d’une facture électronique (CGI, annexe IV, 41 septies G ; messages CDAR). Quatre statuts sont obligatoires : déposée, rejetée,
 * refusée, encaissée. Les messages arrivent dans le désordre : où elle en est se calcule de tous, jamais du dernier arrivé.
 */

export const codesStatut = [
  200, 201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 211, 212, 213, 220,
] as const
export type CodeStatut = (typeof codesStatut)[number]
export const estCodeStatut = (n: number): n is CodeStatut => codesStatut.some((c) => c === n)

/** Qui peut faire avancer la facture depuis ce statut. `nous` : la coopérative, qui l’a émise. */
export type QuiAgit = 'plateforme' | 'acheteur' | 'nous' | 'personne'
export const motQuiAgit: Readonly<Record<QuiAgit, string>> = {
  plateforme: 'la plateforme',
  acheteur: 'qui achète',
  nous: 'vous',
  personne: 'personne',
}

export type FicheStatut = {
  readonly mot: string
  readonly forme: 'prouve' | 'declare' | 'partiel' | 'manquant' | 'a-venir' | 'sans-objet'
  readonly quiAgit: QuiAgit
  /** Ce qui se passe ensuite, ou ce qu’il faut réparer. */
  readonly suite: string
  /** L’ordre du parcours : à date égale, le plus avancé vaut. */
  readonly rang: number
  /** Le code de la liste UNECE que porte le message ; absent : nous n’écrivons pas ce statut. */
  readonly unece?: string
}

const fiche = (
  mot: string,
  forme: FicheStatut['forme'],
  quiAgit: QuiAgit,
  suite: string,
  rang: number,
  unece?: string,
): FicheStatut => ({ mot, forme, quiAgit, suite, rang, ...(unece ? { unece } : {}) })

const corriger = 'préparez l’avoir qui l’annule, corrigez ce qui est dit, puis émettez une facture neuve'

/** 201, 206, 208 et 209 : lus et montrés, sans message vu dont tirer davantage. */
export const fichesStatut: Readonly<Record<CodeStatut, FicheStatut>> = {
  200: fiche('déposée', 'partiel', 'plateforme', 'elle part vers la plateforme de qui achète', 1, '10'),
  201: fiche('émise par la plateforme', 'partiel', 'plateforme', 'elle est en route', 2),
  202: fiche('reçue', 'partiel', 'plateforme', 'la plateforme de qui achète la contrôle', 3, '43'),
  203: fiche('mise à disposition', 'partiel', 'acheteur', 'qui achète peut la lire', 4, '48'),
  204: fiche('prise en charge', 'partiel', 'acheteur', 'qui achète l’examine', 5, '45'),
  205: fiche('approuvée', 'prouve', 'acheteur', 'elle sera payée à son échéance', 10, '1'),
  206: fiche('approuvée en partie', 'partiel', 'nous', 'convenez avec qui achète de ce qui reste', 9),
  207: fiche(
    'en litige',
    'manquant',
    'nous',
    'répondez à qui achète ; s’il a raison, un avoir, puis une facture neuve',
    8,
    '46',
  ),
  208: fiche('suspendue', 'manquant', 'nous', 'qui achète attend une pièce : envoyez-la', 6),
  209: fiche('complétée', 'partiel', 'acheteur', 'qui achète reprend son examen', 7),
  210: fiche('refusée', 'manquant', 'nous', corriger, 20, '50'),
  211: fiche('paiement transmis', 'prouve', 'nous', 'le virement arrive : rapprochez-le du relevé', 11, '47'),
  212: fiche('encaissée', 'prouve', 'personne', 'elle est payée', 19, '47'),
  213: fiche('rejetée', 'manquant', 'nous', corriger, 21, '8'),
  220: fiche('annulée', 'sans-objet', 'personne', 'elle ne vaut plus', 22),
}

/** Après eux, rien ne ramène la facture en arrière. */
const derniers: ReadonlySet<CodeStatut> = new Set([210, 212, 213, 220])
export const estDernier = (code: CodeStatut): boolean => derniers.has(code)

export type Statut = {
  readonly code: CodeStatut
  /** Le jour et l’heure que dit le message. */
  readonly le: Date
  readonly motif: string | null
}

/**
 * Où elle en est : un statut qui clôt l’emporte sur tout ; sinon le plus récent, et à la même minute le plus avancé. Tant qu’elle n’est pas
 * soldée (`solde` faux), une somme encaissée ne dit pas où elle en est.
 */
export const ouEnEst = <S extends Statut>(tous: readonly S[], { solde = true } = {}): S | undefined => {
  const vus = solde ? tous : tous.filter((s) => s.code !== 212)
  const minute = (s: S) => Math.floor(s.le.getTime() / 60_000)
  return vus.toSorted(
    (a, b) =>
      Number(estDernier(b.code)) - Number(estDernier(a.code)) ||
      minute(b) - minute(a) ||
      fichesStatut[b.code].rang - fichesStatut[a.code].rang,
  )[0]
}

/** Ce que l’acheteur, ou une plateforme, reproche ; ses mots d’abord. Liste ouverte : un code inconnu se montre tel quel. */
const motifs: Readonly<Record<string, string>> = {
  TX_TVA_ERR: 'taux de TVA erroné',
  DOUBLON: 'facture reçue deux fois',
}
export const direMotif = (code: string | undefined, libelle: string | undefined): string | null =>
  libelle?.trim() || (code ? (motifs[code] ?? code) : '') || null

/** Par quelle voie une facture part. */
export const voies = ['plateforme', 'chorus', 'main'] as const
export type Voie = (typeof voies)[number]
export const motVoie: Readonly<Record<Voie, string>> = {
  plateforme: 'la plateforme agréée',
  chorus: 'Chorus Pro',
  main: 'courriel ou main propre',
}

/**
 * La voie que la facture demande : Chorus Pro pour qui achète au nom du public, la plateforme pour une entreprise de France quand la
 * coopérative en a une, le courriel ou la main sinon (un particulier, un autre pays, Mon Compte Formation).
 */
export const voieDe = (f: {
  readonly publique: boolean
  readonly professionnel: boolean
  readonly pays: string
  readonly plateforme: boolean
}): Voie =>
  f.publique ? 'chorus' : f.professionnel && f.pays === 'FR' && f.plateforme ? 'plateforme' : 'main'

export type Encaisse = { readonly taux: number; readonly montant: number }

/**
 * Ce qu’il reste à dire encaissé, par taux, en centimes TTC : la part des lignes taxées de ce qui est payé, moins ce qui fut déjà dit. Une
 * opération exonérée n’est pas de l’article 290 A : rien ne s’en dit (déduction, non lue dans un texte). D’après les débits, rien non plus.
 */
export const aDireEncaisse = (f: {
  readonly parTaux: readonly { readonly taux: number; readonly ttc: number }[]
  readonly ttc: number
  readonly regle: number
  readonly debits: boolean
  readonly dits: readonly Encaisse[]
}): readonly Encaisse[] =>
  f.debits || f.ttc === 0
    ? []
    : f.parTaux.flatMap(({ taux, ttc }) => {
        if (taux === 0) return []
        const du = Math.round((ttc * Math.min(f.regle, f.ttc)) / f.ttc)
        const dit = f.dits.filter((d) => d.taux === taux).reduce((t, d) => t + d.montant, 0)
        return du === dit ? [] : [{ taux, montant: du - dit }]
      })
