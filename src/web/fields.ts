// Long parce que chaque champ d’un formulaire s’y lit avec ses phrases, et se compare aux autres.
/**
 * Les champs que tout formulaire répète, chacun avec ses phrases. Un champ laissé vide et un champ absent
 * sont la même chose : le navigateur n'envoie pas une case non cochée et envoie vide un texte non rempli.
 */
import { z } from 'zod'
import { type DateCivile, lireDate, type RefusDate } from '#kernel/dates.ts'
import { lireDuree, lireHeure } from '#kernel/heures.ts'
import { lireCodePostal, lireSiren, lireSiret } from '#kernel/identifiants.ts'
import { lireMontant } from '#kernel/montant.ts'
import type { Result } from '#kernel/result.ts'
import type { Televersement } from '#web/porte-des-fichiers.ts'
import { type GenreFichier, typesMime } from '#web/sniff.ts'

const entree = z.string().optional()

type Vide = { /** Phrase quand rien n'est écrit. */ readonly vide?: string }

/** Une date, un montant, un numéro, une adresse tiennent en moins : au-delà, aucun lecteur n’est appelé, ce qu’il coûte ne se paie pas. */
const SIGNES_A_LIRE = 2_000

/**
 * Un champ de texte lu par une fonction pure du noyau, qui rend la valeur, rien, ou un `Result`.
 * `viaParser(lireSiret, 'Un numéro Siret compte quatorze chiffres.')`
 */
export const viaParser = <T>(
  parse: (texte: string) => Result<T, unknown> | T | undefined,
  phrase: string,
  { vide = 'Cette réponse est attendue.' }: Vide = {},
) =>
  z
    .string({ error: phrase })
    .optional()
    .transform((brut, ctx): T => {
      const propre = (brut ?? '').trim()
      if (propre === '') {
        ctx.addIssue({ code: 'custom', message: vide })
        return z.NEVER
      }
      const lu = propre.length > SIGNES_A_LIRE ? undefined : parse(propre)
      if (estResult(lu)) {
        if (lu.ok) return lu.value
        ctx.addIssue({ code: 'custom', message: phraseDe(lu.error) ?? phrase })
        return z.NEVER
      }
      if (lu === undefined) {
        ctx.addIssue({ code: 'custom', message: phrase })
        return z.NEVER
      }
      return lu
    })

const estResult = <T>(lu: Result<T, unknown> | T | undefined): lu is Result<T, unknown> =>
  typeof lu === 'object' &&
  lu !== null &&
  'ok' in lu &&
  typeof lu.ok === 'boolean' &&
  ('value' in lu || 'error' in lu)

/** Un refus du noyau porte parfois sa phrase : elle dit mieux que la nôtre ce qui manque. */
const phraseDe = (erreur: unknown): string | undefined =>
  typeof erreur === 'object' && erreur !== null && 'phrase' in erreur && typeof erreur.phrase === 'string'
    ? erreur.phrase
    : undefined

/** Le même champ, qui peut rester vide : rend alors `undefined`. */
export const facultatif = <S extends z.ZodType<unknown, string | undefined>>(schema: S) =>
  entree.transform((brut, ctx): z.output<S> | undefined => {
    if (brut === undefined || brut.trim() === '') return undefined
    const lu = schema.safeParse(brut)
    if (lu.success) return lu.data
    for (const faute of lu.error.issues) ctx.addIssue({ code: 'custom', message: faute.message })
    return z.NEVER
  })

type BornesTexte = Vide & {
  readonly min?: number
  readonly max?: number
  readonly court?: string
  readonly long?: string
}

/** Un texte, sans ses espaces de début et de fin. Sans `min`, il peut rester vide (rend ''). Une longueur se compte en signes. */
export const texte = ({ min = 0, max = 200, vide, court, long }: BornesTexte = {}) =>
  entree.transform((brut, ctx): string => {
    const propre = (brut ?? '').trim()
    const taille = [...propre].length
    const refuser = (message: string) => {
      ctx.addIssue({ code: 'custom', message })
      return z.NEVER
    }
    if (taille === 0 && min > 0) return refuser(vide ?? 'Cette réponse est attendue.')
    if (taille < min) return refuser(court ?? `Écrivez au moins ${min} signes.`)
    if (taille > max) return refuser(long ?? `Cette réponse compte ${taille} signes, pour ${max} au plus.`)
    return propre
  })

