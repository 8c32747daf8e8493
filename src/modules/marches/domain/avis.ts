/** Un avis, de quelque forme qu’il vienne. Ce qui n’est pas publié est `null` ou une liste vide, jamais inventé. */
export type Avis = {
  /** Le numéro au BOAMP (`26-91551`), sinon au TED (`443934-2026`), sinon celui de l’avis eForms. */
  readonly idweb: string
  /** Ce qui réunit tous les avis d’une même consultation. */
  readonly procedure: string | null
  readonly objet: string | null
  readonly acheteur: { readonly nom: string | null; readonly siret: string | null }
  /** Deux ou trois signes : « 01 », « 2A », « 974 ». */
  readonly departements: readonly string[]
  /** Huit chiffres, sans clé : le principal d’abord. */
  readonly cpv: readonly string[]
  readonly parution: string | null
  /** Le premier terme publié, en temps universel ; un jour sans heure n’est pas un instant. */
  readonly limite: string | null
  readonly nature: Nature
  readonly lots: readonly Lot[]
  /** Les avis auxquels celui-ci se rattache : leur `idweb`, sinon l’identifiant qu’il en donne. */
  readonly lies: readonly string[]
  readonly attributions: readonly Attribution[]
  readonly signalements: readonly Signalement[]
}
export const natures = ['marche', 'rectificatif', 'annulation', 'attribution', 'autre'] as const
export type Nature = (typeof natures)[number]
export type Lot = {
  readonly id: string | null
  readonly intitule: string | null
  readonly limite: string | null
}
export type Attribution = {
  readonly lot: string | null
  readonly titulaires: readonly { readonly nom: string }[]
  /** `a-verifier` : l’avis ne dit pas s’il s’agit d’un groupement ou de plusieurs titulaires, ou il ne nomme personne. */
  readonly forme: 'seul' | 'groupement' | 'a-verifier'
  /** Centimes d’euro, tel que publié une fois ; jamais une somme. */
  readonly montant: number | null
  readonly sansSuite: boolean
}
export type Signalement = 'echeance-absurde' | 'montant-repete' | 'json-illisible'

/** L’avis, et ce que la lecture en sait de plus, pour lier, dédoublonner et trier ; cela ne se publie pas. */
export type AvisLu = {
  readonly avis: Avis
  readonly source: 'boamp' | 'ted' | 'eforms' | 'ecrit'
  /** L’identifiant eForms de l’avis, sans sa version, et celle-ci. */
  readonly notice: { readonly id: string; readonly version: string | null } | null
  /** Trois lettres ; rien : on n’en sait rien. */
  readonly pays: string | null
  readonly descripteurs: readonly string[]
  /** Les termes publiés sans heure, jours civils. */
  readonly joursLimites: readonly string[]
}

export type Rejet = { readonly rang: number; readonly motif: string }
