import { type DateCivile, dateDe, seLit } from '#kernel/dates.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { plier } from '#kernel/texte.ts'
import { instantDe, type Zone } from '#kernel/zones.ts'
import { type Champ, titresSupposes, titresVus } from './titres-de-liste.ts'

/**
 * Les listes de connexion que rendent Zoom, BigBlueButton, Teams, Google Meet et Webex (Jitsi n’en rend pas : son ticket 9503 la demande, et
 * fut fermé sans) : des CSV aux titres français, anglais, allemands, espagnols ou italiens, en UTF-8, UTF-16 (Teams) ou Windows-1252, à virgule, point-virgule ou tabulation. Tout y est hostile : rien n’est cru sans être lu.
 */
export type Logiciel = 'zoom' | 'bigbluebutton' | 'teams' | 'meet' | 'webex'
export type LigneLue = {
  readonly nom: string
  readonly courriel: string | null
  readonly debutLe: Date | null
  readonly finLe: Date | null
  readonly minutes: number
}
export type ListeLue = {
  readonly logiciel: Logiciel
  readonly lignes: readonly LigneLue[]
  readonly ignorees: number
  /** Ses heures ne disent pas leur jour (Google Meet) : elles sont lues à celui de la demi-journée. */
  readonly sansJour: boolean
}
export type RefusListe = Refus<'illisible' | 'titres-inconnus' | 'vide' | 'trop-longue'>

export const maxLignes = 2000
/** Signes lus d’une cellule, cellules où chercher des titres : une heure ou un nom tient en moins. */
const maxCellule = 300
const maxTitres = 200

/** UTF-16 par sa marque ou ses zéros, UTF-8 s’il est sain, Windows-1252 sinon. */
export const decoder = (octets: Uint8Array): string => {
  const [a, b] = [octets[0], octets[1]]
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le').decode(octets.subarray(2))
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(octets.subarray(2))
  const zeros = octets.subarray(0, 200).filter((o, i) => o === 0 && i % 2 === 1).length
  if (zeros > 20) return new TextDecoder('utf-16le').decode(octets)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets).replace(/^\ufeff/, '')
  } catch {
    return new TextDecoder('windows-1252').decode(octets)
  }
}

/** RFC 4180, avec le séparateur donné : guillemets doublés, retours dans les cellules. */
const couper = (texte: string, sep: string): string[][] => {
  const lignes: string[][] = []
  let [ligne, cellule, dedans]: [string[], string, boolean] = [[], '', false]
  const finir = () => {
    ligne.push(cellule.slice(0, maxCellule))
    cellule = ''
  }
  for (let i = 0; i < texte.length; i += 1) {
    const c = texte[i] ?? ''
    if (dedans) {
      if (c !== '"') cellule += c
      else if (texte[i + 1] === '"') {
        cellule += '"'
        i += 1
      } else dedans = false
    } else if (c === '"' && cellule === '') dedans = true
    else if (c === sep) finir()
    else if (c === '\n' || c === '\r') {
      if (c === '\r' && texte[i + 1] === '\n') i += 1
      finir()
      lignes.push(ligne)
      ligne = []
    } else cellule += c
  }
  finir()
  lignes.push(ligne)
  return lignes
}

const titresDe = (champ: Champ): readonly string[] => [...titresVus[champ], ...titresSupposes[champ]]
const aplatir = (t: string): string =>
  plier(t)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
const champDe = (titre: string): Champ | undefined => {
  const plat = aplatir(titre)
  for (const champ of Object.keys(titresVus) as Champ[]) if (titresDe(champ).includes(plat)) return champ
  return undefined
}

/** « 3h 20m 5s », « 1 h 02 min », « 03:20:05 », « 200 », « 200.5 min » : des minutes, arrondies au-dessous. */
export const lireDureeDeListe = (texte: string, minutesNues = true): number | undefined => {
  const t = texte
    .trim()
    .toLowerCase()
    .replace(/[\u00a0\u202f]/g, ' ')
  const horloge = /^(\d{1,3}):(\d{2})(?::(\d{2}))?$/.exec(t)
  if (horloge) return Number(horloge[1]) * 60 + Number(horloge[2])
  const nue = /^(\d{1,5})(?:[.,]\d+)?$/.exec(t)
  if (nue) return minutesNues ? Number(nue[1]) : Math.floor(Number(nue[1]) / 60)
  const parts =
    /^(?:(\d{1,3})\s*h(?:eures?|ours?|rs?)?)?\s*(?:(\d{1,4})\s*m(?:in(?:utes?|s)?)?)?\s*(?:(\d{1,5})\s*s(?:ec(?:ondes?|onds?)?)?)?\.?$/.exec(
      t,
    )
  if (!parts || (parts[1] === undefined && parts[2] === undefined && parts[3] === undefined)) return undefined
  return Number(parts[1] ?? 0) * 60 + Number(parts[2] ?? 0) + Math.floor(Number(parts[3] ?? 0) / 60)
}

