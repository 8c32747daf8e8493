import { plier } from '#kernel/texte.ts'

const lettres = (texte: string): string[] =>
  plier(texte)
    .split(/[^a-z]+/)
    .filter(Boolean)
    .map((m) => m.slice(0, 1))

/**
 * Les initiales qui confirment un nom touché sur la tablette. Un nom composé se dit en entier ou par sa première
 * lettre : « Anne-Sophie Chevallier-Duval » accepte AC, ASC, ACD et ASCD. Vide : un nom d’une autre écriture, dont le
 * pli ne garde aucune lettre, qui s’écrit en entier.
 */
export const formesDInitiales = (personne: {
  readonly prenom: string
  readonly nom: string
}): readonly string[] => {
  const [p, n] = [lettres(personne.prenom), lettres(personne.nom)]
  if (p.length === 0 || n.length === 0) return []
  return [...new Set([p, p.slice(0, 1)].flatMap((a) => [n, n.slice(0, 1)].map((b) => [...a, ...b].join(''))))]
}

export const confirmeParInitiales = (
  personne: { readonly prenom: string; readonly nom: string },
  saisie: string,
): boolean => {
  const formes = formesDInitiales(personne)
  if (formes.length === 0) {
    const entier = `${personne.prenom}${personne.nom}`.replace(/\s/g, '')
    return entier !== '' && saisie.replace(/\s/g, '').toLowerCase() === entier.toLowerCase()
  }
  return formes.includes(plier(saisie).replace(/[^a-z]/g, ''))
}