/** Un mot de passe : ni ôté de ses espaces, ni montré de nouveau. */
export const motDePasse = ({ min = 1, max = 200, vide = 'Écrivez votre mot de passe.' } = {}) =>
  entree.transform((brut, ctx): string => {
    const ecrit = brut ?? ''
    if (ecrit === '') ctx.addIssue({ code: 'custom', message: vide })
    else if ([...ecrit].length < min)
      ctx.addIssue({ code: 'custom', message: `Choisissez au moins ${min} signes.` })
    else if (ecrit.length > max) ctx.addIssue({ code: 'custom', message: `${max} signes au plus.` })
    return ecrit
  })

const motifCourriel =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/i

/** Une adresse électronique, mise en minuscules : on ne refuse que ce qui ne peut pas en être une. */
export const courriel = ({
  phrase = 'Cette adresse électronique ne se lit pas\u00a0: elle ressemble à prenom@exemple.fr.',
  vide = 'Écrivez l’adresse électronique.',
} = {}) =>
  viaParser((t) => (t.length <= 254 && motifCourriel.test(t) ? t.toLowerCase() : undefined), phrase, { vide })

/** Un entier écrit à la française : « 12 », « 1 400 ». */
export const entier = ({
  min = 0,
  max = 1_000_000,
  phrase,
  vide = 'Écrivez un nombre.',
}: Vide & { readonly min?: number; readonly max?: number; readonly phrase?: string } = {}) =>
  viaParser(
    (t) => {
      const chiffres = t.replace(/[ \u00a0\u202f]/g, '')
      if (!/^-?\d{1,12}$/.test(chiffres)) return undefined
      const n = Number(chiffres)
      return n >= min && n <= max ? n : undefined
    },
    phrase ?? `Écrivez un nombre entier, de ${min} à ${max}.`,
    { vide },
  )

/** Un nombre à deux décimales au plus, « 1 250,50 » ; gardé avec un point, sans espace. */
export const decimal = ({
  phrase = 'Écrivez un nombre, avec une virgule et deux décimales au plus\u00a0: 1\u202f250,50.',
  vide = 'Écrivez un nombre.',
}: Phrases = {}) =>
  viaParser(
    (t) => {
      const chiffres = t.replace(/[ \u00a0\u202f]/g, '').replace(',', '.')
      return /^\d{1,9}(\.\d{1,2})?$/.test(chiffres) ? chiffres : undefined
    },
    phrase,
    { vide },
  )

/** Une valeur parmi celles offertes (liste ou boutons radio). */
export const choix = <const V extends string>(
  valeurs: readonly [V, ...V[]],
  { phrase = 'Choisissez une réponse de la liste.' } = {},
) => viaParser((t): V | undefined => valeurs.find((v) => v === t), phrase, { vide: phrase })

/** Plusieurs valeurs parmi celles offertes (cases de même nom) ; sans répétition. */
export const plusieurs = <const V extends string>(
  valeurs: readonly [V, ...V[]],
  { min = 0, phrase = 'Choisissez au moins une réponse.' } = {},
) =>
  z
    .union([z.string(), z.array(z.string())], { error: phrase })
    .optional()
    .transform((brut, ctx): V[] => {
      const recus = new Set(typeof brut === 'string' ? [brut] : (brut ?? []))
      const connus = valeurs.filter((v) => recus.has(v))
      if (connus.length < min || connus.length !== [...recus].filter((v) => v !== '').length) {
        ctx.addIssue({ code: 'custom', message: phrase })
        return z.NEVER
      }
      return connus
    })

/** Une case : cochée ou non. */
export const caseCochee = () => entree.transform((brut): boolean => brut === 'on' || brut === 'oui')

/** Une case qu'il faut cocher : attester, consentir. */
export const attestation = (phrase: string) =>
  entree.transform((brut, ctx): true => {
    if (brut === 'on' || brut === 'oui') return true
    ctx.addIssue({ code: 'custom', message: phrase })
    return z.NEVER
  })

/**
 * Deux boutons radio, `oui` et `non` : ne rien choisir n'est pas répondre non.
 * @public pièce du formulaire, offerte aux pages à venir
 */
export const ouiNon = ({ phrase = 'Répondez par oui ou par non.' } = {}) =>
  viaParser((t): boolean | undefined => (t === 'oui' ? true : t === 'non' ? false : undefined), phrase, {
    vide: phrase,
  })

/** Un uuid caché ou choisi dans une liste ; `marquer` est `asId` du noyau. */
export const identifiant = <T extends string>(
  marquer: (texte: string) => T | undefined,
  { phrase = 'Choisissez une réponse de la liste.' } = {},
) => viaParser(marquer, phrase, { vide: phrase })

const nomsDeGenre: Readonly<Record<GenreFichier, string>> = {
  pdf: 'PDF',
  png: 'PNG',
  jpeg: 'JPEG',
  svg: 'SVG',
  texte: 'texte',
}

