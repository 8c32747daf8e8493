/**
 * La procédure disciplinaire (C. trav., R6352-3 à R6352-8). Une sanction est toute mesure autre qu’une observation verbale ; les amendes sont
 * interdites ; les griefs sont dits avant à la personne. Si elle touche la présence : convocation écrite, entretien, décision motivée. Pur.
 */
import { ajouterJours, type DateCivile, formaterDate } from '#kernel/dates.ts'
import { type Refus, refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'

export const sanctions = {
  avertissement: { nom: 'avertissement écrit', presence: false },
  blame: { nom: 'blâme', presence: false },
  'exclusion-temporaire': { nom: 'exclusion temporaire', presence: true },
  'exclusion-definitive': { nom: 'exclusion définitive', presence: true },
} as const
export type Sanction = keyof typeof sanctions
export const listeSanctions = Object.keys(sanctions) as [Sanction, ...Sanction[]]

export const etapes = {
  griefs: { nom: 'griefs portés à sa connaissance', article: 'R6352-4' },
  convocation: { nom: 'convocation à l’entretien', article: 'R6352-5' },
  entretien: { nom: 'entretien tenu', article: 'R6352-5' },
  sanction: { nom: 'décision notifiée', article: 'R6352-6' },
  classement: { nom: 'sans sanction', article: 'R6352-3' },
  employeur: { nom: 'employeur informé', article: 'R6352-8' },
  financeur: { nom: 'financeur informé', article: 'R6352-8' },
} as const
export type GenreEtape = keyof typeof etapes
export const listeEtapes = Object.keys(etapes) as [GenreEtape, ...GenreEtape[]]

export const remises = {
  recommandee: 'lettre recommandée',
  decharge: 'lettre remise contre décharge',
} as const
export type Remise = keyof typeof remises
export const listeRemises = Object.keys(remises) as [Remise, ...Remise[]]

export type Etape = {
  readonly genre: GenreEtape
  readonly le: DateCivile
  readonly entretienLe?: DateCivile | null
  readonly sanction?: Sanction | null
  readonly jours?: number | null
}
export type Procedure = {
  /** La sanction envisagée touche la présence : entretien obligatoire. */
  readonly presence: boolean
  readonly conservatoire: boolean
  readonly ouverteLe: DateCivile
  readonly etapes: readonly Etape[]
}

/**
 * Les jours où la décision peut tomber : pas moins d’un jour franc, ni plus de quinze jours, après l’entretien (R6352-6). Un jour franc est un
 * jour entier : entendue le lundi, la personne n’est sanctionnée au plus tôt que le mercredi.
 */
export const bornesDeLaDecision = (
  entretien: DateCivile,
): { readonly du: DateCivile; readonly au: DateCivile } => ({
  du: ajouterJours(entretien, 2),
  au: ajouterJours(entretien, 15),
})

const derniere = (p: Procedure, genre: GenreEtape): Etape | undefined =>
  p.etapes.findLast((e) => e.genre === genre)
export const estClose = (p: Procedure): boolean =>
  p.etapes.some((e) => e.genre === 'sanction' || e.genre === 'classement')

/** Ce qui peut suivre, dans l’ordre où on le fait. */
export const suitesPossibles = (p: Procedure): GenreEtape[] => {
  if (derniere(p, 'classement')) return []
  if (derniere(p, 'sanction')) return (['employeur', 'financeur'] as const).filter((g) => !derniere(p, g))
  if (!derniere(p, 'griefs')) return ['griefs', 'classement']
  if (!p.presence) return ['sanction', 'classement']
  if (!derniere(p, 'convocation')) return ['convocation', 'classement']
  if (!derniere(p, 'entretien')) return ['entretien', 'convocation', 'classement']
  return ['sanction', 'classement']
}

export const verifierEtape = (
  p: Procedure,
  e: Etape,
  jour: DateCivile,
): Result<void, Refus<'suite' | 'date' | 'entretien' | 'sanction'>> => {
  if (!suitesPossibles(p).includes(e.genre))
    return refuser(
      'suite',
      `Cette étape ne vient pas maintenant\u00a0: ${
        suitesPossibles(p)
          .map((g) => `${etapes[g].nom} (${etapes[g].article})`)
          .join(', ou ') || 'la procédure est close'
      }.`,
    )
  if (e.le > jour) return refuser('date', 'Cela s’écrit quand cela a eu lieu\u00a0: cette date est à venir.')
  const avant = p.etapes.at(-1)?.le ?? p.ouverteLe
  if (e.le < avant)
    return refuser('date', `L’étape d’avant est du ${formaterDate(avant)}\u00a0: celle-ci la suit.`)
  if (e.genre === 'convocation' && (!e.entretienLe || e.entretienLe <= e.le))
    return refuser(
      'entretien',
      'L’entretien vient après la convocation\u00a0: laissez à la personne le temps de se préparer.',
    )
  if (e.genre === 'entretien') {
    const prevu = derniere(p, 'convocation')?.entretienLe
    if (prevu && e.le < prevu)
      return refuser(
        'date',
        `L’entretien est fixé au ${formaterDate(prevu)}\u00a0: il ne se tient pas avant.`,
      )
  }
  if (e.genre === 'sanction') {
    if (!e.sanction)
      return refuser(
        'sanction',
        'Dites quelle sanction. Une amende n’en est pas une\u00a0: elle est interdite (R6352-3).',
      )
    if (sanctions[e.sanction].presence && !p.presence)
      return refuser(
        'sanction',
        'Une exclusion touche la présence\u00a0: elle demande une convocation et un entretien (R6352-5). Ouvrez une procédure qui les prévoit.',
      )
    if (e.sanction === 'exclusion-temporaire' && !e.jours)
      return refuser('sanction', 'Dites combien de jours dure l’exclusion.')
    const entretien = derniere(p, 'entretien')
    if (entretien) {
      const { du, au } = bornesDeLaDecision(entretien.le)
      if (e.le < du || e.le > au)
        return refuser(
          'date',
          `Après l’entretien du ${formaterDate(entretien.le)}, la décision se prend du ${formaterDate(du)} au ${formaterDate(au)} (R6352-6).`,
        )
    }
  }
  return ok(undefined)
}

/** Ce qu’une étape écrit doit dire, une fois son moment jugé : une convocation, où et comment ; une décision, ses motifs. */
export const refusDeRedaction = (e: {
  readonly genre: GenreEtape
  /** En minutes depuis minuit. */
  readonly heure: number | null
  readonly lieu: string
  readonly remise: Remise | null
  readonly texte: string
}): Refus<'convocation' | 'motifs'> | undefined => {
  if (e.genre === 'convocation' && (e.heure === null || !e.lieu || !e.remise))
    return refus(
      'convocation',
      'Une convocation dit le jour, l’heure et le lieu, et comment elle est remise (R6352-5).',
    )
  return e.genre === 'sanction' && e.texte.length < 10
    ? refus('motifs', 'La décision est écrite et motivée (R6352-6) : écrivez ses motifs.')
    : undefined
}
