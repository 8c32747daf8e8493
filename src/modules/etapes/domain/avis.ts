/** Ce que Coforme écrit à un membre, et quand il le veut. */
import { saluer } from '#kernel/texte.ts'
export type Quand = 'aussitot' | 'jour' | 'jamais'

type Genre = {
  readonly nom: string
  readonly phrase: string
  readonly quand: Quand
  /** Une liste entière n’a de sens que le matin. */
  readonly choix: readonly Quand[]
}

/** Par défaut : ce qui partait déjà part encore ; le reste attend le résumé, et le résumé ne part que s’il a quelque chose à dire. */
export const genresDAvis = {
  'a-faire': {
    nom: 'Ce qui m’attend aujourd’hui',
    phrase: 'La liste d’« Aujourd’hui », le matin.',
    quand: 'jamais',
    choix: ['jour', 'jamais'],
  },
  visa: {
    nom: 'Un visa attendu',
    phrase: 'Une pièce qui engage la coopérative attend votre visa.',
    quand: 'jour',
    choix: ['aussitot', 'jour', 'jamais'],
  },
  reclamation: {
    nom: 'Une réclamation, une demande sur des données',
    phrase: 'Quelqu’un se plaint, ou exerce un droit, et attend une réponse.',
    quand: 'jour',
    choix: ['aussitot', 'jour', 'jamais'],
  },
  reponse: {
    nom: 'Une personne mécontente',
    phrase: 'Une réponse à un questionnaire demande qu’on rappelle.',
    quand: 'jour',
    choix: ['aussitot', 'jour', 'jamais'],
  },
  'courriel-refuse': {
    nom: 'Un courriel refusé',
    phrase: 'Une adresse ne répond plus : il faut en demander une autre.',
    quand: 'jour',
    choix: ['aussitot', 'jour', 'jamais'],
  },
  feuille: {
    nom: 'Une feuille à clore',
    phrase: 'Une demi-journée que vous avez animée n’est pas close.',
    quand: 'aussitot',
    choix: ['aussitot', 'jour', 'jamais'],
  },
  appel: {
    nom: 'Une réponse à un appel à intervention',
    phrase: 'Une personne d’une autre coopérative répond à un appel que vous avez publié.',
    quand: 'aussitot',
    choix: ['aussitot', 'jour', 'jamais'],
  },
  reunion: {
    nom: 'Une réunion, un vote du pôle',
    phrase: 'Invitations, changements de date, votes, engagements.',
    quand: 'aussitot',
    choix: ['aussitot', 'jour', 'jamais'],
  },
} as const satisfies Record<string, Genre>

export type GenreAvis = keyof typeof genresDAvis
export const listeGenresDAvis = Object.keys(genresDAvis) as [GenreAvis, ...GenreAvis[]]
export const asGenreAvis = (texte: string | undefined): GenreAvis | undefined =>
  listeGenresDAvis.find((g) => g === texte)

export const motQuand: Readonly<Record<Quand, string>> = {
  aussitot: 'aussitôt',
  jour: 'dans le résumé du jour',
  jamais: 'jamais',
}

/** Les genres de nouvelles que la page montre ; la liste du jour a la sienne, « Aujourd’hui ». */
export const genresEnPage = listeGenresDAvis.filter((g) => g !== 'a-faire') as [GenreAvis, ...GenreAvis[]]
/** Combien de jours une nouvelle reste à la page. Choix du produit. */
export const JOURS_DE_NOUVELLES = 14

/** Ce qu’une personne a choisi : quand chaque genre lui est écrit. */
export type Choix = Readonly<Partial<Record<GenreAvis, Quand>>>
/** Ce que la personne a choisi ; à défaut, ou si le choix n’est pas offert, ce que l’on propose. */
export const quandPour = (choix: Choix, genre: GenreAvis): Quand => {
  const g: Genre = genresDAvis[genre]
  const dit = choix[genre]
  return dit !== undefined && g.choix.includes(dit) ? dit : g.quand
}

/** L’heure du résumé, à la pendule de la coopérative. Choix du produit. */
export const HEURE_DU_RESUME = 7

export type LigneDAvis = { readonly genre: GenreAvis; readonly phrase: string; readonly href: string }

/** Le texte du résumé : une ligne par chose, regroupées par genre. Rien à dire : rien. */
export const composerResume = (
  a: {
    readonly prenom: string
    readonly organisme: string
    readonly origine: string
    readonly reglages: string
  },
  lignes: readonly LigneDAvis[],
): { readonly objet: string; readonly texte: string } | undefined => {
  if (lignes.length === 0) return undefined
  const dites = new Set<string>()
  const parties = listeGenresDAvis.flatMap((genre) => {
    const vues = new Set(
      lignes.filter((l) => l.genre === genre).map((l) => `- ${l.phrase}\n  ${a.origine}${l.href}`),
    )
    for (const v of vues) dites.add(`${genre} ${v}`)
    return vues.size === 0 ? [] : [`${genresDAvis[genre].nom}\n${[...vues].join('\n')}`]
  })
  const n = dites.size
  return {
    objet: `Votre journée chez ${a.organisme}\u00a0: ${n} chose${n > 1 ? 's' : ''}`,
    texte: `${saluer(a.prenom)}

${parties.join('\n\n')}

Choisir ce que Coforme vous écrit\u00a0: ${a.origine}${a.reglages}

${a.organisme}
`,
  }
}
