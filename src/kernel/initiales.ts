import { de, plier } from './texte.ts'

/** Les lettres latines que ni accent ni ligature ne relie à une lettre du clavier français : comme on les translittère. */
const usages: Readonly<Record<string, string>> = { þ: 'th', ð: 'd', ħ: 'h', ŧ: 't', ı: 'i', ŋ: 'n', ə: 'e' }

/** Les lettres seules, de toute écriture, sans accent ni casse : « Þ. É. » et « the » se valent. */
export const plierInitiales = (texte: string): string =>
  plier(texte)
    .replace(/[^\p{L}]/gu, '')
    .replace(/[þðħŧıŋə]/g, (l) => usages[l] ?? l)

const mots = (texte: string): string[] =>
  texte
    .normalize('NFC')
    .replaceAll('ʼ', ' ')
    .split(/[^\p{L}\p{M}]+/u)
    .filter((m) => plierInitiales(m) !== '')

/** L’initiale d’un mot, entière (« œ », « þ » : deux lettres du clavier), puis par sa première lettre. */
const initiale = (mot: string): readonly [string, string] => {
  const entiere = plierInitiales([...mot].find((l) => plierInitiales(l) !== '') ?? '')
  return [entiere, [...entiere][0] ?? '']
}

const nobiliaires = new Set(['de', 'du', 'des', 'd', 'da', 'di', 'do', 'dos', 'das', 'von', 'van', 'zu'])
const articles = new Set(['la', 'le', 'les', 'l', 'der', 'den', 'dem', 'het'])

/**
 * Le nom, puis le nom sans ses particules de tête, l’une après l’autre : « de La Villemarqué », « La Villemarqué »,
 * « Villemarqué ». Un article sans particule devant, « Le Goff », est le nom même.
 */
const sansParticules = (nom: string): readonly (readonly string[])[] => {
  const tous = mots(nom)
  const tetes = [0]
  for (let i = 0; i < tous.length - 1; i += 1) {
    const mot = plierInitiales(tous[i] ?? '')
    if (!nobiliaires.has(mot) && !(i > 0 && articles.has(mot))) break
    tetes.push(i + 1)
  }
  return tetes.map((t) => tous.slice(t))
}

type Nommee = { readonly prenom: string; readonly nom: string }

/**
 * Les initiales qui confirment un nom touché sur la tablette, pliées. Un nom composé se dit en entier ou par sa première
 * lettre : « Anne-Sophie Chevallier-Duval » accepte AC, ASC, ACD et ASCD. Les particules de tête se disent ou se
 * taisent : « Pierre de La Villemarqué » accepte PV, PL, PLV, PD et PDLV. « Þóra » se dit Þ, TH ou T ; un nom en arabe, par
 * ses lettres. Vide : un nom sans lettre, qui s’écrit en entier.
 */
export const formesDInitiales = (personne: Nommee): readonly string[] => {
  const p = mots(personne.prenom)
  if (p.length === 0 || mots(personne.nom).length === 0) return []
  const noms = sansParticules(personne.nom)
  return [
    ...new Set(
      ([0, 1] as const).flatMap((rang) =>
        [p, p.slice(0, 1)].flatMap((a) =>
          noms.flatMap((n) =>
            [n, n.slice(0, 1)].map((b) => [...a, ...b].map((m) => initiale(m)[rang]).join('')),
          ),
        ),
      ),
    ),
  ]
}

export const confirmeParInitiales = (personne: Nommee, saisie: string): boolean => {
  const formes = formesDInitiales(personne)
  if (formes.length === 0) {
    const entier = `${personne.prenom}${personne.nom}`.replace(/\s/g, '')
    return entier !== '' && saisie.replace(/\s/g, '').toLowerCase() === entier.toLowerCase()
  }
  return formes.includes(plierInitiales(saisie))
}

/** Ce que la tablette demande à cette personne, et ce qu’elle dit d’avance quand le clavier n’a peut-être pas ses lettres. */
export const demandeDInitiales = (personne: Nommee): { readonly libelle: string; readonly aide: string } => {
  const formes = formesDInitiales(personne)
  if (formes.length === 0)
    return { libelle: 'Votre nom, en entier', aide: 'Comme il est écrit ici, avec les mêmes signes.' }
  return {
    libelle: 'Vos initiales',
    aide: formes.some((f) => /^[a-z]+$/.test(f))
      ? 'La première lettre de votre prénom, puis de votre nom.'
      : 'La première lettre de votre prénom, puis de votre nom, dans l’écriture où il est affiché. Si ce clavier ne l’a pas, demandez votre lien personnel à la personne qui forme.',
  }
}

/** Ce que lit qui s’est trompé : de qui, et la règle, quand elle n’est pas celle de tous. */
export const refusDInitiales = (personne: Nommee): string => {
  const { aide } = demandeDInitiales(personne)
  return `Ce ne sont pas les initiales ${de(`${personne.prenom} ${personne.nom}`)}. ${aide} Si ce nom n’est pas le vôtre, revenez à la liste.`
}
