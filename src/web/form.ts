/**
 * Lire un formulaire : `readForm(schema, c)` rend des données typées, ou ce qui a été écrit avec une phrase
 * par champ à reprendre. Sans script : « ajouter » et « retirer » un rang, « brouillon » et les gestes
 * secondaires sont des boutons d'envoi qui reviennent ici.
 */

import type { z } from 'zod'
import { asId } from '#kernel/id.ts'
import type { Antivirus } from '#platform/antivirus/antivirus.ts'
import { type Limites, limites, type RawForm, type RefusCorps, readBody } from '#web/body.ts'
import { decodeLu, emptyForm, type FormState } from '#web/form-state.ts'
import { type FichierRecu, passerLaPorte, type Televersement } from '#web/porte-des-fichiers.ts'

export * from '#web/form-state.ts'
export type { Televersement }

/** L'état d'un formulaire, nommé d'après son schéma : `FormOf<typeof fields>`. */
export type FormOf<S extends z.ZodType> = FormState<keyof z.input<S> & string>

export type ReadForm<S extends z.ZodType> =
  | {
      readonly ok: true
      readonly data: z.output<S>
      /** Le même formulaire tel qu'écrit : pour le rendre sous un refus du métier (`withAlert`). */
      readonly form: FormOf<S>
      /** Valeur du bouton `name="geste"` pressé, s'il y en a un. */
      readonly geste?: string
      /** uuid de cet exemplaire du formulaire : la clé qui fait qu'un double envoi n'écrit qu'une fois. */
      readonly jeton?: string
    }
  | {
      readonly ok: false
      readonly form: FormOf<S>
      /** À rendre tel quel : 200 pour un rang ajouté ou un brouillon, 413, 415 ou 422 sinon. */
      readonly status: 200 | 413 | 415 | 422
      /** Pourquoi la page revient. */
      readonly cause: 'fautes' | 'rangs' | 'brouillon' | 'corps'
      /** Ce qui se lit déjà, champ par champ : le métier en dit ses refus avec les fautes de forme (`avecLesSiens`). */
      readonly valides: Partial<z.output<S>>
    }

export type ReadOptions = Partial<Limites> & {
  /** Rangs qu'une liste peut compter. */
  readonly rangs?: number
}

/** Une page donne `c` ; un test peut donner la requête. */
export type Source =
  | Request
  | {
      readonly req: { readonly raw: Request }
      readonly var?: { readonly services?: { readonly antivirus?: Antivirus } }
    }

const motifNom = /^[a-zA-Z][\w-]*(?:\[\d{1,4}\])?(?:\.[a-zA-Z][\w-]*)?$/
const interdits = new Set(['__proto__', 'prototype', 'constructor'])
const technique = new Set(['ajouter', 'retirer', 'brouillon', 'geste', '_organisme', '_jeton', '_lu'])

type Chemin = { readonly tete: string; readonly rang?: number; readonly suite?: string }

