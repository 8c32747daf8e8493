/**
 * Dépouiller un vote : une voix par coopérative, un corps électoral figé à l'ouverture. Les seuils sont des pour-cent
 * entiers, comparés en entiers : aucun arrondi ne fait basculer une décision.
 */
export const genresDeDecision = {
  consentement: {
    nom: 'consentement',
    phrase: 'Adoptée si personne n’objecte. Une objection se motive, et la proposition se reprend.',
    options: ['Je consens', 'Je m’abstiens', 'J’objecte'],
  },
  proposition: {
    nom: 'proposition',
    phrase: 'Adoptée si les voix pour dépassent la part requise des voix exprimées.',
    options: ['Pour', 'Je m’abstiens', 'Contre'],
  },
  sens: {
    nom: 'prise de température',
    phrase: 'Dit où en est le pôle avant une proposition, et ne décide rien.',
    options: ['Ça me va', 'Je ne sais pas', 'Cela me préoccupe'],
  },
  compte: {
    nom: 'décompte',
    phrase: 'Dit qui prend part, et ne décide rien.',
    options: ['Nous en sommes', 'Pas cette fois'],
  },
  dates: {
    nom: 'choix d’une date',
    phrase: 'La date qui convient au plus grand nombre ; « peut-être » départage.',
    options: [],
  },
  points: {
    nom: 'points à répartir',
    phrase: 'Chaque coopérative répartit ses points entre les choix.',
    options: [],
  },
} as const satisfies Record<string, { nom: string; phrase: string; options: readonly string[] }>
export type GenreDeDecision = keyof typeof genresDeDecision
/** Celles qui font une règle du pôle : les autres disent où il en est, ou choisissent une date, un thème. */
export const decisionsQuiSAdoptent: readonly GenreDeDecision[] = ['consentement', 'proposition']

/** Points qu'une coopérative répartit au plus, dans « points à répartir ». */
export const POINTS_A_REPARTIR = 8

export type Voix = {
  /** Points par option, dans l'ordre des options. Un choix unique : 1 à sa place, 0 ailleurs. Dates : 2 oui, 1 peut-être, 0 non. */
  readonly choix: readonly number[]
  readonly motif: string
  /** Le poids de l'électeur, figé à l'ouverture ; 1 hors des scrutins pondérés. */
  readonly poids?: number
}
export type RefusVoix = {
  readonly code: 'choix' | 'motif-exige' | 'points'
  readonly phrase: string
}

/** Ce qui cloche dans une voix, ou rien. L'objection et le « contre » d'un consentement se motivent (« objections motivées »). */
export const verifierVoix = (
  genre: GenreDeDecision,
  options: readonly string[],
  voix: Voix,
): RefusVoix | undefined => {
  const { choix } = voix
  if (choix.length !== options.length || choix.some((n) => !Number.isInteger(n) || n < 0))
    return { code: 'choix', phrase: 'Choisissez parmi les réponses proposées.' }
  const total = choix.reduce((a, b) => a + b, 0)
  if (genre === 'dates') {
    return choix.some((n) => n > 2)
      ? { code: 'choix', phrase: 'Dites oui, peut-être ou non à chaque date.' }
      : undefined
  }
  if (genre === 'points') {
    return total < 1 || total > POINTS_A_REPARTIR
      ? {
          code: 'points',
          phrase: `Répartissez de 1 à ${POINTS_A_REPARTIR} points ; vous en avez donné ${total}.`,
        }
      : undefined
  }
  if (total !== 1) return { code: 'choix', phrase: 'Choisissez une réponse, et une seule.' }
  if (genre === 'consentement' && choix[2] === 1 && voix.motif.trim().length < 10)
    return {
      code: 'motif-exige',
      phrase: 'Une objection se motive : dites ce que la proposition empêche ou abîme.',
    }
  return undefined
}