type BornesFichier = Vide & {
  readonly genres: readonly [GenreFichier, ...GenreFichier[]]
  /** En octets. */
  readonly max?: number
  readonly phrase?: string
}

/** Ce qu'accepte un champ de fichier, dit comme une personne l'écrit : « PDF ou PNG, 10 Mo au plus ». */
export const aideFichier = ({ genres, max = 10_000_000 }: BornesFichier): string => {
  const noms = genres.map((g) => nomsDeGenre[g])
  const dernier = noms.pop() ?? ''
  const liste = noms.length > 0 ? `${noms.join(', ')} ou ${dernier}` : dernier
  return `${liste}, ${max >= 1_000_000 ? `${Math.floor(max / 1_000_000)}\u00a0Mo` : `${Math.floor(max / 1_000)}\u00a0Ko`} au plus`
}

const lireFichier = (
  brut: unknown,
  bornes: BornesFichier,
): { ok: Televersement } | { ko: string } | undefined => {
  if (brut === undefined || brut === '') return undefined
  const f = brut as Partial<Televersement>
  const refus = bornes.phrase ?? `Ce fichier n’est pas reçu ici\u00a0: ${aideFichier(bornes)}.`
  if (
    typeof brut !== 'object' ||
    brut === null ||
    !(f.octets instanceof Uint8Array) ||
    typeof f.taille !== 'number'
  )
    return { ko: refus }
  if (f.taille === 0) return { ko: 'Ce fichier est vide.' }
  if (f.taille > (bornes.max ?? 10_000_000)) return { ko: refus }
  if (f.genre === undefined || !bornes.genres.includes(f.genre)) return { ko: refus }
  return { ok: brut as Televersement }
}

/**
 * Un fichier attendu, reconnu à ses octets.
 * @public pièce du formulaire, offerte aux pages à venir
 */
export const fichier = (bornes: BornesFichier) =>
  z
    .unknown()
    .optional()
    .transform((brut, ctx): Televersement => {
      const lu = lireFichier(brut, bornes)
      if (lu && 'ok' in lu) return lu.ok
      ctx.addIssue({ code: 'custom', message: lu ? lu.ko : (bornes.vide ?? 'Choisissez un fichier.') })
      return z.NEVER
    })

/** Le même, que l'on peut ne pas joindre. */
export const fichierFacultatif = (bornes: BornesFichier) =>
  z
    .unknown()
    .optional()
    .transform((brut, ctx): Televersement | undefined => {
      const lu = lireFichier(brut, bornes)
      if (lu === undefined) return undefined
      if ('ok' in lu) return lu.ok
      ctx.addIssue({ code: 'custom', message: lu.ko })
      return z.NEVER
    })

const estTeleversement = (v: unknown): v is Televersement =>
  typeof v === 'object' && v !== null && 'octets' in v && v.octets instanceof Uint8Array

type BornesSansGenre = {
  /** Phrase quand rien n'est choisi. */
  readonly manque: string
  /** Octets ; absent : la borne du corps suffit. */
  readonly max?: number
  /** Phrase d'un fichier vide, ou trop grand quand `max` est dit. */
  readonly vide?: string
}

/** Un fichier attendu qu'aucun octet ne signe (XML, CSV, courriel) : c'est sa lecture, bornée, qui dit ce qu'il vaut. */
export const fichierSansGenre = ({
  manque,
  max = Number.POSITIVE_INFINITY,
  vide = 'Ce fichier est vide.',
}: BornesSansGenre) =>
  z
    .unknown()
    .optional()
    .transform((brut, ctx): Televersement => {
      const depose = estTeleversement(brut)
      if (depose && brut.taille > 0 && brut.taille <= max) return brut
      ctx.addIssue({ code: 'custom', message: depose ? vide : manque })
      return z.NEVER
    })

/** Le même, que l'on peut ne pas joindre ; vide, il ne l'est pas. */
export const fichierSansGenreFacultatif = () =>
  z
    .unknown()
    .optional()
    .transform((brut): Televersement | undefined =>
      estTeleversement(brut) && brut.taille > 0 ? brut : undefined,
    )

/**
 * Le type MIME d'un fichier reconnu, pour le ranger ou le servir.
 * @public pièce du formulaire, offerte aux pages à venir
 */
export const mimeDe = (f: Televersement): string =>
  f.genre ? typesMime[f.genre] : 'application/octet-stream'

