/** Ce que lit `papier.v1.typ`, la bibliothèque commune aux documents. Montants en centimes, durées en minutes. */

export type AdresseV1 = {
  readonly lignes: readonly string[]
  readonly codePostal: string
  readonly ville: string
}

export type PersonneV1 = { readonly civilite?: string; readonly prenom: string; readonly nom: string }
export type SignataireV1 = PersonneV1 & { readonly qualite: string }

export type OrganismeV1 = {
  readonly nom: string
  /** Dans une CAE, celle sous laquelle la formation est proposée ; l’organisme nommé s’engage seul. */
  readonly enseigne?: string
  readonly devise?: string
  readonly forme: string
  readonly adresse: AdresseV1
  readonly telephone: string
  readonly courriel: string
  /** Quatorze chiffres. */
  readonly siret: string
  /** Ville du greffe. */
  readonly rcs?: string
  readonly tva?: string
  /** Onze chiffres. */
  readonly nda: string
  /** Ce qui suit « préfet » : « de la région Bretagne » (R6351-6). */
  readonly prefet: string
  /** `#rrggbb` ; mal formée, elle est ignorée ; claire, elle est assombrie. */
  readonly couleur?: string
  /** Des tracés seulement (`verifierLogo`). */
  readonly logo?: { readonly alt: string; readonly svg: string }
}

/** Une signature recueillie après l'empreinte. `trace` : « x y x y … », de 0 à 100. */
export type SignatureV1 = {
  /** `papier` : signée à la main, la numérisation est gardée. */
  readonly etat: 'electronique' | 'papier'
  /** Instant ISO écrit à l'heure de Paris : `2026-11-19T09:08:00+01:00` ; sur papier, le jour seul : `2026-11-19`. */
  readonly le: string
  readonly moyen: string
  readonly trace?: string
}
