import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { plier, rogner, slug } from '#kernel/texte.ts'

/**
 * La règle des mots de passe : de la longueur, aucune composition imposée, rien de devinable, aucune expiration.
 * C’est le sens des recommandations de l’ANSSI et de la CNIL (délibération 2022-100) avec un ralentissement des
 * essais (`ralentir.ts`) et une liste de mots courants. Les bornes sont des paramètres.
 */
export const bornes = { minimum: 12, maximum: 200 } as const

export type CodeMotDePasse =
  | 'mot-de-passe-vide'
  | 'mot-de-passe-court'
  | 'mot-de-passe-long'
  | 'mot-de-passe-personnel'
  | 'mot-de-passe-repete'
  | 'mot-de-passe-courant'
export type RefusMotDePasse = Refus<CodeMotDePasse>

export type ContexteMotDePasse = {
  readonly courriel: string
  /** Nom de la personne, de l’organisme, du logiciel : ce que l’on essaierait d’abord. */
  readonly noms?: readonly string[]
  /** Vrai si ce texte, en minuscules, est dans la liste livrée. */
  readonly estCourant: (minuscules: string) => boolean
}

/**
 * La forme sous laquelle un mot de passe est haché : NFKC (NIST SP 800-63B), sans rien rogner.
 * Le même clavier sur deux systèmes peut envoyer « é » de deux façons.
 */
export const normaliserMotDePasse = (saisi: string): string => saisi.normalize('NFKC')

const lettres = (texte: string): string => plier(texte).replace(/[^a-z0-9]/g, '')

/** Un motif répété : « azerty12azerty12 » n’a que la force de sa moitié. */
const motifRepete = (texte: string): boolean => /^(.{1,8})\1+.?$/su.test(texte)

/** Quatre-vingts pour cent des signes se suivent : « 123456789012 », « abcdefghijkl ». */
const enSuite = (texte: string): boolean => {
  const codes = [...texte.toLowerCase()].map((c) => c.codePointAt(0) ?? 0)
  // De 9 à 0 la suite continue : c’est ainsi qu’on compte sur un clavier.
  const voisins = codes.slice(1).filter((c, i) => {
    const pas = c - (codes[i] ?? 0)
    return Math.abs(pas) <= 1 || Math.abs(pas) === 9
  }).length
  return codes.length > 3 && voisins / (codes.length - 1) >= 0.8
}

/** Un mot courant simplement allongé de chiffres ou de signes : « password1234! ». */
const radical = (minuscules: string): string => rogner(minuscules, /[^a-z]/)

export const choisirMotDePasse = (
  saisi: string,
  contexte: ContexteMotDePasse,
): Result<string, RefusMotDePasse> => {
  const mot = normaliserMotDePasse(saisi)
  const longueur = [...mot].length
  if (mot.trim() === '') return refuser('mot-de-passe-vide', 'Choisissez un mot de passe.')
  if (longueur < bornes.minimum)
    return refuser(
      'mot-de-passe-court',
      `Il faut au moins ${bornes.minimum} caractères ; celui-ci en a ${longueur}. Une phrase de quatre ou cinq mots est facile à retenir.`,
    )
  // Au-delà, hacher coûterait cher à qui reçoit mille essais : la borne protège le serveur.
  if (longueur > bornes.maximum)
    return refuser('mot-de-passe-long', `Pas plus de ${bornes.maximum} caractères.`)
  if (motifRepete(mot) || enSuite(mot))
    return refuser(
      'mot-de-passe-repete',
      'Ce mot de passe répète un motif ou une suite de touches : il se devine vite.',
    )
  const plat = lettres(mot)
  const local = contexte.courriel.split('@')[0] ?? ''
  const interdits = [contexte.courriel, local, ...local.split(/[._+-]/), ...(contexte.noms ?? []), 'coforme']
    // « Langue & Lien » se tape « languelien » ou « langueetlien ».
    .flatMap((i) => [lettres(i), lettres(slug(i))])
    .filter((i) => i.length >= 4)
  if (interdits.some((i) => plat.includes(i) && plat.length - i.length < bornes.minimum))
    return refuser(
      'mot-de-passe-personnel',
      'Ce mot de passe contient votre adresse, votre nom ou celui de l’organisme : on l’essaierait d’abord.',
    )
  const minuscules = mot.toLowerCase()
  const coeur = radical(minuscules)
  // Le cœur ne condamne que s’il fait l’essentiel : une phrase qui contient un mot courant reste bonne.
  const courant =
    contexte.estCourant(minuscules) ||
    (coeur.length >= 8 && longueur - coeur.length < bornes.minimum && contexte.estCourant(coeur))
  if (courant)
    return refuser(
      'mot-de-passe-courant',
      'Ce mot de passe, ou presque le même, figure dans des listes connues. Choisissez-en un autre.',
    )
  return ok(mot)
}