/** `seances[2].date` : tête, rang, suite. Rien pour un nom qui n'est pas des nôtres. */
const lireNom = (nom: string): Chemin | undefined => {
  if (nom.length > 200 || !motifNom.test(nom)) return undefined
  const trouve = /^([^[.]+)(?:\[(\d+)\])?(?:\.(.+))?$/.exec(nom)
  const tete = trouve?.[1]
  if (tete === undefined || interdits.has(tete)) return undefined
  const suite = trouve?.[3]
  if (suite !== undefined && interdits.has(suite)) return undefined
  const rang = trouve?.[2]
  return {
    tete,
    ...(rang === undefined ? {} : { rang: Number(rang) }),
    ...(suite === undefined ? {} : { suite }),
  }
}

const ecrire = (chemin: Chemin, rang: number | undefined): string =>
  `${chemin.tete}${rang === undefined ? '' : `[${rang}]`}${chemin.suite === undefined ? '' : `.${chemin.suite}`}`

type Rangement = {
  readonly values: Map<string, readonly string[]>
  readonly files: Map<string, FichierRecu>
  readonly illisibles: Set<string>
  /** Nombre de rangs reçus sous chaque tête répétée. */
  readonly rows: Map<string, number>
}

/** Renumérote les rangs sans trou (un script ou un retrait en laisse), en gardant leur ordre. */
const rangerNoms = (raw: RawForm, retire: string | undefined, maxRangs: number): Rangement | undefined => {
  const rangs = new Map<string, Set<number>>()
  const chemins: [string, Chemin][] = []
  for (const nom of [...raw.champs.keys(), ...raw.fichiers.keys()]) {
    if (technique.has(nom)) continue
    const chemin = lireNom(nom)
    if (!chemin) continue
    chemins.push([nom, chemin])
    if (chemin.rang === undefined) continue
    const vus = rangs.get(chemin.tete) ?? new Set<number>()
    if (`${chemin.tete}[${chemin.rang}]` !== retire) vus.add(chemin.rang)
    rangs.set(chemin.tete, vus)
  }
  const ordres = new Map([...rangs].map(([tete, vus]) => [tete, [...vus].sort((a, b) => a - b)] as const))
  for (const ordre of ordres.values()) if (ordre.length > maxRangs) return undefined
  const r: Rangement = {
    values: new Map(),
    files: new Map(),
    illisibles: new Set(),
    rows: new Map([...ordres].map(([tete, ordre]) => [tete, ordre.length])),
  }
  for (const [nom, chemin] of chemins) {
    const rang = chemin.rang === undefined ? undefined : (ordres.get(chemin.tete)?.indexOf(chemin.rang) ?? -1)
    if (rang === -1) continue
    const range = ecrire(chemin, rang)
    const valeurs = raw.champs.get(nom)
    if (valeurs) r.values.set(range, valeurs)
    const fichier = raw.fichiers.get(nom)
    if (fichier) r.files.set(range, fichier)
    if (raw.illisibles.includes(nom)) r.illisibles.add(range)
  }
  return r
}

type Noeud = { [cle: string]: unknown }
const noeud = (): Noeud => Object.create(null) as Noeud

const enObjet = (values: Rangement['values'], files: ReadonlyMap<string, Televersement>): Noeud => {
  const racine = noeud()
  const poser = (nom: string, valeur: unknown) => {
    const chemin = lireNom(nom)
    if (!chemin) return
    let cible = racine
    let cle = chemin.tete
    if (chemin.rang !== undefined) {
      const liste = Array.isArray(racine[cle]) ? (racine[cle] as unknown[]) : []
      racine[cle] = liste
      if (chemin.suite === undefined) {
        liste[chemin.rang] = valeur
        return
      }
      const ligne = (liste[chemin.rang] ?? noeud()) as Noeud
      liste[chemin.rang] = ligne
      cible = ligne
      cle = chemin.suite
    } else if (chemin.suite !== undefined) {
      const sous = (
        typeof racine[cle] === 'object' && !Array.isArray(racine[cle]) ? racine[cle] : noeud()
      ) as Noeud
      racine[cle] = sous
      cible = sous
      cle = chemin.suite
    }
    cible[cle] = valeur
  }
  // Une copie : un nom à la fois seul et répété (`a`, `a`, `a[3].b`) écrirait sinon dans ce que la page remontre.
  for (const [nom, valeurs] of values) poser(nom, valeurs.length === 1 ? valeurs[0] : [...valeurs])
  for (const [nom, fichier] of files) poser(nom, fichier)
  return racine
}

const cheminDe = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (nom, cle) =>
      typeof cle === 'number' ? `${nom}[${cle}]` : nom === '' ? String(cle) : `${nom}.${String(cle)}`,
    '',
  )

const phraseParDefaut = 'Cette réponse ne se lit pas\u00a0: écrivez-la de nouveau.'

const depuisCorps = <K extends string>(refus: RefusCorps): FormState<K> =>
  emptyForm<K>({ titre: 'Rien n’a été enregistré', phrase: refus.phrase })

