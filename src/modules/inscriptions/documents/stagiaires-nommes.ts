/** `arrivee` : le premier jour que la pièce lui dit ; nul, dès le début. */
export type Nomme = { readonly nom: string; readonly arrivee: string | null }

type Ecrit = { readonly prenom?: string; readonly nom?: string; readonly arrivee?: string }

/** Ceux que cette pièce nomme comme stagiaires, dans l’ordre ; un contrat, la personne seule qui le signe ; rien si elle n’en nomme pas. */
export const stagiairesNommes = (contenu: unknown): readonly Nomme[] | undefined => {
  const { stagiaires, stagiaire } = (contenu ?? {}) as {
    readonly stagiaires?: readonly Ecrit[]
    readonly stagiaire?: Ecrit
  }
  const nommes = Array.isArray(stagiaires) ? (stagiaires as readonly Ecrit[]) : stagiaire && [stagiaire]
  return nommes?.map((x) => ({
    nom: `${x.prenom ?? ''} ${x.nom ?? ''}`.trim(),
    arrivee: x.arrivee ?? null,
  }))
}
