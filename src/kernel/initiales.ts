import { plier } from '#kernel/texte.ts'

const lettres = (texte: string): string[] =>
  plier(texte)
    .split(/[^a-z]+/)
    .filter(Boolean)
    .map((m) => m.slice(0, 1))

const nobiliaires = new Set(['de', 'du', 'des', 'd', 'da', 'di', 'do', 'dos', 'das', 'von', 'van', 'zu'])
const articles = new Set(['la', 'le', 'les', 'l', 'der', 'den', 'dem', 'het'])

/**
 * Le nom, puis le nom sans ses particules de tête, l’une après l’autre : « de La Villemarqué », « La Villemarqué »,
 * « Villemarqué ». Un article sans particule devant, « Le Goff », est le nom même.
 */
const sansParticules = (nom: string): readonly string[] => {
  const mots = plier(nom)
    .split(/[^a-z]+/)
    .filter(Boolean)
  const tetes = [0]
  for (let i = 0; i < mots.length - 1; i += 1) {
    const mot = mots[i] ?? ''
    if (!nobiliaires.has(mot) && !(i > 0 && articles.has(mot))) break
    tetes.push(i + 1)
  }
  return tetes.map((t) => mots.slice(t).join(' '))
}

/**
 * Les initiales qui confirment un nom touché sur la tablette. Un nom composé se dit en entier ou par sa première
 * lettre : « Anne-Sophie Chevallier-Duval » accepte AC, ASC, ACD et ASCD. Les particules de tête se disent ou se
 * taisent : « Pierre de La Villemarqué » accepte PV, PL, PLV, PD et PDLV. Vide : un nom d’une autre écriture, dont le
 * pli ne garde aucune lettre, qui s’écrit en entier.
 */
export const formesDInitiales = (personne: {
  readonly prenom: string
  readonly nom: string
}): readonly string[] => {
  const p = lettres(personne.prenom)
  if (p.length === 0 || lettres(personne.nom).length === 0) return []
  const noms = sansParticules(personne.nom).map(lettres)
  return [
    ...new Set(
      [p, p.slice(0, 1)].flatMap((a) =>
        noms.flatMap((n) => [n, n.slice(0, 1)].map((b) => [...a, ...b].join(''))),
      ),
    ),
  ]
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
