import type { ElementProbant, GenreElement } from './a-part.ts'
import type { InscriptionId } from './signer-demi-journee.ts'

/** Ce qu’un article demande, et si c’est prouvé pour une personne. */
export type Branche = {
  readonly code: string
  readonly article: string
  readonly titre: string
  readonly satisfaite: boolean
  /** Le genre d’élément qui la satisfait. */
  readonly par: GenreElement | 'plan'
}

type Faits = {
  /** Le plan, ou ce que la convention annonce : activités et durées. */
  readonly annonce: boolean
  readonly elements: readonly Pick<ElementProbant, 'genre' | 'inscription' | 'le'>[]
}

const a = (f: Faits, genre: GenreElement, inscription: InscriptionId | null): boolean =>
  f.elements.some((e) => e.genre === genre && (inscription === null || e.inscription === inscription))

/** D6313-3-1 : les trois branches d’une action à distance. Une personne nommée ne suffit pas : il faut un échange. */
export const branchesDistance = (f: Faits, inscription: InscriptionId): readonly Branche[] => [
  {
    code: 'assistance',
    article: 'D6313-3-1, 1°',
    titre: 'Assistance',
    satisfaite:
      a(f, 'assistant', null) &&
      f.elements.some(
        (e) => e.genre === 'echange' && (e.inscription === inscription || e.inscription === null),
      ),
    par: 'echange',
  },
  {
    code: 'information',
    article: 'D6313-3-1, 2°',
    titre: 'Activités et durées',
    satisfaite: f.annonce,
    par: 'plan',
  },
  {
    code: 'evaluation',
    article: 'D6313-3-1, 3°',
    titre: 'Évaluations',
    satisfaite: a(f, 'evaluation', inscription),
    par: 'evaluation',
  },
]

/** D6313-3-2 : les quatre branches d’une action en situation de travail. Le formateur est désigné avant la première mise en situation. */
export const branchesAfest = (f: Faits, inscription: InscriptionId): readonly Branche[] => {
  const premiere = f.elements
    .filter((e) => e.genre === 'afest-situation')
    .map((e) => e.le)
    .toSorted()[0]
  return [
    {
      code: 'analyse',
      article: 'D6313-3-2, 1°',
      titre: 'Analyse de l’activité',
      satisfaite: a(f, 'afest-analyse', null),
      par: 'afest-analyse',
    },
    {
      code: 'formateur',
      article: 'D6313-3-2, 2°',
      titre: 'Qui forme, dit d’avance',
      satisfaite: f.elements.some(
        (e) => e.genre === 'afest-formateur' && (premiere === undefined || e.le <= premiere),
      ),
      par: 'afest-formateur',
    },
    {
      code: 'reflexion',
      article: 'D6313-3-2, 3°',
      titre: 'Phases réflexives',
      satisfaite: a(f, 'afest-reflexion', inscription),
      par: 'afest-reflexion',
    },
    {
      code: 'evaluation',
      article: 'D6313-3-2, 4°',
      titre: 'Évaluations propres',
      satisfaite: a(f, 'afest-evaluation', inscription),
      par: 'afest-evaluation',
    },
  ]
}