/** Quel jour vient d’abord se lit sur toute la colonne : « 24/11 » ne peut être que français. */
const sensDesDates = (dates: readonly string[]): 'jour' | 'mois' => {
  let [jour, mois] = [0, 0]
  for (const d of dates) {
    const m = /^(\d{1,2})\/(\d{1,2})\/\d{2,4}/.exec(d.trim())
    if (!m) continue
    if (Number(m[1]) > 12) jour += 1
    else if (Number(m[2]) > 12) mois += 1
    // « AM », « PM » : une horloge américaine.
    else if (/[ap]\.?m\.?/i.test(d)) mois += 1
  }
  return mois > jour ? 'mois' : 'jour'
}

/** « 9:01 AM », sans date. */
const heureNue = /^\d{1,2}[:h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?$/i

/** `faute` : le jour d’une heure qui n’en dit pas. */
const lireInstant = (
  texte: string,
  sens: 'jour' | 'mois',
  zone: Zone,
  faute: DateCivile | undefined,
): Date | undefined => {
  const t = texte.trim().replace(/[\u00a0\u202f]/g, ' ')
  const iso = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/.test(t)
    ? new Date(t.replace(' ', 'T'))
    : undefined
  if (iso && !Number.isNaN(iso.getTime())) return iso
  const heure = /(\d{1,2})[:h](\d{2})(?::(\d{2}))?\s*(?:([ap])\.?m\.?)?\s*$/i.exec(t)
  if (!heure) return undefined
  const avant = t.slice(0, heure.index)
  const tiret = /(\d{4})-(\d{1,2})-(\d{1,2})/.exec(avant)
  const barre = /(\d{1,2})[/.](\d{1,2})[/.](\d{2,4})/.exec(avant)
  const [annee, mois, jour] = tiret
    ? [Number(tiret[1]), Number(tiret[2]), Number(tiret[3])]
    : barre
      ? [
          Number(barre[3]) + (Number(barre[3]) < 100 ? 2000 : 0),
          Number(sens === 'mois' ? barre[1] : barre[2]),
          Number(sens === 'mois' ? barre[2] : barre[1]),
        ]
      : [0, 0, 0]
  const date = heureNue.test(t) ? faute : seLit(annee) ? dateDe(annee, mois, jour) : undefined
  let h = Number(heure[1])
  if (heure[4]) h = (h % 12) + (heure[4].toLowerCase() === 'p' ? 12 : 0)
  if (!date || h > 23 || Number(heure[2]) > 59) return undefined
  const { instant } = instantDe(date, h * 60 + Number(heure[2]), zone)
  return new Date(instant.getTime() + Number(heure[3] ?? 0) * 1000)
}

const nettoyer = (texte: string, max: number): string =>
  texte
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, max)

const logicielDe = (entete: string, avant: string): Logiciel => {
  const tout = aplatir(`${avant} ${entete}`)
  if (
    /first join|premiere participation|erster beitritt|erste teilnahme|primera (union|participacion)|primo accesso|prima partecipazione|in meeting duration|upn|resume de la reunion|meeting summary|synthese de la reunion/.test(
      tout,
    )
  )
    return 'teams'
  if (/time joined|time exited|heure de participation/.test(tout)) return 'meet'
  if (/attendee email|connection type|attendance duration|display name/.test(tout)) return 'webex'
  if (
    /talk time|temps de parole|sprechzeit|tiempo de conversacion|tempo di parola|bigbluebutton|modera(tor|teur|dor|tore)|activity score|time online|temps en ligne|registered at/.test(
      tout,
    )
  )
    return 'bigbluebutton'
  return 'zoom'
}

/**
 * Lit une liste ; les titres peuvent venir après un résumé (Teams, Zoom). `zone` : celle de la salle, faute d’autre ; `jour` : celui de la
 * demi-journée, pour les heures qui n’en disent pas.
 */
