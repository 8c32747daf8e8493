import type { DateCivile } from '#kernel/dates.ts'
import { type Montant, montantDecimal } from '#kernel/montant.ts'

type Modalite = 'presentiel' | 'mixte' | 'distance'
/** Ce que les données d’une fiche disent d’elle : un sous-ensemble de ce que le catalogue publie. */
export type FicheDite = {
  readonly intitule: string
  readonly modalite: Modalite
  readonly duree: number
  readonly prix: Montant
  readonly certification: string | null
  readonly contenu: {
    readonly objectif: string
    readonly objectifs: readonly string[]
    readonly prerequis: string
    readonly publicVise: string
    readonly accessibilite: string
    readonly certLibelle: string
    readonly certificateur: string
    readonly certDu: DateCivile | null
  }
}
export type OrganismeDit = {
  readonly nom: string
  readonly siret: string
  readonly nda: string | null
  readonly adresse: string
  readonly codePostal: string
  readonly ville: string
  readonly courriel: string
  readonly telephone: string
  readonly site: string
}

const modes: Readonly<Record<Modalite, 'Onsite' | 'Blended' | 'Online'>> = {
  presentiel: 'Onsite',
  mixte: 'Blended',
  distance: 'Online',
}
/** « PT21H », « PT3H30M » (ISO 8601). */
export const dureeIso = (minutes: number): string => {
  const [h, m] = [Math.floor(minutes / 60), minutes % 60]
  return `PT${h > 0 ? `${h}H` : ''}${m > 0 || h === 0 ? `${m}M` : ''}`
}

/** Les clés vides partent : un lecteur automatique prendrait une chaîne vide pour une réponse. */
const sansVide = (o: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(o).filter(
      ([, v]) => v !== '' && v !== null && v !== undefined && !(Array.isArray(v) && v.length === 0),
    ),
  )

/**
 * La fiche en schema.org (`Course`, `CourseInstance`, `Offer`). Aucun nom de formateur, aucune date de session : la fiche
 * n’en publie pas.
 */
export const enCourse = (
  f: FicheDite,
  v: OrganismeDit,
  origine: string,
  chemin: string,
): Readonly<Record<string, unknown>> => {
  const c = f.contenu
  const url = `${origine}${chemin}`
  return sansVide({
    '@context': 'https://schema.org',
    '@type': 'Course',
    '@id': url,
    url,
    name: f.intitule,
    description: c.objectif,
    inLanguage: 'fr',
    provider: sansVide({
      '@type': 'EducationalOrganization',
      name: v.nom,
      url: v.site,
      email: v.courriel,
      telephone: v.telephone,
      taxID: v.siret,
      identifier: v.nda,
      address: v.ville
        ? sansVide({
            '@type': 'PostalAddress',
            streetAddress: v.adresse,
            postalCode: v.codePostal,
            addressLocality: v.ville,
            addressCountry: 'FR',
          })
        : undefined,
    }),
    teaches: c.objectifs,
    coursePrerequisites: c.prerequis,
    audience: { '@type': 'Audience', audienceType: c.publicVise },
    timeRequired: dureeIso(f.duree),
    accessibilitySummary: c.accessibilite,
    educationalCredentialAwarded: f.certification
      ? sansVide({
          '@type': 'EducationalOccupationalCredential',
          name: c.certLibelle,
          identifier: f.certification,
          recognizedBy: c.certificateur ? { '@type': 'Organization', name: c.certificateur } : undefined,
          validFrom: c.certDu,
        })
      : undefined,
    offers: {
      '@type': 'Offer',
      category: f.prix === 0 ? 'Free' : 'Paid',
      price: montantDecimal(f.prix),
      priceCurrency: 'EUR',
      url,
    },
    hasCourseInstance: {
      '@type': 'CourseInstance',
      courseMode: modes[f.modalite],
      courseWorkload: dureeIso(f.duree),
    },
  })
}

const codes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}
/** Le texte d’un bloc de données : aucun signe n’y peut fermer la balise, quoi qu’on ait écrit dans une rubrique. */
export const enTexteSur = (donnees: unknown): string =>
  JSON.stringify(donnees).replace(/[<>&\u2028\u2029]/g, (s) => codes[s] ?? '')
