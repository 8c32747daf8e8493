/** Ce qu’un questionnaire demande. Pur : un contenu vient de la base ou d’un formulaire, on le relit toujours. */
import { type Refus, refus } from '#kernel/refus.ts'
import { plier } from '#kernel/texte.ts'

export const genresQuestion = {
  texte: 'réponse libre',
  choix: 'un choix',
  plusieurs: 'plusieurs choix',
  echelle: 'une note',
  'oui-non': 'oui ou non',
  nombre: 'un nombre',
  date: 'une date',
  acquis: 'acquis, en cours, non acquis',
} as const
export type GenreQuestion = keyof typeof genresQuestion
export const listeGenresQuestion = Object.keys(genresQuestion) as [GenreQuestion, ...GenreQuestion[]]

/** Les codes sont ceux de l’attestation : ce qui est évalué ici la remplit. */
export const motsAcquis = {
  acquis: 'acquis',
  'en-cours': 'en cours d’acquisition',
  'non-acquis': 'non acquis',
  'non-evalue': 'non évalué',
} as const
export type CodeAcquis = keyof typeof motsAcquis

/** À quoi la réponse sert, hors de sa page. */
export const usages = {
  satisfaction: 'la satisfaction (résultat publié, tendance)',
  moyens: 'les moyens (indicateur 17)',
  recommandation: 'la recommandation (résultat publié)',
  insertion: 'l’insertion (résultat publié : les trois premiers choix valent une suite)',
  rappel: 'la personne demande qu’on la rappelle',
} as const
export type Usage = keyof typeof usages

export type Question = {
  /** Tiré des mots mêmes de la question : la même question a le même identifiant d’une version, d’un modèle à l’autre. */
  readonly id: string
  /** Elle ouvre une partie de ce titre. */
  readonly section?: string
  readonly genre: GenreQuestion
  readonly libelle: string
  readonly aide?: string
  readonly obligatoire: boolean
  readonly choix?: readonly string[]
  /** La plus haute note : 4, 5 ou 10. De 1 à 4 ou 5 ; de 0 à 10. */
  readonly max?: 4 | 5 | 10
  readonly bas?: string
  readonly haut?: string
  /** Posée une fois pour chaque objectif de l’offre. */
  readonly parObjectif?: boolean
  /** Posée seulement si cette question, posée avant, a reçu une de ces réponses. */
  readonly si?: { readonly question: string; readonly parmi: readonly string[] }
  readonly sert?: Usage
  /** Les réponses qui demandent qu’on rappelle la personne. */
  readonly alerte?: readonly string[]
}
/**
 * La question parle du handicap : sa réponse ne se lit que par la personne référente (droit `handicap.lire`), quels que soient les mots du
 * modèle. Un questionnaire déjà posé n’a rien à reprendre.
 */
export const parleDeHandicap = (q: Pick<Question, 'libelle'>): boolean => /\bhandicap/.test(plier(q.libelle))

/**
 * Les questions dont la réponse ne se lit que par la personne référente : celles qui parlent du handicap, et celles que l’on ne pose qu’à
 * qui y a répondu « oui », quels que soient leurs mots.
 */
export const reservees = (
  questions: readonly Pick<Question, 'id' | 'libelle' | 'si'>[],
): ReadonlySet<string> => {
  const vues = new Set<string>()
  for (const q of questions)
    if (parleDeHandicap(q) || (q.si !== undefined && vues.has(q.si.question))) vues.add(q.id)
  return vues
}

/** A-t-on répondu « oui » à une question qui parle du handicap ? */
export const demandeUneAdaptation = (
  questions: readonly Pick<Question, 'id' | 'libelle'>[],
  valeurs: readonly { readonly question: string; readonly code: string | null }[],
): boolean =>
  questions.some((q) => parleDeHandicap(q) && valeurs.some((v) => v.question === q.id && v.code === 'oui'))

/** Ce que lit, à la place de cette réponse, qui n’est pas la personne référente. */
export const reserveAuReferent = 'seule la personne référente handicap le lit'

export type Contenu = { readonly intro: string; readonly questions: readonly Question[] }

/** Une question telle qu’on la pose : `de` est la question du modèle, `objectif` ce dont celle-ci parle. */
export type QuestionPosee = Question & { readonly de: string; readonly objectif?: string }
export type ContenuPose = { readonly intro: string; readonly questions: readonly QuestionPosee[] }

