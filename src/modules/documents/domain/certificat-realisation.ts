import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'

/** L6313-1, 1° à 4°. Les clés sont celles du gabarit. */
export const natures = {
  formation: 'action de formation',
  bilan: 'bilan de compétences',
  vae: 'action permettant de faire valider les acquis de l’expérience',
  apprentissage: 'action de formation par apprentissage',
} as const satisfies Record<string, string>
export type NatureAction = keyof typeof natures

export type PersonneNommee = { readonly civilite?: string; readonly prenom: string; readonly nom: string }

export type DemandeCertificat = {
  readonly numero: string
  readonly emisLe: Date
  readonly aujourdhui: DateCivile
  /** L’identité figée de l’organisme, forme du gabarit (`papier.v1`). Elle doit porter `nom`. */
  readonly organisme: Readonly<Record<string, unknown>> & { readonly nom: string }
  readonly beneficiaire: PersonneNommee & { readonly entreprise?: string; readonly agentPublic?: true }
  readonly action: {
    readonly intitule: string
    readonly nature: NatureAction | null
    readonly debut: DateCivile
    /** Fin de l’action, ou de la période quand le certificat est intermédiaire. */
    readonly fin: DateCivile
    readonly modalite: string
    readonly session: string
    readonly convention?: string
    readonly lieu: string
    /** D’une session d’enseigne : qui a animé ce que la personne a suivi, prénom et nom, dans l’ordre. */
    readonly animateurs?: readonly string[]
    /** Vrai : une période achevée d’une action qui continue ; la pièce le dit. */
    readonly intermediaire?: true
  }
  /** Ce que l’émargement a établi, jamais ce qui était prévu. */
  readonly heures: {
    readonly suiviMin: number
    readonly distanceMin: number
    /** De la distance, ce qui se compte au temps estimé des activités ; le reste, au temps suivi en classe virtuelle. */
    readonly estimeMin?: number
    /** Les mises en situation de travail et leurs phases réflexives (D6313-3-2). */
    readonly travailMin?: number
    readonly nonStatuees: number
    /** Lesquelles, en mots : « 19 nov. 2026, matin ». */
    readonly attendues?: readonly string[]
  }
  readonly justificatifs: { readonly feuilles: readonly string[]; readonly signatures: number }
  readonly cofinancementEuropeen: boolean
  readonly ville: string
  readonly signataire: PersonneNommee & { readonly qualite: string; readonly aPouvoir: boolean }
}

export type RefusCertificat = Refus<
  | 'action-non-finie'
  | 'nature-non-choisie'
  | 'demi-journees-non-statuees'
  | 'aucune-heure'
  | 'signataire-sans-pouvoir'
  | 'intitule-vide'
  | 'periode-inverse'
>

/** Au-delà de trois, la feuille les montre mieux qu’une phrase. */
const direNonStatuees = (lesquelles: readonly string[]): string => {
  const [une, ...suite] = lesquelles.slice(0, 3)
  const reste = lesquelles.length - 3
  return une && suite.length === 0
    ? `Une demi-journée (${une}) n’a ni présence ni absence : les heures ne sont pas établies.`
    : `Des demi-journées${une ? ` (${[une, ...suite].join(' ; ')}${reste > 0 ? ` ; et ${reste} de plus` : ''})` : ''} n’ont ni présence ni absence : les heures ne sont pas établies.`
}

/** Les données du gabarit `certificat-realisation.v1`, sans les signatures : signer ne change pas ce que l’on signe. */
export type DonneesCertificat = {
  readonly gabarit: 'certificat-realisation.v1'
  readonly numero: string
  readonly emisLe: string
  readonly organisme: DemandeCertificat['organisme']
  readonly beneficiaire: DemandeCertificat['beneficiaire']
  readonly action: Omit<DemandeCertificat['action'], 'nature'> & {
    readonly nature: NatureAction
    readonly minutesRealisees: number
    readonly minutesDistance: number
    readonly minutesEstimees?: number
    readonly minutesTravail?: number
  }
  readonly cofinancementEuropeen: boolean
  readonly justificatifs: DemandeCertificat['justificatifs']
  readonly fait: { readonly ville: string; readonly le: DateCivile }
  readonly signataire: PersonneNommee & { readonly qualite: string }
}

/**
 * Les erreurs qui font rejeter un certificat sont chacune un refus : date antérieure à la fin, heures prévues au
 * lieu d’heures suivies, nature non cochée, signataire non habilité. Le jour de la fin est admis : le certificat
 * s’émet souvent le soir même, dès que chaque demi-journée est statuée.
 */
export const etablirCertificat = (d: DemandeCertificat): Result<DonneesCertificat, RefusCertificat> => {
  const { nature } = d.action
  if (d.action.intitule.trim() === '') return refuser('intitule-vide', 'L’intitulé de l’action manque.')
  if (d.action.fin < d.action.debut)
    return refuser('periode-inverse', 'La fin de l’action précède son début.')
  if (d.aujourdhui < d.action.fin)
    return refuser(
      'action-non-finie',
      `${d.action.intermediaire ? 'La période' : 'L’action'} finit le ${formaterDate(d.action.fin)} : un certificat ne se date pas avant.`,
    )
  if (nature === null)
    return refuser(
      'nature-non-choisie',
      'Choisissez la nature de l’action : formation, bilan de compétences, VAE ou apprentissage.',
    )
  if (d.heures.nonStatuees > 0)
    return refuser('demi-journees-non-statuees', direNonStatuees(d.heures.attendues ?? []))
  if (d.heures.suiviMin <= 0)
    return refuser('aucune-heure', 'Aucune heure n’a été suivie : il n’y a rien à certifier.')
  if (!d.signataire.aPouvoir)
    return refuser(
      'signataire-sans-pouvoir',
      'Cette personne n’a pas le pouvoir de signer un certificat de réalisation.',
    )
  const { aPouvoir: _, ...signataire } = d.signataire
  const minutesDistance = Math.min(d.heures.distanceMin, d.heures.suiviMin)
  const { estimeMin, travailMin } = d.heures
  return ok({
    gabarit: 'certificat-realisation.v1',
    numero: d.numero,
    emisLe: d.emisLe.toISOString(),
    organisme: d.organisme,
    beneficiaire: d.beneficiaire,
    action: {
      ...d.action,
      nature,
      minutesRealisees: d.heures.suiviMin,
      minutesDistance,
      ...(minutesDistance > 0 && estimeMin !== undefined
        ? { minutesEstimees: Math.min(estimeMin, minutesDistance) }
        : {}),
      ...(travailMin ? { minutesTravail: travailMin } : {}),
    },
    cofinancementEuropeen: d.cofinancementEuropeen,
    justificatifs: d.justificatifs,
    fait: { ville: d.ville, le: d.aujourdhui },
    signataire,
  })
}
