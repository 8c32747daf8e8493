/**
 * Une facture électronique telle qu’un fichier la dit, dans les termes d’EN 16931 (BT, BG), quelle que soit sa syntaxe. Les
 * valeurs restent du texte : une règle porte aussi sur la façon dont un montant est écrit. `undefined` : l’élément n’y est pas ;
 * une chaîne vide : il y est, sans rien dedans.
 */
export type Texte = string | undefined

export type Identifiant = { readonly id: string; readonly schema: Texte }

export type Adresse = {
  readonly lignes: readonly string[]
  readonly codePostal: Texte
  readonly ville: Texte
  /** BT-40, BT-55, BT-69, BT-80 : deux lettres. */
  readonly pays: Texte
}

export type Partie = {
  readonly nom: Texte
  /** BT-29, BT-46, BT-60. */
  readonly identifiants: readonly Identifiant[]
  /** BT-30, BT-47, BT-61 ; schéma 0002 : un SIREN. */
  readonly legal: Identifiant | undefined
  /** BT-31, BT-48, BT-63. */
  readonly tva: readonly string[]
  /** BT-32. */
  readonly fiscal: readonly string[]
  /** BT-34, BT-49. */
  readonly adresses: readonly Identifiant[]
  readonly adresse: Adresse | undefined
}

/** Une remise (BG-20, BG-27) ou des frais (BG-21, BG-28). */
export type Ajustement = {
  readonly montant: Texte
  readonly base: Texte
  readonly motif: Texte
  readonly codeMotif: Texte
  readonly categorie: Texte
  readonly taux: Texte
}

export type PeriodeLue = { readonly debut: Texte; readonly fin: Texte }

/** BG-23. */
export type VentilationLue = {
  readonly base: Texte
  readonly montant: Texte
  readonly categorie: Texte
  readonly taux: Texte
  readonly motif: Texte
  readonly codeMotif: Texte
  /** BT-7, BT-8 : la syntaxe CII les porte ici. */
  readonly dateTva: Texte
  readonly codeDateTva: Texte
}

/** BG-25. */
export type LigneLue = {
  readonly id: Texte
  readonly quantite: Texte
  readonly unite: Texte
  readonly montant: Texte
  readonly nom: Texte
  readonly prixNet: Texte
  readonly prixBrut: Texte
  /** BT-149, du prix net et du prix brut. */
  readonly quantitesDeBase: readonly string[]
  readonly categorie: Texte
  readonly taux: Texte
  readonly periode: PeriodeLue | undefined
  readonly remises: readonly Ajustement[]
  readonly frais: readonly Ajustement[]
  /** BT-157. */
  readonly article: Identifiant | undefined
  /** BT-158. */
  readonly classes: readonly Identifiant[]
  /** BG-32. */
  readonly attributs: readonly { readonly nom: Texte; readonly valeur: Texte }[]
}

export type MoyenLu = {
  /** BT-81. */
  readonly code: Texte
  /** BG-17 est là ; ses comptes, IBAN ou autres. */
  readonly comptes: readonly Texte[]
  /** BT-87. */
  readonly carte: Texte
}

export type MontantTva = { readonly montant: string; readonly devise: Texte }

export type TotauxLus = {
  /** BT-106 à BT-115, dans l’ordre. */
  readonly lignes: Texte
  readonly remises: Texte
  readonly frais: Texte
  readonly ht: Texte
  readonly tva: readonly MontantTva[]
  readonly ttc: Texte
  readonly paye: Texte
  readonly arrondi: Texte
  readonly net: Texte
}

export type FactureLue = {
  readonly syntaxe: 'CII' | 'UBL'
  /** BT-24. */
  readonly profil: Texte
  /** BT-23. */
  readonly cadre: Texte
  readonly numero: Texte
  /** BT-2, AAAA-MM-JJ quand elle se lit, sinon telle qu’écrite. */
  readonly date: Texte
  /** BT-3. */
  readonly type: Texte
  readonly devise: Texte
  readonly deviseTva: Texte
  readonly echeance: Texte
  readonly notes: readonly { readonly code: Texte; readonly texte: Texte }[]
  readonly vendeur: Partie | undefined
  readonly acheteur: Partie | undefined
  readonly beneficiaire: Partie | undefined
  /** BG-11. */
  readonly representant: Partie | undefined
  /** BG-13 : BT-72, et l’adresse BG-15. */
  readonly livraison: {
    readonly date: Texte
    readonly adresse: Adresse | undefined
    readonly identifiants: readonly Identifiant[]
  }
  readonly periode: PeriodeLue | undefined
  /** BT-12. */
  readonly contrat: Texte
  /** BG-3. */
  readonly anterieures: readonly { readonly numero: Texte; readonly date: Texte }[]
  /** BG-24 : BT-122, BT-123. */
  readonly jointes: readonly { readonly reference: Texte; readonly nom: Texte; readonly mime: Texte }[]
  readonly moyens: readonly MoyenLu[]
  readonly remises: readonly Ajustement[]
  readonly frais: readonly Ajustement[]
  readonly totaux: TotauxLus | undefined
  readonly ventilation: readonly VentilationLue[]
  readonly lignes: readonly LigneLue[]
}
