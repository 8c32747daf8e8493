import type { DateCivile } from '#kernel/dates.ts'
import { enVigueur, type ParametreDate } from '#kernel/parametres.ts'

/** Ce qu’aucun texte ne chiffre : une ligne s’ajoute, aucune ne change. Tout est douteux, et l’écran le dit. */
export type Seuils = {
  /** Deux demi-journées signées à moins de tant de minutes par la même personne : d’un seul geste. */
  readonly memeGesteMin: number
  /** Une signature posée si tard après la fin d’une demi-journée ne l’est plus « à la sortie ». */
  readonly sortieMin: number
  /**
   * Une série : tant de signatures sur un même appareil (la tablette de la salle, ou celui qui signe sans réseau), chacune à tant de
   * secondes au plus de la précédente. Signer y demande six touches (le nom, deux initiales, la case, l’envoi, le suivant) ; sous dix
   * secondes, personne n’a lu ni passé l’appareil.
   */
  readonly serieNombre: number
  readonly serieSecondes: number
  /** Un même navigateur, aux portes personnelles (lien, code de la salle) : pour tant de personnes d’une demi-journée. */
  readonly marqueNombre: number
  /** À distance, tant de personnes d’une seule adresse et d’un seul appareil. */
  readonly adresseNombre: number
  /** Part (en pour cent) d’une classe virtuelle qu’il faut avoir suivie pour que la liste soutienne la signature. */
  readonly connexionPourCent: number
  /** Part (en pour cent) des demi-journées d’une personne attestées après coup, au-delà de laquelle on s’étonne. */
  readonly regulariseesPourCent: number
  /** Décrochage : absences d’affilée, ou part suivie (en pour cent) du déjà planifié. */
  readonly absencesDeSuite: number
  readonly assiduitePourCent: number
}

export const seuils: ParametreDate<Seuils> = [
  {
    depuis: '1900-01-01',
    valeur: {
      memeGesteMin: 10,
      sortieMin: 30,
      serieNombre: 5,
      serieSecondes: 10,
      marqueNombre: 3,
      adresseNombre: 3,
      connexionPourCent: 50,
      regulariseesPourCent: 33,
      absencesDeSuite: 2,
      assiduitePourCent: 70,
    },
    source: 'choix du produit, aucun texte ; à régler avec les coopératives',
  },
]

/** Les derniers seuils écrits, que chaque règle publie avec sa source : qui conteste un constat lit le nombre. */
export const seuilsPublies: Seuils = enVigueur(seuils, '9999-12-31' as DateCivile)
