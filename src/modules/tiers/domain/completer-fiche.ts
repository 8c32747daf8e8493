import { plier } from '#kernel/texte.ts'

const mots = {
  courriel: 'le courriel',
  telephone: 'le téléphone',
  adresse: 'l’adresse',
  codePostal: 'le code postal',
  ville: 'la ville',
  nda: 'le numéro de déclaration',
} as const
export type ChampDeFiche = keyof typeof mots

/** Ce que la ligne apporte à la fiche : ce qui y manque se complète, ce qui diffère est signalé et n'est pas pris. */
export const comparerFiche = (
  fiche: Partial<Record<ChampDeFiche, string | null>>,
  saisie: Partial<Record<ChampDeFiche, string | undefined>>,
  champs: readonly ChampDeFiche[],
) => {
  const complete: Record<string, string> = {}
  const differe: string[] = []
  for (const champ of champs) {
    const [la, ici] = [fiche[champ] ?? null, saisie[champ]]
    if (ici === undefined) continue
    if (la === null) complete[champ] = ici
    else if (plier(la) !== plier(ici)) differe.push(mots[champ])
  }
  return { complete, differe }
}

export const direEcart = (differe: readonly string[]): string =>
  differe.length === 0
    ? ''
    : `Sur la fiche, ${differe.join(', ')} ${differe.length > 1 ? 'diffèrent' : 'diffère'} : rien n’y est changé.`