export const maxQuestions = 60
const maxChoix = 20

/** FNV-1a sur 32 bits : une empreinte pour reconnaître, pas pour protéger. */
const empreinte = (texte: string): string => {
  let h = 0x811c9dc5
  for (const signe of texte) {
    h ^= signe.codePointAt(0) ?? 0
    h = Math.imul(h, 0x01000193) >>> 0
  }
  return h.toString(36).padStart(7, '0')
}

export const idDe = (q: Pick<Question, 'genre' | 'libelle' | 'choix' | 'max' | 'parObjectif'>): string =>
  `q${empreinte([q.genre, plier(q.libelle), ...(q.choix ?? []).map(plier), q.max ?? '', q.parObjectif ? 'o' : ''].join('\u001f'))}`

/** Les codes qu’une réponse peut prendre, et leurs mots. Vide : la réponse n’est pas un code. */
export const optionsDe = (
  q: Pick<Question, 'genre' | 'choix' | 'max' | 'bas' | 'haut'>,
): readonly { readonly value: string; readonly label: string }[] => {
  if (q.genre === 'choix' || q.genre === 'plusieurs')
    return (q.choix ?? []).map((label, i) => ({ value: String(i + 1), label }))
  if (q.genre === 'oui-non')
    return [
      { value: 'oui', label: 'Oui' },
      { value: 'non', label: 'Non' },
    ]
  if (q.genre === 'acquis') return Object.entries(motsAcquis).map(([value, label]) => ({ value, label }))
  if (q.genre !== 'echelle') return []
  const max = q.max ?? 5
  const min = max === 10 ? 0 : 1
  return Array.from({ length: max - min + 1 }, (_, i) => {
    const n = i + min
    const mot = n === min ? q.bas : n === max ? q.haut : undefined
    return { value: String(n), label: mot ? `${n} : ${mot}` : String(n) }
  })
}

export type RefusContenu = Refus<
  'vide' | 'double' | 'choix' | 'condition' | 'alerte' | 'trop' | 'sans-acquis'
> & {
  /** Le rang de la question à reprendre, et son champ. */
  readonly rang?: number
  readonly champ?: 'libelle' | 'choix' | 'si' | 'siReponse' | 'alerte'
}
const sur = (
  rang: number,
  champ: NonNullable<RefusContenu['champ']>,
  code: RefusContenu['code'],
  phrase: string,
): RefusContenu => ({ ...refus(code, phrase), rang, champ })

/** Ce qui empêche de poser ce questionnaire ; rien s’il peut l’être. */
export const verifierContenu = ({ questions }: Contenu): RefusContenu | undefined => {
  if (questions.length === 0) return refus('vide', 'Un questionnaire pose au moins une question.')
  if (questions.length > maxQuestions)
    return refus('trop', `Soixante questions au plus : personne ne répond à davantage.`)
  const vues = new Map<string, Question>()
  for (const [rang, q] of questions.entries()) {
    if (q.libelle.trim() === '') return sur(rang, 'libelle', 'vide', 'Écrivez la question.')
    if (vues.has(q.id)) return sur(rang, 'libelle', 'double', 'Cette question est déjà posée plus haut.')
    if (q.genre === 'choix' || q.genre === 'plusieurs') {
      const choix = q.choix ?? []
      if (choix.length < 2 || choix.length > maxChoix)
        return sur(rang, 'choix', 'choix', 'Donnez de deux à vingt réponses, une par ligne.')
      if (new Set(choix.map(plier)).size < choix.length)
        return sur(rang, 'choix', 'choix', 'Deux réponses disent la même chose.')
    }
    const codes = new Set(optionsDe(q).map((o) => o.value))
    if (q.alerte?.some((a) => !codes.has(a)))
      return sur(rang, 'alerte', 'alerte', 'Ce n’est pas une réponse de cette question.')
    if (q.si) {
      const avant = vues.get(q.si.question)
      if (!avant) return sur(rang, 'si', 'condition', 'Une condition porte sur une question posée plus haut.')
      if (avant.parObjectif)
        return sur(
          rang,
          'si',
          'condition',
          'Cette question se pose pour chaque objectif : elle ne peut pas être une condition.',
        )
      const possibles = new Set(optionsDe(avant).map((o) => o.value))
      if (possibles.size === 0)
        return sur(rang, 'si', 'condition', 'Une condition porte sur un choix, une note, ou oui ou non.')
      if (q.si.parmi.length === 0 || q.si.parmi.some((c) => !possibles.has(c)))
        return sur(rang, 'siReponse', 'condition', 'Dites une réponse que cette question peut recevoir.')
    }
    vues.set(q.id, q)
  }
  return undefined
}

