/**
 * Ce qu'une page sait d'un formulaire : ce qui a été écrit, ce qui est à reprendre, ce qui est refusé.
 * Les chemins suivent les noms des champs : `nom`, `seances[0].date`.
 */

/** Un refus ou un avertissement : ce qui se passe, l'article de loi, la sortie. */
export type Refus = {
  readonly titre?: string
  readonly phrase: string
  /** « Code du travail, art. D. 6353-1 ». */
  readonly loi?: string
  readonly issues?: readonly { readonly libelle: string; readonly href: string }[]
}

/** Ce qu'un formulaire montrait quand on l'a ouvert, par nom de champ (voir `entre-temps.ts`). */
export type Lu = Readonly<Record<string, readonly string[]>>

export type FormState<K extends string = string> = {
  readonly values: ReadonlyMap<string, readonly string[]>
  readonly errors: ReadonlyMap<string, string>
  /** Nombre de rangs demandé par « ajouter » ou « retirer », quand les valeurs ne suffisent pas à le dire. */
  readonly rows: ReadonlyMap<string, number>
  /** Fichiers qui étaient joints à l'envoi : le navigateur ne les garde pas, la page le rappelle. */
  readonly lost: ReadonlyMap<string, string>
  readonly alert?: Refus
  /** Identifiant de cet exemplaire du formulaire, gardé d'un essai à l'autre (voir `Form`). */
  readonly jeton?: string
  /** Posé par `openedOn` : ce qu'il montrait à l'ouverture, gardé d'un essai à l'autre. */
  readonly lu?: Lu
  /** N'existe que pour les types : les noms des champs. */
  readonly noms?: K
}

/** Le nom d'un champ du formulaire, ou d'un champ dans un rang de ce formulaire. */
export type FieldName<K extends string> = K | `${K}[${number}]` | `${K}[${number}].${string}`

/** Des valeurs de départ : `{ nom: 'Rosa', themes: ['a', 'b'], seances: [{ date: '22/03/2027' }] }`. */
export type Initial =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Initial[]
  | { readonly [cle: string]: Initial }

const aplatir = (chemin: string, valeur: Initial, vers: Map<string, string[]>): void => {
  if (valeur === null || valeur === undefined || valeur === false) return
  if (valeur === true) vers.set(chemin, ['on'])
  else if (typeof valeur === 'string' || typeof valeur === 'number') {
    const deja = vers.get(chemin)
    if (deja) deja.push(String(valeur))
    else vers.set(chemin, [String(valeur)])
  } else if (Array.isArray(valeur)) {
    valeur.forEach((v: Initial, i) => {
      aplatir(typeof v === 'object' && v !== null ? `${chemin}[${i}]` : chemin, v, vers)
    })
  } else {
    for (const [cle, v] of Object.entries(valeur))
      aplatir(chemin ? `${chemin}.${cle}` : cle, v as Initial, vers)
  }
}

const enRefus = (alert: Refus | string | undefined): Pick<FormState, 'alert'> =>
  alert === undefined ? {} : { alert: typeof alert === 'string' ? { phrase: alert } : alert }

/** Un formulaire que personne n'a encore rempli, avec ses valeurs de départ. */
export const emptyForm = <K extends string = string>(
  alert?: Refus | string,
  values: { readonly [cle: string]: Initial } = {},
): FormState<K> => {
  const plates = new Map<string, string[]>()
  aplatir('', values, plates)
  return { values: plates, errors: new Map(), rows: new Map(), lost: new Map(), ...enRefus(alert) }
}

/** Le même formulaire, tel qu'il a été rempli, sous un refus du métier. */
export const withAlert = <K extends string>(form: FormState<K>, alert: Refus | string): FormState<K> => ({
  ...form,
  ...enRefus(alert),
})

/** Le même formulaire, avec des phrases posées par le métier sur certains champs. */
export const withErrors = <K extends string>(
  form: FormState<K>,
  errors: { readonly [nom in FieldName<K>]?: string },
): FormState<K> => ({
  ...form,
  errors: new Map([
    ...form.errors,
    ...Object.entries<string | undefined>(errors).filter((e): e is [string, string] => e[1] !== undefined),
  ]),
})

/** Les refus du métier à côté des fautes de forme : un champ fautif garde sa faute, les autres disent la leur. */
export const avecLesSiens = <K extends string>(
  form: FormState<K>,
  errors: { readonly [nom in FieldName<K>]?: string },
): FormState<K> =>
  withErrors(
    form,
    Object.fromEntries(Object.entries(errors).filter(([nom]) => !form.errors.has(nom))) as typeof errors,
  )

export const fieldValue = (form: FormState, nom: string): string => form.values.get(nom)?.[0] ?? ''
export const fieldValues = (form: FormState, nom: string): readonly string[] => form.values.get(nom) ?? []
export const fieldError = (form: FormState, nom: string): string | undefined => form.errors.get(nom)

/** Combien de rangs montrer sous ce nom : ceux qui sont remplis, ou ceux que l'on vient de demander. */
export const rowsOf = (form: FormState, nom: string, auMoins = 1): number => {
  const demande = form.rows.get(nom)
  if (demande !== undefined) return Math.max(demande, 0)
  let compte = 0
  for (const chemin of form.values.keys()) {
    if (!chemin.startsWith(`${nom}[`)) continue
    const rang = Number.parseInt(chemin.slice(nom.length + 1), 10)
    if (Number.isInteger(rang)) compte = Math.max(compte, rang + 1)
  }
  return Math.max(compte, auMoins)
}

/** En base64 : rien de ce que la lecture d'un formulaire nettoie n'y touche. */
export const encodeLu = (lu: Lu): string => Buffer.from(JSON.stringify(lu)).toString('base64url')

/** Rien si le champ manque ou a été abîmé : le formulaire se lit alors comme celui d'une chose neuve. */
export const decodeLu = (texte: string | undefined): Lu | undefined => {
  if (!texte) return undefined
  try {
    const brut: unknown = JSON.parse(Buffer.from(texte, 'base64url').toString('utf8'))
    if (typeof brut !== 'object' || brut === null || Array.isArray(brut)) return undefined
    const paires = Object.entries(brut)
    return paires.every(
      (p): p is [string, string[]] => Array.isArray(p[1]) && p[1].every((v) => typeof v === 'string'),
    )
      ? Object.fromEntries(paires)
      : undefined
  } catch {
    return undefined
  }
}

/** L'identifiant HTML d'un champ, tiré de son nom. */
export const fieldId = (nom: string): string => `c-${nom.replace(/[^a-zA-Z0-9]+/g, '-').replace(/-$/, '')}`

/** Ce qui se range dans un brouillon : du texte, jamais un fichier ni une phrase d'erreur. */
export type BrouillonValeurs = Readonly<Record<string, readonly string[]>>
export const toDraft = (form: FormState): BrouillonValeurs => Object.fromEntries(form.values)
export const fromDraft = <K extends string = string>(valeurs: BrouillonValeurs): FormState<K> => ({
  ...emptyForm<K>(),
  values: new Map(Object.entries(valeurs)),
})