/** Qui est compté : une coopérative une voix (l'usage), une personne une voix (consultatif), ou le poids des statuts. */
export const scrutins = {
  cooperative: {
    nom: 'par coopérative',
    phrase: 'Une coopérative, une voix, donnée par sa personne titulaire ou sa suppléance.',
    unite: 'coopérative',
  },
  personne: {
    nom: 'par personne',
    phrase: 'Chaque personne des coopératives du pôle a une voix ; à titre consultatif, sans procuration.',
    unite: 'personne',
  },
  poids: {
    nom: 'au poids des statuts',
    phrase: 'Chaque coopérative pèse ce que disent les statuts ; le poids se fige à l’ouverture.',
    unite: 'voix',
  },
} as const satisfies Record<string, { nom: string; phrase: string; unite: string }>
export type Scrutin = keyof typeof scrutins

/** Ce que vaut ce qui est décidé : un pôle informel ne décide pas pour l'Union. */
export const portees = {
  pole: { nom: 'décision du pôle', phrase: 'Elle engage le pôle, et lui seul.' },
  avis: { nom: 'avis', phrase: 'Le pôle dit ce qu’il pense ; il n’engage personne.' },
  recommandation: {
    nom: 'recommandation à l’Union',
    phrase: 'Le pôle recommande ; le conseil de l’Union décide.',
  },
} as const satisfies Record<string, { nom: string; phrase: string }>
export type Portee = keyof typeof portees

/** Où en est ce qui a été décidé. */
export const realisations = {
  'a-faire': 'à faire',
  'en-cours': 'en cours',
  faite: 'faite',
  abandonnee: 'abandonnée',
} as const
export type Realisation = keyof typeof realisations

export type Depouillement = {
  /** Ce qui pouvait se compter, et ce qui l'est : des coopératives, des personnes, ou des poids. */
  readonly electeurs: number
  readonly votants: number
  readonly quorumAtteint: boolean
  /** Points par option, dans leur ordre. */
  readonly points: readonly number[]
  /** L'option qui l'emporte, ou rien : égalité, personne n'a répondu, ou la question ne décide rien. */
  readonly gagnante: number | undefined
  readonly issue: 'adoptee' | 'rejetee' | 'objections' | 'sans-quorum' | 'egalite' | 'constat'
}

const tete = (points: readonly number[], departage?: readonly number[]): number | undefined => {
  const max = Math.max(...points)
  if (max <= 0) return undefined
  const premieres = points.flatMap((n, i) => (n === max ? [i] : []))
  if (premieres.length === 1 || !departage) return premieres.length === 1 ? premieres[0] : undefined
  const mieux = Math.max(...premieres.map((i) => departage[i] ?? 0))
  const restantes = premieres.filter((i) => departage[i] === mieux)
  return restantes.length === 1 ? restantes[0] : undefined
}

/**
 * Le silence n'est pas un consentement : sous le quorum, rien n'est décidé. Une abstention compte dans le quorum et
 * pas dans les exprimés. Le quorum se compare par `votants × 100 ≥ quorum × électeurs`, la part par
 * `pour × 100 > part × exprimés`.
 */
