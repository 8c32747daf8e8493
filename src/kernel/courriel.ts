import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'

declare const marque: unique symbol
/**
 * Une adresse de courriel normalisée : minuscules, domaine en ASCII (punycode). La partie locale est en théorie
 * sensible à la casse ; aucun fournisseur ne l’est, et deux comptes qui ne diffèrent que d’une majuscule
 * seraient un piège. Elle ne contient jamais de retour à la ligne : elle peut entrer dans un en-tête.
 */
export type Courriel = string & { readonly [marque]: 'Courriel' }

export type RefusCourriel = Refus<
  'courriel-vide' | 'courriel-forme' | 'courriel-trop-long' | 'courriel-accents'
>

const forme = () =>
  refuser(
    'courriel-forme',
    'Cette adresse ne ressemble pas à un courriel, par exemple prenom@cooperative.fr.',
  )

export const lireCourriel = (texte: string): Result<Courriel, RefusCourriel> => {
  // Les espaces du début et de la fin viennent d’un copier-coller ; un saut de ligne à l’intérieur est une injection d’en-tête.
  const brut = texte
    .trim()
    .replace(/^mailto:/i, '')
    .normalize('NFC')
  if (brut === '') return refuser('courriel-vide', 'Indiquez une adresse de courriel.')
  if (brut.length > 254)
    return refuser('courriel-trop-long', 'Une adresse de courriel a 254 caractères au plus.')
  const at = brut.lastIndexOf('@')
  const local = brut.slice(0, at)
  const domaine = brut.slice(at + 1)
  if (at < 1 || domaine === '') return forme()
  if (/[^\u0021-\u007e]/.test(local) && !/[\s\p{C}]/u.test(local))
    return refuser(
      'courriel-accents',
      'La partie avant @ ne peut pas contenir d’accent : peu de messageries l’acceptent.',
    )
  if (
    local.length > 64 ||
    !/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/.test(local)
  )
    return forme()
  // Lettres, chiffres, points et traits d’union seulement, avant de le confier au lecteur d’adresses du moteur.
  if (!/^[\p{L}\p{N}\p{M}.-]+$/u.test(domaine)) return forme()
  const ascii = URL.parse(`http://${domaine.toLowerCase()}/`)?.hostname ?? ''
  if (ascii.length > 253 || !/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z][a-z0-9-]*[a-z0-9])$/.test(ascii))
    return forme()
  const rendu = `${local.toLowerCase()}@${ascii}`
  return rendu.length > 254
    ? refuser('courriel-trop-long', 'Une adresse de courriel a 254 caractères au plus.')
    : ok(rendu as Courriel)
}

/** « h•••••@langue-et-lien.example » : pour dire où un message est parti sans le dire à qui regarde l’écran. */
export const masquerCourriel = (courriel: Courriel): string => {
  const at = courriel.lastIndexOf('@')
  return `${courriel.slice(0, 1)}•••••${courriel.slice(at)}`
}
