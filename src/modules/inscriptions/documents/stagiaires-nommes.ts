/** Ceux que cette pièce nomme comme stagiaires, dans l’ordre ; rien si elle n’en nomme pas (un contrat est celui d’une personne). */
export const stagiairesNommes = (contenu: unknown): readonly string[] | undefined => {
  const { stagiaires } = (contenu ?? {}) as {
    readonly stagiaires?: readonly { readonly prenom?: string; readonly nom?: string }[]
  }
  return Array.isArray(stagiaires)
    ? stagiaires.map((x) => `${x.prenom ?? ''} ${x.nom ?? ''}`.trim())
    : undefined
}