/** Chaque champ lu seul : ce qui se lit se garde, même quand le formulaire entier ne se lit pas. */
const lireUnAUn = <S extends z.ZodType>(
  schema: S,
  objet: Noeud,
  fautes: ReadonlyMap<string, string>,
): Partial<z.output<S>> => {
  const champs = 'shape' in schema ? Object.entries(schema.shape as Record<string, z.ZodType>) : []
  return Object.fromEntries(
    champs.flatMap(([nom, champ]) => {
      const lu = fautes.has(nom) ? undefined : champ.safeParse(objet[nom])
      return lu?.success ? [[nom, lu.data]] : []
    }),
  ) as Partial<z.output<S>>
}

export const readForm = async <S extends z.ZodType>(
  schema: S,
  source: Source,
  options: ReadOptions = {},
): Promise<ReadForm<S>> => {
  type K = keyof z.input<S> & string
  const request = source instanceof Request ? source : source.req.raw
  const corps = await readBody(request, { ...limites, ...options })
  if (!corps.ok)
    return {
      ok: false,
      form: depuisCorps<K>(corps.refus),
      status: corps.refus.status,
      cause: 'corps',
      valides: {},
    }

  const { raw } = corps
  const un = (nom: string): string | undefined => raw.champs.get(nom)?.[0]
  const retire = un('retirer')
  const maxRangs = options.rangs ?? 200
  const range = rangerNoms(raw, retire, maxRangs)
  if (!range) {
    const phrase = `Une liste ne garde pas plus de ${maxRangs} lignes\u00a0: envoyez-la en plusieurs fois.`
    return {
      ok: false,
      form: depuisCorps<K>({ status: 413, phrase }),
      status: 413,
      cause: 'corps',
      valides: {},
    }
  }

  const jeton = un('_jeton')
  const jetonSur = jeton !== undefined && asId(jeton) !== undefined ? { jeton } : {}
  const ouvertSur = decodeLu(un('_lu'))
  const lost = new Map([...range.files].map(([nom, f]) => [nom, f.nom] as const))
  const form: FormState<K> = {
    values: range.values,
    errors: new Map(),
    rows: new Map(),
    lost,
    ...jetonSur,
    ...(ouvertSur ? { lu: ouvertSur } : {}),
  }

  const ajoute = un('ajouter')
  if (ajoute !== undefined || retire !== undefined) {
    const rows = new Map(range.rows)
    if (ajoute !== undefined && /^[a-zA-Z][\w-]*$/.test(ajoute) && !interdits.has(ajoute))
      rows.set(ajoute, Math.min((rows.get(ajoute) ?? 0) + 1, maxRangs))
    return { ok: false, form: { ...form, rows }, status: 200, cause: 'rangs', valides: {} }
  }
  if (raw.champs.has('brouillon')) return { ok: false, form, status: 200, cause: 'brouillon', valides: {} }

  const errors = new Map<string, string>()
  for (const nom of range.illisibles)
    errors.set(nom, 'Cette réponse contient un signe illisible\u00a0: il a été ôté, relisez-la.')
  const files = new Map<string, Televersement>()
  for (const [nom, recu] of range.files) {
    const passe = await passerLaPorte(
      recu,
      source instanceof Request ? undefined : source.var?.services?.antivirus,
    )
    if (passe.ok) files.set(nom, passe.fichier)
    else errors.set(nom, passe.phrase)
  }
  const objet = enObjet(range.values, files)
  const lu = schema.safeParse(objet, { error: () => phraseParDefaut })
  if (!lu.success) {
    for (const faute of lu.error.issues) {
      const nom = cheminDe(faute.path)
      if (!errors.has(nom)) errors.set(nom, faute.message)
    }
  }
  if (!lu.success || errors.size > 0) {
    // Une faute sans champ parle du formulaire entier.
    const entier = errors.get('')
    errors.delete('')
    const alert = entier === undefined ? {} : { alert: { phrase: entier } }
    return {
      ok: false,
      form: { ...form, errors, ...alert },
      status: 422,
      cause: 'fautes',
      valides: lireUnAUn(schema, objet, errors),
    }
  }
  const geste = un('geste')
  return { ok: true, data: lu.data, form, ...(geste === undefined ? {} : { geste }), ...jetonSur }
}
