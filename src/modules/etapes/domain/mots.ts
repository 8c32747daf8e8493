/** Les mots que l’on nomme entre accolades dans un message, et qui s’y remplacent. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'

export const mots = {
  prenom: 'le prénom de la personne',
  nom: 'son prénom et son nom',
  formation: 'l’intitulé de la session',
  numero_session: 'le numéro de la session',
  debut: 'le premier jour',
  fin: 'le dernier jour',
  dates: 'la période',
  heure: 'l’heure de la première demi-journée',
  lieu: 'le lieu',
  formateur: 'qui forme',
  organisme: 'le nom de la coopérative',
  telephone: 'son téléphone',
  lien: 'le lien personnel',
  piece: 'le nom de la pièce',
  numero: 'le numéro de la pièce',
  demi_journee: 'la demi-journée à signer',
  client: 'le nom du client',
  stagiaires: 'les personnes inscrites par ce client',
  effectif: 'le nombre de personnes inscrites',
} as const
export type Mot = keyof typeof mots

/** Ceux qu’une session et une personne suffisent à dire : les seuls d’un écrit, rien n’y suppose un client ou un lien. */
export const motsCommuns: readonly Mot[] = [
  'prenom',
  'nom',
  'formation',
  'numero_session',
  'debut',
  'fin',
  'dates',
  'heure',
  'lieu',
  'formateur',
  'organisme',
  'telephone',
]

/** Les mots que l’on peut nommer dans cette étape. */
export const motsPermis = (e: { readonly mots?: readonly Mot[] | undefined }): readonly Mot[] => [
  ...new Set([...motsCommuns, ...(e.mots ?? [])]),
]
/** Hors d’une session : ce qu’une personne et la coopérative suffisent à dire. */
export const motsHorsSession: readonly Mot[] = ['prenom', 'nom', 'organisme', 'telephone']

const accolades = /\{([^{}\n]{1,40})\}/g

/** Les mots nommés dans ce texte, dans l’ordre, une fois chacun. */
export const motsDe = (texte: string): readonly string[] => [
  ...new Set([...texte.matchAll(accolades)].map((m) => m[1] ?? '')),
]

export type RefusMots = Refus<'mot-inconnu' | 'mot-exige'>

/** Refuse un mot que cet envoi ne sait pas remplacer : la personne le lirait entre accolades. */
export const verifierMots = (texte: string, permis: readonly Mot[], exige?: Mot): Result<void, RefusMots> => {
  const inconnu = motsDe(texte).find((m) => !permis.includes(m as Mot))
  if (inconnu !== undefined)
    return refuser(
      'mot-inconnu',
      `« {${inconnu}} » ne se remplace pas ici. Les mots possibles : ${permis.map((m) => `{${m}}`).join(', ')}.`,
    )
  if (exige && !motsDe(texte).includes(exige))
    return refuser('mot-exige', `Gardez « {${exige}} » : sans ${mots[exige]}, le message ne sert à rien.`)
  return ok(undefined)
}

/** Ce qui ne se remplacerait pas, sous le champ qui le contient ; vide si tout va. */
export const fautesDesMots = (
  lu: { readonly objet: string; readonly corps: string },
  permis: readonly Mot[],
): Record<string, string> => {
  const fautes: Record<string, string> = {}
  for (const champ of ['objet', 'corps'] as const) {
    const v = verifierMots(lu[champ], permis)
    if (!v.ok) fautes[champ] = v.error.phrase
  }
  return fautes
}

/** Remplace une fois, d’un trait : une valeur qui contient elle-même des accolades reste telle quelle. */
export const remplir = (texte: string, valeurs: Readonly<Partial<Record<string, string>>>): string =>
  texte.replace(accolades, (tout, mot: string) =>
    Object.hasOwn(valeurs, mot) ? (valeurs[mot] ?? tout) : tout,
  )