/** Des rangs (`seances[0].date`) : au moins `min`, au plus `max`. Un rang entièrement vide est laissé de côté. */
export const rangs = <S extends z.ZodType>(
  rang: S,
  {
    min = 0,
    max = 200,
    phrase,
  }: { readonly min?: number; readonly max?: number; readonly phrase?: string } = {},
) => {
  const tropPeu = phrase ?? (min === 1 ? 'Il en faut au moins une.' : `Il en faut au moins ${min}.`)
  return z
    .array(z.unknown(), { error: tropPeu })
    .optional()
    .transform((bruts, ctx): z.output<S>[] => {
      const lus: z.output<S>[] = []
      let remplis = 0
      for (const [i, brut] of (bruts ?? []).entries()) {
        if (estVide(brut)) continue
        remplis += 1
        const lu = rang.safeParse(brut, {
          error: () => 'Cette réponse ne se lit pas\u00a0: écrivez-la de nouveau.',
        })
        if (lu.success) lus.push(lu.data)
        else
          for (const f of lu.error.issues)
            ctx.addIssue({ code: 'custom', message: f.message, path: [i, ...f.path] })
      }
      if (remplis < min) ctx.addIssue({ code: 'custom', message: tropPeu })
      if (remplis > max) ctx.addIssue({ code: 'custom', message: `${max} lignes au plus.` })
      return lus
    })
}

const estVide = (brut: unknown): boolean =>
  brut === undefined ||
  brut === '' ||
  (typeof brut === 'object' &&
    brut !== null &&
    !(brut instanceof Uint8Array) &&
    Object.values(brut).every((v) => v === '' || v === undefined))

// Les champs du noyau : chacun rend la valeur typée, et la phrase de son refus quand il en donne une.

type Phrases = Vide & { /** Remplace toute phrase de refus du noyau. */ readonly phrase?: string }

const duNoyau =
  <T>(parse: (texte: string) => Result<T, unknown>, defaut: string, videParDefaut: string) =>
  ({ phrase, vide = videParDefaut }: Phrases = {}) =>
    viaParser(
      (t): Result<T, unknown> | undefined => {
        const lu = parse(t)
        return lu.ok || phrase === undefined ? lu : undefined
      },
      phrase ?? defaut,
      { vide },
    )

/**
 * Une date telle qu'on l'écrit à un formulaire : « 7/12/26 » est de 2026. Au-delà de 49, deux chiffres diraient aussi
 * bien 1967 que 2067 : l'année entière reste demandée.
 */
export const lireDateEcrite = (texte: string): Result<DateCivile, RefusDate> => {
  const lue = lireDate(texte)
  if (lue.ok || lue.error.code !== 'annee-incomplete' || !/[0-4]\d\s*$/.test(texte)) return lue
  return lireDate(texte, { siecle: 2000 })
}
/** « 22/03/2027 », « 22/3/27 », « 22 mars 2027 », ISO : rend une `DateCivile`. */
export const date = duNoyau(lireDateEcrite, 'Écrivez la date ainsi\u00a0: 22/03/2027.', 'Écrivez la date.')
/** « 9 h », « 9 h 30 », « 09:30 » : rend des minutes depuis minuit. */
export const heure = duNoyau((t) => lireHeure(t), 'Écrivez l’heure ainsi\u00a0: 9 h 30.', 'Écrivez l’heure.')
/** La même, où « 24 h » et « minuit » valent la fin du jour. */
export const heureDeFin = duNoyau(
  (t) => lireHeure(t, { fin: true }),
  'Écrivez l’heure ainsi\u00a0: 9 h 30.',
  'Écrivez l’heure.',
)
/** « 7 h », « 3 h 30 », « 90 min » : rend des minutes. */
export const duree = duNoyau(
  (t) => lireDuree(t),
  'Écrivez la durée ainsi\u00a0: 3 h 30.',
  'Écrivez la durée.',
)
/** « 1 400,00 » : rend un `Montant`, en centimes, jamais négatif. */
export const montant = duNoyau(
  (t) => lireMontant(t),
  'Écrivez le montant ainsi\u00a0: 1\u202f400,00.',
  'Écrivez le montant.',
)
/** @public pièce du formulaire, offerte aux pages à venir */
export const siren = duNoyau(lireSiren, 'Un numéro SIREN a neuf chiffres.', 'Indiquez le numéro SIREN.')
export const siret = duNoyau(lireSiret, 'Un numéro SIRET a quatorze chiffres.', 'Indiquez le numéro SIRET.')
/** @public pièce du formulaire, offerte aux pages à venir */
export const codePostal = duNoyau(
  lireCodePostal,
  'Un code postal a cinq chiffres.',
  'Indiquez le code postal.',
)
