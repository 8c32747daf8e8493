/** Ce que change un avenant, dit d’après la pièce signée et ce qui se tient : une phrase proposée, que l’on relit. */
import { type DateCivile, formaterDate, formaterPeriode } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { formaterMontant, type Montant } from '#kernel/montant.ts'
import { accorder, enumerer } from '#kernel/texte.ts'
import { memeCalendrier, memesDates } from './avis.ts'

/** L’action telle qu’une pièce la promet, ou telle qu’elle a lieu. */
export type Engagement = {
  /** `calendrier` de ses demi-journées. */
  readonly calendrier: string
  /** Tout compris : demi-journées, et ce qui se suit hors d’elles. */
  readonly minutes: number
  /** Hors taxes ; nul : la pièce ne le dit pas, ou il ne change pas. */
  readonly prix: Montant | null
}

export type ActionTenue = Engagement & {
  readonly modalite: 'presentiel' | 'mixte' | 'distance'
  /** Arrêtée en route : ce qui reste est ce qui s’en est tenu. */
  readonly interrompue: boolean
  readonly debut: DateCivile | null
  readonly fin: DateCivile | null
  /** Le lieu de la session, si la pièce en dit un autre. */
  readonly lieu?: string
  /** La taxe est due : la pièce écrit le prix hors taxe. */
  readonly horsTaxes: boolean
  /** Les rubriques que la version de l’offre suivie depuis dit autrement que la pièce, en minuscules ; vide : aucune. */
  readonly rubriques: readonly string[]
  /** Qui s’est inscrit depuis, ou que la pièce nomme d’un autre premier jour ; `le` : le sien, si elle rejoint l’action en cours de route. */
  readonly arrives: readonly {
    readonly nom: string
    readonly le: DateCivile | null
    readonly nommee?: boolean
  }[]
}

/** Aux mêmes dates, où l’action se suit : seule une session mixte le dit demi-journée par demi-journée. */
const memesJours: Readonly<Record<ActionTenue['modalite'], string>> = {
  presentiel: 'L’action se suit désormais sur place, aux mêmes dates.',
  distance: 'L’action se suit désormais à distance, aux mêmes dates.',
  mixte:
    'Ce qui se suit sur place et ce qui se suit à distance change\u00a0: le calendrier joint le dit, demi-journée par demi-journée.',
}

const datesDites = (signe: Engagement, tenue: ActionTenue): readonly string[] => {
  if (memeCalendrier(signe.calendrier, tenue.calendrier)) return []
  if (memesDates(signe.calendrier, tenue.calendrier)) return [memesJours[tenue.modalite]]
  const { debut, fin } = tenue
  const jours =
    debut && fin ? `${debut === fin ? 'le' : 'du'} ${formaterPeriode(debut, fin, 'long')}` : undefined
  return [
    tenue.interrompue
      ? `L’action est interrompue${jours ? `\u00a0: elle s’est tenue ${jours}` : ''}.`
      : `Les dates de l’action changent\u00a0: ${jours ?? 'celles du calendrier joint'}.`,
  ]
}

/** Vide : la pièce signée dit déjà l’action telle qu’elle a lieu. */
export const objetDAvenant = (signe: Engagement, tenue: ActionTenue): string => {
  const duree =
    signe.minutes === tenue.minutes
      ? undefined
      : `de ${formaterDuree(signe.minutes)} à ${formaterDuree(tenue.minutes)}`
  const prix =
    signe.prix === null || tenue.prix === null || signe.prix === tenue.prix
      ? undefined
      : `de ${formaterMontant(signe.prix)} à ${formaterMontant(tenue.prix)}${tenue.horsTaxes ? ' hors taxes' : ''}`
  return [
    ...datesDites(signe, tenue),
    // Toute à distance, la phrase d’avant a déjà dit où.
    ...(tenue.lieu && tenue.modalite !== 'distance'
      ? [`L’action se tient désormais à ce lieu\u00a0: ${tenue.lieu}.`]
      : []),
    ...(tenue.rubriques.length === 0
      ? []
      : [
          `Ce qui change de l’action\u00a0: ${enumerer(tenue.rubriques)}. Les articles qui suivent le disent.`,
        ]),
    ...[...Map.groupBy(tenue.arrives, (a) => `${a.le} ${a.nommee === true}`).values()].map((eux) => {
      const noms = enumerer(eux.map((a) => a.nom))
      const le = eux[0]?.le
      return eux[0]?.nommee
        ? `${noms} ${accorder(eux.length, 'suit', 'suivent')} l’action ${le ? `à partir du ${formaterDate(le)}` : 'dès le début'}.`
        : `${noms} ${accorder(eux.length, 'rejoint', 'rejoignent')} les stagiaires${le ? ` le ${formaterDate(le)}` : ''}.`
    }),
    ...(duree ? [`La durée passe ${duree}${prix ? `, et le prix ${prix}` : ''}.`] : []),
    ...(prix && !duree ? [`Le prix passe ${prix}.`] : []),
  ].join(' ')
}