export const lireListeConnexion = (
  octets: Uint8Array,
  zone: Zone,
  jour?: DateCivile,
): Result<ListeLue, RefusListe> => {
  const texte = decoder(octets)
  if (texte.includes('\0')) return ko(refus('illisible', 'Ce fichier n’est pas une liste en CSV.'))
  const candidats = ['\t', ';', ','].map((sep) => {
    const lignes = couper(texte, sep)
    // La ligne des titres est celle où l’on en reconnaît le plus : un nom, et une heure ou une durée.
    const rangs = lignes.slice(0, 60).map((l, rang) => ({ rang, champs: l.slice(0, maxTitres).map(champDe) }))
    const meilleur = rangs
      .filter(
        (r) =>
          r.champs.some((c) => c === 'nom' || c === 'famille') &&
          r.champs.some((c) => c === 'debut' || c === 'duree'),
      )
      .toSorted(
        (a, b) => b.champs.filter(Boolean).length - a.champs.filter(Boolean).length || a.rang - b.rang,
      )[0]
    return { lignes, meilleur }
  })
  const choisi = candidats
    .filter((c) => c.meilleur !== undefined)
    .toSorted(
      (a, b) =>
        (b.meilleur?.champs.filter(Boolean).length ?? 0) - (a.meilleur?.champs.filter(Boolean).length ?? 0),
    )[0]
  if (!choisi?.meilleur)
    return ko(
      refus(
        'titres-inconnus',
        'On attend un nom, et une heure d’arrivée ou une durée : exportez la liste des participants de Zoom, BigBlueButton, Teams, Google Meet ou Webex, en CSV.',
      ),
    )
  const { lignes, meilleur } = choisi
  const entete = (lignes[meilleur.rang] ?? []).join(' ')
  const rangDe = (champ: Champ) => meilleur.champs.indexOf(champ)
  // Webex écrit certaines cellules « ="…" », pour un tableur.
  const cellule = (l: readonly string[], champ: Champ) =>
    (rangDe(champ) < 0 ? '' : (l[rangDe(champ)] ?? '')).replace(/^="?(.*?)"?$/, '$1')
  const corps = lignes.slice(meilleur.rang + 1)
  // Teams met d’autres tableaux sous la liste : une ligne vide l’arrête.
  const fin = corps.findIndex((l, i) => i > 0 && l.every((c) => c.trim() === ''))
  const utiles = (fin < 0 ? corps : corps.slice(0, fin)).filter((l) => l.some((c) => c.trim() !== ''))
  if (utiles.length > maxLignes)
    return ko(refus('trop-longue', `Une liste compte ${maxLignes} lignes au plus.`))
  const sens = sensDesDates(utiles.flatMap((l) => [cellule(l, 'debut'), cellule(l, 'fin')]))
  let ignorees = 0
  const lues = utiles.flatMap((l): LigneLue[] => {
    // « Prénom Nom (pseudonyme) » chez Zoom : le premier est celui du compte, l’autre celui d’origine.
    const nom = nettoyer(
      // « Nom » à côté de « Prénom » est un nom de famille.
      rangDe('prenom') >= 0
        ? `${cellule(l, 'prenom')} ${cellule(l, 'famille') || cellule(l, 'nom')}`
        : cellule(l, 'nom') || cellule(l, 'famille'),
      200,
    )
    const debutLe = lireInstant(cellule(l, 'debut'), sens, zone, jour) ?? null
    const dite = lireDureeDeListe(cellule(l, 'duree'))
    // Sans heure de départ, celle d’arrivée et la durée la disent.
    const finLe =
      lireInstant(cellule(l, 'fin'), sens, zone, jour) ??
      (debutLe && dite !== undefined && dite <= 6000 ? new Date(debutLe.getTime() + dite * 60_000) : null)
    const entre =
      debutLe && finLe && finLe >= debutLe
        ? Math.floor((finLe.getTime() - debutLe.getTime()) / 60_000)
        : undefined
    const minutes = dite ?? entre
    if (nom === '' || minutes === undefined || minutes > 6000) {
      ignorees += 1
      return []
    }
    const bornes =
      entre !== undefined && debutLe && finLe ? { debutLe, finLe } : { debutLe: null, finLe: null }
    const courriel = nettoyer(cellule(l, 'courriel'), 254).toLowerCase()
    return [{ nom, courriel: courriel.includes('@') ? courriel : null, minutes, ...bornes }]
  })
  if (lues.length === 0) return ko(refus('vide', 'Aucune connexion ne se lit dans ce fichier.'))
  return ok({
    logiciel: logicielDe(entete, lignes.slice(0, meilleur.rang).flat().join(' ')),
    lignes: lues,
    ignorees,
    sansJour: utiles.some((l) => heureNue.test(cellule(l, 'debut').trim())),
  })
}
