import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import type { Montant } from '#kernel/montant.ts'
import { nettoyer, typographier, uneLigne } from '#kernel/texte.ts'
import { type NiveauF3, niveauxF3, type ObjectifF3, objectifsF3 } from './classement.ts'
import type { Modalite } from './nature.ts'

/** Les rubriques que la publication ajoute à celles de l’adoption. Un texte vide : pas encore écrit. */
export type Rubriques = {
  /** Ce que chacun saura faire, évaluable, un par ligne. */
  readonly objectifs: readonly string[]
  readonly moyensTechniques: string
  readonly encadrement: string
  /** Titres ou qualités. */
  readonly formateurs: string
  readonly suivi: string
  readonly sanction: string
  readonly delaiAcces: string
  readonly financement: string
  readonly contact: string
  readonly contactCourriel: string
  readonly contactTelephone: string
  readonly referentHandicap: string
  /** Action nouvelle : aucun résultat encore, et c’est ce qui s’écrit. */
  readonly sansResultat: boolean
  readonly indicateurs: string
  /** Période, effectif, mode de calcul. */
  readonly indicateursBase: string
  readonly certLibelle: string
  readonly certificateur: string
  readonly certDu: DateCivile | null
  readonly certAu: DateCivile | null
  readonly certBlocs: readonly string[]
  readonly certPasserelles: string
  readonly certDebouches: string
  /** Taux d’obtention et suites (indicateur 3). */
  readonly certResultats: string
  readonly foadActivites: string
  readonly foadDuree: string
  readonly foadAssistance: string
}

/** Tout ce qu’une personne écrit d’une offre, et qu’une version fige. */
export type Contenu = Rubriques & {
  readonly intitule: string
  readonly objectif: string
  readonly resultats: string
  readonly contenu: string
  readonly publicVise: string
  readonly prerequis: string
  readonly methodes: string
  readonly evaluation: string
  readonly acces: string
  readonly accessibilite: string
  readonly certifiante: boolean
  /** `RNCP…` ou `RS…`. */
  readonly certification: string | null
  /** Le premier est celui du BPF. */
  readonly nsf: readonly string[]
  readonly formacodes: readonly string[]
  readonly rome: readonly string[]
  readonly modalite: Modalite | null
  /** En minutes ; nulle tant que personne ne l’a dite. */
  readonly duree: number | null
  readonly dureeTexte: string
  /** TTC, par stagiaire. */
  readonly prix: Montant | null
  readonly f3: ObjectifF3 | null
  readonly niveauF3: NiveauF3 | null
}

export const sansRubriques: Rubriques = {
  objectifs: [],
  moyensTechniques: '',
  encadrement: '',
  formateurs: '',
  suivi: '',
  sanction: '',
  delaiAcces: '',
  financement: '',
  contact: '',
  contactCourriel: '',
  contactTelephone: '',
  referentHandicap: '',
  sansResultat: false,
  indicateurs: '',
  indicateursBase: '',
  certLibelle: '',
  certificateur: '',
  certDu: null,
  certAu: null,
  certBlocs: [],
  certPasserelles: '',
  certDebouches: '',
  certResultats: '',
  foadActivites: '',
  foadDuree: '',
  foadAssistance: '',
}

const objet = (v: unknown): Readonly<Record<string, unknown>> =>
  typeof v === 'object' && v !== null && !Array.isArray(v) ? (v as Record<string, unknown>) : {}
const texte = (v: unknown): string => (typeof v === 'string' ? v : '')
const liste = (v: unknown): string[] =>
  Array.isArray(v) ? v.filter((t): t is string => typeof t === 'string' && t !== '') : []
const jour = (v: unknown): DateCivile | null => (typeof v === 'string' ? (dateCivile(v) ?? null) : null)
const entier = (v: unknown): number | null => (typeof v === 'number' && Number.isSafeInteger(v) ? v : null)

/** Relit un jsonb : une rubrique absente, ou d’une autre forme, est une rubrique vide. */
export const lireRubriques = (json: unknown): Rubriques => {
  const o = objet(json)
  return {
    objectifs: liste(o.objectifs),
    moyensTechniques: texte(o.moyensTechniques),
    encadrement: texte(o.encadrement),
    formateurs: texte(o.formateurs),
    suivi: texte(o.suivi),
    sanction: texte(o.sanction),
    delaiAcces: texte(o.delaiAcces),
    financement: texte(o.financement),
    contact: texte(o.contact),
    contactCourriel: texte(o.contactCourriel),
    contactTelephone: texte(o.contactTelephone),
    referentHandicap: texte(o.referentHandicap),
    sansResultat: o.sansResultat === true,
    indicateurs: texte(o.indicateurs),
    indicateursBase: texte(o.indicateursBase),
    certLibelle: texte(o.certLibelle),
    certificateur: texte(o.certificateur),
    certDu: jour(o.certDu),
    certAu: jour(o.certAu),
    certBlocs: liste(o.certBlocs),
    certPasserelles: texte(o.certPasserelles),
    certDebouches: texte(o.certDebouches),
    certResultats: texte(o.certResultats),
    foadActivites: texte(o.foadActivites),
    foadDuree: texte(o.foadDuree),
    foadAssistance: texte(o.foadAssistance),
  }
}

/** Le contenu d’une version ou d’une fiche, relu de son jsonb. */
export const lireContenu = (json: unknown): Contenu => {
  const o = objet(json)
  const modalite = texte(o.modalite)
  const [f3, niveau] = [texte(o.f3), texte(o.niveauF3)]
  return {
    ...lireRubriques(json),
    intitule: texte(o.intitule),
    objectif: texte(o.objectif),
    resultats: texte(o.resultats),
    contenu: texte(o.contenu),
    publicVise: texte(o.publicVise),
    prerequis: texte(o.prerequis),
    methodes: texte(o.methodes),
    evaluation: texte(o.evaluation),
    acces: texte(o.acces),
    accessibilite: texte(o.accessibilite),
    certifiante: o.certifiante === true,
    certification: texte(o.certification) || null,
    nsf: liste(o.nsf),
    formacodes: liste(o.formacodes),
    rome: liste(o.rome),
    modalite: modalite === 'presentiel' || modalite === 'mixte' || modalite === 'distance' ? modalite : null,
    duree: entier(o.duree),
    dureeTexte: texte(o.dureeTexte),
    prix: entier(o.prix) as Montant | null,
    f3: Object.hasOwn(objectifsF3, f3) ? (f3 as ObjectifF3) : null,
    niveauF3: Object.hasOwn(niveauxF3, niveau) ? (niveau as NiveauF3) : null,
  }
}

const cles = Object.keys(sansRubriques) as (keyof Rubriques)[]

/** Les seules rubriques, prêtes à garder. jsonb refuse une demi-paire et un caractère nul : ils partent. */
export const enRubriques = (c: Rubriques): Rubriques =>
  lireRubriques(JSON.parse(enJson(Object.fromEntries(cles.map((k) => [k, c[k]])))))

/** Le texte JSON d’un contenu, que PostgreSQL accepte quoi qu’on y ait écrit. */
export const enJson = (valeur: unknown): string =>
  JSON.stringify(valeur, (_, v) => (typeof v === 'string' ? nettoyer(v) : v))

/**
 * L’intitulé tel qu’il se range, écrit ou lu d’un fichier : une ligne, ses espaces insécables posées. Partout où il se lit, un
 * deux-points ne passe pas seul à la ligne.
 */
export const poserIntitule = (texte: string): string => typographier(uneLigne(texte))
