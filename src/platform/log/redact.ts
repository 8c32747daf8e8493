/**
 * Ce qui peut entrer dans le journal. La règle tient par construction : une clé qui nomme une personne ou un
 * secret perd sa valeur, un texte perd ses liens, ses courriels et ses longues suites, un objet inconnu
 * n'entre pas. On préfère un journal pauvre à un journal qu'il faudrait protéger comme la base.
 */
export type Champ = string | number | boolean | null | readonly Champ[] | { readonly [cle: string]: Champ }

export const tu = '[tu]'

// Comparés sans casse, sans tiret ni souligné : `mot_de_passe`, `motDePasse` et `Set-Cookie` y sont.
const clesTues =
  /(courriel|e?mail|destinataire|^a$|^(pre|sur)?nom(s|complet|usage|naissance)?$|naissance|adresse|telephone|mobile|^tel$|motdepasse|passe|password|passphrase|jeton|token|secret|cookie|autoris|authoriz|signature|trace|^ip$|ipaddress|remoteaddr|xforwarded|corps|body|^texte$|^html$|objet|iban|siret|url|referer|useragent|cle$|cles$|key)/

// Un uuid nomme sans rien ouvrir : lui seul traverse.
const uuid = /(?<![\w-])([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?![\w-])/i

// D'abord ce qui se reconnaît à son contexte, uuid compris : un lien ou une requête ne laisse rien de lui.
const scrubAdresses = (texte: string) =>
  texte
    .replace(/\/(lien|liens|invitation|signer|reinitialiser)\/(?!:)[^\s/?#"'»]+/gi, `/$1/${tu}`)
    .replace(/\?[^\s"'»]*=[^\s"'»]*/g, `?${tu}`)
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s/@]*@/gi, (m) => `${m.slice(0, m.indexOf(':'))}://${tu}@`)
    .replace(/[^\s@<>"'()«»:,;=/[\]]+@[^\s@<>"'()«»,;]+/g, tu)

const scrubSuites = (texte: string) =>
  texte
    .replace(/\b\d{1,3}(\.\d{1,3}){3}\b/g, tu)
    // Jetons et empreintes : une longue suite sans espace, qui mêle lettres et chiffres.
    .replace(/[A-Za-z0-9+/_=-]{24,}/g, (m) => (/\d/.test(m) ? tu : m))
    .replace(/\+?\d[\d ().\u00a0\u202f]{8,}\d/g, tu)

/** Rien de ce que les règles cherchent n'y commence : ni chiffre, ni courriel, ni question, ni lien. Presque toutes les lignes d'une requête. */
const aRien = (texte: string) => !/[\d@?]|:\/\/|\/(lien|invitation|signer|reinitialiser)/i.test(texte)

/** Ôte d'un texte technique ce qui pourrait désigner quelqu'un ou ouvrir quelque chose. */
export const scrub = (texte: string): string => (aRien(texte) ? texte.slice(0, 300) : scrubEntier(texte))

const scrubEntier = (texte: string): string =>
  scrubAdresses(texte.slice(0, 2000))
    .split(uuid)
    .map((morceau, i) => (i % 2 === 1 ? morceau : scrubSuites(morceau)))
    .join('')
    .slice(0, 300)

const dejaTriees = new Map<string, boolean>()
/** Cette clé nomme une personne ou un secret. Gardé : ce sont toujours les mêmes. */
const seTait = (cle: string): boolean => {
  const connue = dejaTriees.get(cle)
  if (connue !== undefined) return connue
  const simple = cle
    .normalize('NFD')
    .replace(/[^a-zA-Z0-9]/g, '')
    .toLowerCase()
  const tue = clesTues.test(simple)
  if (dejaTriees.size < 500) dejaTriees.set(cle, tue)
  return tue
}

const valeur = (v: unknown, profondeur: number): Champ => {
  if (v === null || v === undefined) return null
  if (typeof v === 'number') return Number.isFinite(v) ? v : String(v)
  if (typeof v === 'boolean') return v
  if (typeof v === 'bigint') return v.toString()
  if (typeof v === 'string') return scrub(v)
  if (v instanceof Date) return Number.isNaN(v.getTime()) ? 'date invalide' : v.toISOString()
  if (profondeur >= 2) return tu
  if (Array.isArray(v)) return v.slice(0, 20).map((x) => valeur(x, profondeur + 1))
  // Ni classe, ni octets, ni fonction : seul un objet simple se laisse parcourir.
  if (
    typeof v === 'object' &&
    (Object.getPrototypeOf(v) === Object.prototype || Object.getPrototypeOf(v) === null)
  )
    return redact(v as Record<string, unknown>, profondeur + 1)
  return tu
}

export const redact = (champs: Record<string, unknown>, profondeur = 0): { [cle: string]: Champ } => {
  const sortie: { [cle: string]: Champ } = {}
  for (const [cle, v] of Object.entries(champs).slice(0, 40))
    sortie[cle.slice(0, 60)] = seTait(cle) ? tu : valeur(v, profondeur)
  return sortie
}

// Ce que PostgreSQL dit d'une erreur sans citer une valeur : ni `detail`, ni `where`, ni `internalQuery`.
const champsPg = [
  'code',
  'severity',
  'schema',
  'table',
  'column',
  'constraint',
  'routine',
  'errno',
  'syscall',
] as const

/**
 * Une erreur telle qu'on la garde : son genre, ses codes, sa pile. Son message perd tout ce qu'il cite entre
 * guillemets ou parenthèses égales (« Key (courriel)=(…) ») : c'est là que les bibliothèques mettent les valeurs.
 */
export const redactError = (erreur: unknown, profondeur = 0): { [cle: string]: Champ } => {
  if (!(erreur instanceof Error)) return { genre: typeof erreur }
  const sortie: { [cle: string]: Champ } = { genre: erreur.name }
  const source = erreur as unknown as Record<string, unknown>
  for (const cle of champsPg) {
    const v = source[cle]
    if (typeof v === 'string' || typeof v === 'number') sortie[cle] = scrub(String(v))
  }
  sortie.message = scrub(
    erreur.message
      .replace(/"[^"]*"|“[^”]*”|«[^»]*»|`[^`]*`|(?<![\p{L}])'[^']*'/gu, '…')
      .replace(/=\s*\([^)]*\)/g, '=(…)'),
  )
  // Le message est aussi en tête de la pile : on n'en garde que les lieux.
  sortie.pile = (erreur.stack ?? '')
    .split('\n')
    .filter((l) => /^\s+at /.test(l))
    .slice(0, 12)
    .map((l) => l.trim().replace(/\(?(file:\/\/)?\/\S*\/(src|node_modules|\.construit)\//, '($2/'))
  if (erreur.cause !== undefined && profondeur < 2) sortie.cause = redactError(erreur.cause, profondeur + 1)
  return sortie
}