/** `repond` : qui y répond. L’attestation lit les acquis que l’évaluateur a notés. */
export const verifierModele = (contenu: Contenu, repond: string): RefusContenu | undefined =>
  verifierContenu(contenu) ??
  (repond === 'evaluateur' && !contenu.questions.some((q) => q.genre === 'acquis')
    ? refus(
        'sans-acquis',
        'Une évaluation des acquis pose au moins une question « acquis, en cours, non acquis » : c’est elle que l’attestation lit.',
      )
    : undefined)

/** Les questions posées : celles « par objectif » se répètent, une par objectif ; sans objectif écrit, elles ne se posent pas. */
export const developper = (contenu: Contenu, objectifs: readonly string[]): ContenuPose => ({
  intro: contenu.intro,
  questions: contenu.questions.flatMap((q): QuestionPosee[] => {
    if (!q.parObjectif) return [{ ...q, de: q.id }]
    // La partie ne s’ouvre qu’une fois.
    const { section: _section, ...suivante } = q
    return objectifs
      .slice(0, 99)
      .map((objectif, i) => ({ ...(i === 0 ? q : suivante), id: `${q.id}-${i + 1}`, de: q.id, objectif }))
  }),
})

/** Une condition portant sur ces réponses est-elle remplie ? Sans condition, toujours. */
export const estPosee = (q: Pick<Question, 'si'>, donnees: ReadonlyMap<string, readonly string[]>): boolean =>
  q.si === undefined || (donnees.get(q.si.question) ?? []).some((c) => q.si?.parmi.includes(c))

const objet = (v: unknown): Readonly<Record<string, unknown>> =>
  typeof v === 'object' && v !== null && !Array.isArray(v) ? (v as Record<string, unknown>) : {}
const mot = (v: unknown): string => (typeof v === 'string' ? v : '')
const mots = (v: unknown): string[] => (Array.isArray(v) ? v.filter((x) => typeof x === 'string') : [])

const lireQuestion = (brut: unknown): QuestionPosee | undefined => {
  const o = objet(brut)
  const genre = listeGenresQuestion.find((g) => g === o.genre)
  if (!genre || mot(o.id) === '') return undefined
  const si = objet(o.si)
  const sert = (Object.keys(usages) as Usage[]).find((u) => u === o.sert)
  const max = o.max === 4 || o.max === 10 ? o.max : 5
  return {
    id: mot(o.id),
    de: mot(o.de) || mot(o.id),
    genre,
    libelle: mot(o.libelle),
    obligatoire: o.obligatoire === true,
    ...(mot(o.section) ? { section: mot(o.section) } : {}),
    ...(mot(o.aide) ? { aide: mot(o.aide) } : {}),
    ...(genre === 'choix' || genre === 'plusieurs' ? { choix: mots(o.choix) } : {}),
    ...(genre === 'echelle' ? { max } : {}),
    ...(mot(o.bas) ? { bas: mot(o.bas) } : {}),
    ...(mot(o.haut) ? { haut: mot(o.haut) } : {}),
    ...(o.parObjectif === true ? { parObjectif: true } : {}),
    ...(mot(o.objectif) ? { objectif: mot(o.objectif) } : {}),
    ...(mot(si.question) ? { si: { question: mot(si.question), parmi: mots(si.parmi) } } : {}),
    ...(sert ? { sert } : {}),
    ...(mots(o.alerte).length > 0 ? { alerte: mots(o.alerte) } : {}),
  }
}

/** Ce que la base a gardé. Ce qui ne se lit pas est laissé de côté. */
export const lireContenu = (brut: unknown): ContenuPose => {
  const o = objet(brut)
  return {
    intro: mot(o.intro),
    questions: (Array.isArray(o.questions) ? o.questions : []).flatMap((q) => lireQuestion(q) ?? []),
  }
}

/** Comment la question se lit seule : avec l’objectif dont elle parle. */
export const direQuestion = (q: Pick<QuestionPosee, 'libelle' | 'objectif'>): string =>
  q.objectif ? `${q.libelle} ${q.objectif}` : q.libelle
