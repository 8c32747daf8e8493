/** Espace insécable : devant « : », à l’intérieur des guillemets, entre un nombre et son unité. */
export const INSECABLE = '\u00a0'
/** Espace fine insécable : devant « ; », « ? », « ! » et entre les milliers. */
export const FINE = '\u202f'

const espaces = /[\s\u00a0\u202f\u2007\u2060\ufeff]+/gu
// Caractères de contrôle, sauf tabulation et fins de ligne. Les marques d’écriture bidirectionnelle (U+202A…)
// partent aussi : elles font lire un nom ou un montant à l’envers de ce qui est enregistré.
const invisibles = /(?![\t\n])\p{Cc}|[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu
// Demi-paires UTF-16 orphelines : PostgreSQL les refuse et JSON canonique aussi.
const orphelins = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

// Normaliser une suite de marques coûte son carré : 200 000 d’un trait arrêtent le serveur des secondes. UAX 15 (« Stream-Safe »)
// n’en garde que trente ; aucune langue n’en empile davantage.
const empilement = /(\p{M}{30})\p{M}+/gu
/** Ôte les marques empilées au-delà de trente : à faire avant tout `normalize` d’un texte venu du dehors. */
export const desempiler = (texte: string): string => texte.replace(empilement, '$1')

/** Texte de plusieurs lignes venu du dehors : NFC, sans caractère invisible, fins de ligne `\n`, sans espaces au début ni à la fin. */
export const nettoyer = (texte: string): string =>
  desempiler(texte)
    .replace(orphelins, '')
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(invisibles, '')
    .normalize('NFC')
    .trim()

/** Texte d’une ligne : `nettoyer`, puis toute suite d’espaces (insécables comprises) devient une espace. */
export const uneLigne = (texte: string): string => nettoyer(texte).replace(espaces, ' ').trim()

/**
 * Forme de recherche : sans accent ni casse, ligatures ouvertes, apostrophes et traits d’union ramenés à une
 * espace. « L’Œuvre d’Élodie » et « l oeuvre d elodie » se trouvent l’un l’autre. Idempotente.
 */
export const plier = (texte: string): string =>
  // Deux passes de NFKD : une majuscule pointée (İ) ne se décompose qu’une fois mise en bas de casse.
  uneLigne(
    desempiler(texte)
      .normalize('NFKD')
      .toLowerCase()
      .normalize('NFKD')
      .replace(/\p{M}+/gu, ''),
  )
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'o')
    .replace(/ł/g, 'l')
    .replace(/đ/g, 'd')
    .replace(/[’'ʼ`´\u2010-\u2015_-]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/**
 * Le texte sans les signes du début et de la fin que `signe` reconnaît, un par un. En un seul passage : « [x]+$ » relit chaque suite
 * depuis chacun de ses signes, et un million de points dans un nom de fichier arrêtaient le serveur.
 */
export const rogner = (texte: string, signe: RegExp): string => {
  let [debut, fin] = [0, texte.length]
  while (debut < fin && signe.test(texte.charAt(debut))) debut += 1
  while (fin > debut && signe.test(texte.charAt(fin - 1))) fin -= 1
  return texte.slice(debut, fin)
}

/**
 * Code court d’un organisme dans une adresse : « Langue & Lien » donne `langue-et-lien`. Lettres, chiffres et
 * traits d’union seulement ; au plus `longueur` caractères, coupé de préférence à un mot. Vide si rien ne reste.
 */
export const slug = (texte: string, longueur = 60): string => {
  const brut = rogner(
    plier(texte.replace(/&/g, ' et ').replace(/\+/g, ' plus ')).replace(/[^a-z0-9]+/g, '-'),
    /-/,
  )
  if (brut.length <= longueur) return brut
  const coupe = brut.slice(0, longueur + 1)
  const mot = coupe.lastIndexOf('-')
  return rogner(mot > longueur / 2 ? coupe.slice(0, mot) : brut.slice(0, longueur), /-/)
}

/**
 * Pose les espaces insécables et les apostrophes d’un texte écrit au clavier. N’ajoute jamais une espace où il
 * n’y en a pas (une adresse `https://…` reste entière), sauf à l’intérieur des guillemets. Idempotente.
 */
export const typographier = (texte: string): string => {
  // Un long texte ne se redit pas d’une page à l’autre : mille d’entre eux, gardés, pèseraient des Mio.
  if (texte.length > 500) return poser(texte)
  const connu = dejaPoses.get(texte)
  if (connu !== undefined) return connu
  if (dejaPoses.size >= 1000) dejaPoses.clear()
  const pose = poser(texte)
  dejaPoses.set(texte, pose)
  return pose
}
// Dix relectures d’une phrase que la même page, ou la suivante, redit d’ordinaire telle quelle.
const dejaPoses = new Map<string, string>()

// « Non précédée d’une espace » : une suite d’espaces se lit depuis son début, et non depuis chacune.
const poser = (texte: string): string =>
  texte
    .replace(/(\p{L})'(?=\p{L})/gu, '$1’')
    .replace(/(?<![ \u00a0\u202f])[ \u00a0\u202f]+([;?!])/g, `${FINE}$1`)
    .replace(/(?<![ \u00a0\u202f])[ \u00a0\u202f]+:/g, `${INSECABLE}:`)
    .replace(/«[ \u00a0\u202f]*/g, `«${INSECABLE}`)
    .replace(/(?<![ \u00a0\u202f])[ \u00a0\u202f]*»/g, `${INSECABLE}»`)
    .replace(/(\d)[ \u202f](?=(?:€|%|h|min|km|ans|jours?|mois)(?![\p{L}\d]))/gu, `$1${INSECABLE}`)
    .replace(/(\dh|\d\u00a0h)[ \u202f](?=\d)/g, `$1${INSECABLE}`)
    .replace(/(\d) (?=\d{3}(?!\d))/g, `$1${FINE}`)
    .replace(/(?<![\p{L}\d])([Nn]os?|[Nn]°|art\.|M\.|Mme|Mmes|MM\.) (?=[\p{L}\d])/gu, (tout, mot: string) =>
      /^nos?$/i.test(mot) ? tout : `${mot}${INSECABLE}`,
    )

/** « a », « a et b », « a, b et c ». Rien pour une liste vide. */
export const enumerer = (mots: readonly string[], liaison: 'et' | 'ou' = 'et'): string => {
  const dernier = mots.at(-1)
  if (dernier === undefined) return ''
  return mots.length === 1 ? dernier : `${mots.slice(0, -1).join(', ')} ${liaison} ${dernier}`
}

/**
 * Accord en nombre, à la française : zéro et un sont au singulier, deux et plus au pluriel (1,5 reste singulier).
 * `pluriel` par défaut : le singulier et un « s » à chaque mot (« heure réalisée » donne « heures réalisées »).
 */
export const accorder = (nombre: number, singulier: string, pluriel?: string): string =>
  Math.abs(nombre) < 2
    ? singulier
    : (pluriel ?? singulier.replace(/(\p{L}+)/gu, (m) => (/[sxz]$/.test(m) ? m : `${m}s`)))

/** La seule façon de saluer d’un courriel : par le prénom, à défaut par le nom que la personne a donné ; sans l’un ni l’autre, « Bonjour, ». */
export const saluer = (prenom?: string | null): string => {
  const qui = prenom?.trim()
  return qui ? `Bonjour ${qui},` : 'Bonjour,'
}

/** « 1 stagiaire », « 12 stagiaires », « aucun stagiaire » si `zero` est donné. */
export const compter = (
  nombre: number,
  singulier: string,
  options: { pluriel?: string; zero?: string } = {},
): string =>
  nombre === 0 && options.zero !== undefined
    ? options.zero
    : `${formaterNombre(nombre)}${INSECABLE}${accorder(nombre, singulier, options.pluriel)}`

/** « 12 345,5 » : fine insécable entre les milliers, virgule décimale, signe moins vrai (U+2212). */
export const formaterNombre = (nombre: number, decimales?: number): string => {
  const absolu = Math.abs(nombre)
  const texte = decimales === undefined ? String(absolu) : absolu.toFixed(decimales)
  const [entier = '0', fraction] = texte.split('.')
  const groupe = entier.replace(/\B(?=(\d{3})+(?!\d))/g, FINE)
  const corps = fraction ? `${groupe},${fraction}` : groupe
  return nombre < 0 && /[1-9]/.test(texte) ? `\u2212${corps}` : corps
}

/** « Mardi 24 novembre » : la première lettre, et elle seule. */
export const majuscule = (texte: string): string => `${texte.charAt(0).toUpperCase()}${texte.slice(1)}`
export const minuscule = (texte: string): string => `${texte.charAt(0).toLowerCase()}${texte.slice(1)}`

const rangs = [
  'premier',
  'deuxième',
  'troisième',
  'quatrième',
  'cinquième',
  'sixième',
  'septième',
  'huitième',
  'neuvième',
  'dixième',
]
/** « premier » (`feminin` : « première »), « dixième », puis « 11e ». */
export const ordinal = (rang: number, { feminin = false }: { readonly feminin?: boolean } = {}): string =>
  feminin && rang === 1 ? 'première' : (rangs[rang - 1] ?? `${rang}e`)

/** Les prénoms et les noms courants dont le h est muet ; devant tout autre h, « de » s’entend bien (« de Hassan »). */
const hMuet =
  /^h(?:abit|adrien|armoni|ector|el[eo]|enri|erve|ermi|eur|ilair|ippoly|isto|onor|opita|orace|orten|ospi|otel|ubert|uman|yacin)/

/**
 * « de Léonie », « d’Agathe », « d’Hélène », « d’OPCO du Littoral », « du Pôle Formation », « des Tisserands ». Un y suivi
 * d’une voyelle (« Yann ») ne s’élide pas ; « Le Goff » reste entier. Les papiers ont la même règle (`de-nom`, `papier/pieces.v1.typ`).
 */
export const de = (nom: string): string =>
  /^les /i.test(nom)
    ? `des ${nom.slice(4)}`
    : /^pôle /i.test(nom)
      ? `du ${nom}`
      : /^(?:[aeiouœæ]|y(?![aeiou]))/i.test(nom.normalize('NFD')) || hMuet.test(plier(nom))
        ? `d’${nom}`
        : `de ${nom}`

/**
 * Ce qu’un tableur prendrait pour une formule garde une apostrophe devant (CSV, injection), en pleine chasse aussi. Un nombre négatif
 * (un avoir) n’est pas une formule.
 */
export const sansFormule = (texte: string): string =>
  /^[=+\-@\t\r\n＝＋－＠]/.test(texte) && !/^-\d+([.,]\d+)?$/.test(texte) ? `'${texte}` : texte

/** Coupe à `longueur` caractères au plus, à un mot si possible, et termine par « … ». Ne coupe pas une paire UTF-16. */
export const tronquer = (texte: string, longueur: number): string => {
  const signes = [...texte]
  if (signes.length <= longueur) return texte
  const debut = signes.slice(0, Math.max(0, longueur - 1)).join('')
  const mot = debut.lastIndexOf(' ')
  return `${(mot > debut.length / 2 ? debut.slice(0, mot) : debut).trimEnd()}…`
}

/** « Salle Drac, Échirolles » quand l’adresse, ville comprise, suit : « Salle Drac ». */
export const sansVille = (lieu: string, ville: string): string =>
  ville !== '' &&
  plier(lieu).endsWith(plier(ville)) &&
  /,[^,]*$/.test(lieu) &&
  plier(lieu.slice(lieu.lastIndexOf(',') + 1)).trim() === plier(ville)
    ? lieu.slice(0, lieu.lastIndexOf(','))
    : lieu

/** « 1,2 Mo », « 340 Ko ». */
export const direTaille = (octets: number): string =>
  octets >= 1_000_000
    ? `${(octets / 1_000_000).toFixed(1).replace('.', ',')}\u00a0Mo`
    : `${Math.max(1, Math.round(octets / 1_000))}\u00a0Ko`