export const depouiller = (
  genre: GenreDeDecision,
  regles: { readonly quorum: number; readonly part: number },
  options: readonly string[],
  electeurs: number,
  voix: readonly Voix[],
): Depouillement => {
  const de = (v: Voix) => v.poids ?? 1
  const votants = voix.reduce((s, v) => s + de(v), 0)
  const points = options.map((_, i) => voix.reduce((s, v) => s + (v.choix[i] ?? 0) * de(v), 0))
  const quorumAtteint = votants > 0 && votants * 100 >= regles.quorum * electeurs
  const commun = { electeurs, votants, quorumAtteint, points }
  if (genre === 'sens' || genre === 'compte') return { ...commun, gagnante: undefined, issue: 'constat' }
  if (!quorumAtteint) return { ...commun, gagnante: undefined, issue: 'sans-quorum' }
  if (genre === 'consentement') {
    const objections = points[2] ?? 0
    return objections > 0
      ? { ...commun, gagnante: undefined, issue: 'objections' }
      : (points[0] ?? 0) > 0
        ? { ...commun, gagnante: 0, issue: 'adoptee' }
        : { ...commun, gagnante: undefined, issue: 'rejetee' }
  }
  if (genre === 'proposition') {
    const [pour = 0, , contre = 0] = points
    return pour * 100 > regles.part * (pour + contre)
      ? { ...commun, gagnante: 0, issue: 'adoptee' }
      : { ...commun, gagnante: undefined, issue: 'rejetee' }
  }
  // Dates : le nombre de « oui » d'abord, les « peut-être » départagent.
  const gagnante =
    genre === 'dates'
      ? tete(
          options.map((_, i) => voix.reduce((s, v) => s + (v.choix[i] === 2 ? de(v) : 0), 0)),
          options.map((_, i) => voix.reduce((s, v) => s + (v.choix[i] === 1 ? de(v) : 0), 0)),
        )
      : tete(points)
  return { ...commun, gagnante, issue: gagnante === undefined ? 'egalite' : 'adoptee' }
}

/** Faux : la question dit où en est le pôle, et rien ne s'y joue ; ni quorum, ni issue. */
export const decide = (genre: GenreDeDecision): boolean => genre !== 'sens' && genre !== 'compte'

/** `retenu` : l'option qui l'emporte, d'une date ou de points à répartir ; ces questions-là s'arrêtent sur un choix, elles ne s'adoptent pas. */
export const direIssue = (
  d: Depouillement,
  scrutin: Scrutin = 'cooperative',
  retenu: string | undefined = undefined,
): string => {
  const { issue, votants, electeurs } = d
  const { unite } = scrutins[scrutin]
  const base = `${votants} ${unite}${votants > 1 && unite !== 'voix' ? 's' : ''} sur ${electeurs}`
  const ont = `${base} ${votants > 1 ? 'ont' : 'a'} répondu.`
  switch (issue) {
    case 'adoptee':
      return retenu === undefined ? `Adoptée, ${base} ayant répondu.` : `Retenu : ${retenu}. ${ont}`
    case 'rejetee':
      return `Rejetée, ${base} ayant répondu.`
    case 'objections':
      return `Non adoptée : des objections sont à lever. ${ont}`
    case 'sans-quorum':
      return votants === 0
        ? 'Rien n’est décidé : personne n’a répondu.'
        : `Rien n’est décidé : le quorum n’est pas atteint, ${base} ayant répondu.`
    case 'egalite':
      return `Égalité : rien ne se détache. ${ont}`
    case 'constat':
      return ont
  }
}

/** Compte un vote d'après sa liste figée : chaque électeur pèse son poids, et vote ou non. */
export const decompter = (
  d: {
    readonly genre: GenreDeDecision
    readonly quorum: number
    readonly part: number
    readonly options: readonly string[]
  },
  corps: readonly { readonly poids: number; readonly voix: Voix | undefined }[],
): Depouillement =>
  depouiller(
    d.genre,
    d,
    d.options,
    corps.reduce((n, e) => n + e.poids, 0),
    corps.flatMap((e) => (e.voix ? [e.voix] : [])),
  )

/** L'issue d'un vote, en une phrase : une date ou un partage de points nomme ce qu'il retient. */
export const direIssueDuVote = (
  d: {
    readonly genre: GenreDeDecision
    readonly scrutin: Scrutin
    readonly options: readonly string[]
  },
  compte: Depouillement,
): string => {
  const choisit = d.genre === 'dates' || d.genre === 'points'
  const gagnante = compte.gagnante === undefined ? undefined : d.options[compte.gagnante]
  return direIssue(compte, d.scrutin, choisit ? gagnante : undefined)
}
