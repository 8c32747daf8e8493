/** Les mots par lesquels un texte libre nomme une personne. Pur. */
import { plier } from '#kernel/texte.ts'

export type Nommee = {
  readonly prenom: string
  readonly nom: string
  readonly courriel: string | null
  readonly telephone: string | null
  readonly adresse: string | null
}

const enMotif = (mots: readonly string[]): string =>
  mots
    .filter((t) => t.length >= 3)
    .toSorted((a, b) => b.length - a.length)
    .map((t) => t.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`))
    .join('|')

/** Le texte sans ces mots ; la règle de `porte.remplacer_partout`, pour ce que la base ne lit pas. `exacts` : la casse compte. */
export const oterDuTexte = (
  texte: string,
  termes: readonly string[],
  exacts: readonly string[],
  par: string,
): string =>
  [
    [enMotif(termes), 'giu'],
    [enMotif(exacts), 'gu'],
  ].reduce<string>(
    (t, [motif = '', drapeaux]) =>
      motif === ''
        ? t
        : t.replace(new RegExp(`(?<![\\p{L}\\p{N}])(${motif})(?![\\p{L}\\p{N}])`, drapeaux), par),
    texte,
  )

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
