/** Les mots par lesquels un texte libre nomme une personne. Pur. */
import { plier } from '#kernel/texte.ts'

export type Nommee = {
  readonly prenom: string
  readonly nom: string
  readonly courriel: string | null
  readonly telephone: string | null
  readonly adresse: string | null
}

const net = (t: string): string => t.replace(/["\\{}]/g, '').trim()

/** Ce qui ne désigne qu’elle : adresse de courriel, téléphone (avec et sans espaces), adresse postale. */
export const coordonneesDe = (p: Nommee): string[] => {
  const tel = p.telephone?.replace(/\D/g, '') ?? ''
  return [p.courriel ?? '', p.telephone ?? '', tel.length >= 9 ? tel : '', p.adresse ?? '']
    .map(net)
    .filter((t) => t.length >= 5)
}

/** Son nom entier, dans les deux ordres, tel quel et plié. */
export const nomsEntiers = (p: Pick<Nommee, 'prenom' | 'nom'>): string[] => {
  const [a, b] = [net(`${p.prenom} ${p.nom}`), net(`${p.nom} ${p.prenom}`)]
  return [...new Set([a, b, plier(a), plier(b)])].filter((t) => t.length >= 5)
}

/** Son nom seul, tel quel et en capitales : il peut être celui d’un autre, ou un mot ; à n’employer qu’après l’avoir regardé. */
export const nomSeul = (p: Pick<Nommee, 'nom'>): string[] =>
  [...new Set([net(p.nom), net(p.nom).toLocaleUpperCase('fr')])].filter((t) => t.length >= 3)
