const lettres = [...'abcdefghijklmnopqrstuvwxyz']

/**
 * Les mots à une faute de celui-ci : une lettre de trop, oubliée, prise pour une autre, ou deux interverties. Se cherchent à l’égal, dans
 * l’index des mots et sous le mur ; une recherche par trigrammes demanderait une extension et une porte. Aucun pour un mot de moins de
 * quatre lettres, dont presque tout serait voisin, ni de plus de quatorze.
 */
export const motsVoisins = (mot: string): readonly string[] => {
  if (!/^[a-z]{4,14}$/.test(mot)) return []
  const rendus = new Set<string>([mot])
  for (let i = 0; i <= mot.length; i += 1) {
    const [debut, suite] = [mot.slice(0, i), mot.slice(i)]
    for (const l of lettres) rendus.add(debut + l + suite)
    if (suite === '') continue
    rendus.add(debut + suite.slice(1))
    for (const l of lettres) rendus.add(debut + l + suite.slice(1))
    if (suite.length > 1) rendus.add(debut + suite.charAt(1) + suite.charAt(0) + suite.slice(2))
  }
  return [...rendus]
}
