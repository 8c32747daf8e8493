import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { contradictionF3 } from './classement.ts'
import type { Contenu } from './contenu.ts'
import { codeNsf } from './nsf.ts'
import type { Nature } from './offre.ts'

/** Ce qui se juge : le contenu, et la nature dite à l’adoption. */
export type Jugee = Contenu & { readonly nature: Nature | null }

type Definition = {
  readonly nom: string
  readonly source: string
  /** Sans elle, l’offre ne s’adopte pas : aucune convention ne se tient. Toutes bloquent la publication. */
  readonly bloque?: true
  /** Absent : toujours due. */
  readonly due?: (o: Jugee) => boolean
  /** Vrai : écrite. Un texte dit ce qui ne va pas dans ce qui est écrit. */
  readonly ecrite: (o: Jugee, jour: DateCivile) => boolean | string
}

const information = 'code du travail, art. L. 6353-8'
const convention = 'code du travail, art. D. 6353-1'
const contrat = 'code du travail, art. L. 6353-4'
const distance = 'code du travail, art. D. 6313-3-1'
const ind = (n: string) => `référentiel national qualité, indicateur${n.includes(' ') ? 's' : ''} ${n}`
const bpf = 'bilan pédagogique et financier, cadre'

const aDistance = (o: Jugee) => o.modalite === 'mixte' || o.modalite === 'distance'
/** Une certification est visée dès que quelque chose de l’offre le dit. */
export const estCertifiante = (o: Pick<Contenu, 'certifiante' | 'certification' | 'f3'>): boolean =>
  o.certifiante || o.certification !== null || o.f3 === 'a' || o.f3 === 'b'

/**
 * Ce que le public doit trouver avant de s’engager : union de L6353-8, de L6352-12, de L6352-13 et des indicateurs 1, 2 et 3. Dans
 * l’ordre de la fiche. « Aucun » est une réponse, et s’écrit.
 */
export const rubriques = {
  objectif: { nom: 'objectif', source: convention, bloque: true, ecrite: (o) => o.objectif !== '' },
  objectifs: { nom: 'objectifs évaluables', source: ind('1 et 5'), ecrite: (o) => o.objectifs.length > 0 },
  publicVise: { nom: 'public visé', source: ind('1'), ecrite: (o) => o.publicVise !== '' },
  prerequis: { nom: 'prérequis (« aucun » s’écrit)', source: contrat, ecrite: (o) => o.prerequis !== '' },
  contenu: { nom: 'contenu', source: convention, bloque: true, ecrite: (o) => o.contenu !== '' },
  duree: { nom: 'durée', source: convention, bloque: true, ecrite: (o) => (o.duree ?? 0) > 0 },
  modalite: { nom: 'modalité', source: information, ecrite: (o) => o.modalite !== null },
  methodes: { nom: 'moyens pédagogiques', source: convention, ecrite: (o) => o.methodes !== '' },
  moyensTechniques: {
    nom: 'moyens techniques',
    source: convention,
    ecrite: (o) => o.moyensTechniques !== '',
  },
  encadrement: { nom: 'moyens d’encadrement', source: convention, ecrite: (o) => o.encadrement !== '' },
  formateurs: {
    nom: 'titres ou qualités des formateurs',
    source: contrat,
    ecrite: (o) => o.formateurs !== '',
  },
  foadActivites: {
    nom: 'activités à distance',
    source: distance,
    due: aDistance,
    ecrite: (o) => o.foadActivites !== '',
  },
  foadDuree: {
    nom: 'durée moyenne des activités à distance',
    source: distance,
    due: aDistance,
    ecrite: (o) => o.foadDuree !== '',
  },
  foadAssistance: {
    nom: 'assistance technique et pédagogique à distance',
    source: distance,
    due: aDistance,
    ecrite: (o) => o.foadAssistance !== '',
  },
  suivi: { nom: 'modalités de suivi', source: convention, ecrite: (o) => o.suivi !== '' },
  evaluation: { nom: 'évaluation', source: information, ecrite: (o) => o.evaluation !== '' },
  sanction: { nom: 'sanction de la formation', source: convention, ecrite: (o) => o.sanction !== '' },
  acces: { nom: 'modalités d’accès', source: ind('1'), ecrite: (o) => o.acces !== '' },
  delaiAcces: { nom: 'délai d’accès', source: ind('1'), ecrite: (o) => o.delaiAcces !== '' },
  prix: { nom: 'prix', source: information, ecrite: (o) => o.prix !== null },
  financement: { nom: 'modalités de financement', source: ind('1'), ecrite: (o) => o.financement !== '' },
  contact: {
    nom: 'contact',
    source: information,
    ecrite: (o) => o.contactCourriel !== '' || o.contactTelephone !== '',
  },
  accessibilite: {
    nom: 'accessibilité aux personnes handicapées',
    source: ind('1'),
    ecrite: (o) => o.accessibilite !== '',
  },
  referentHandicap: {
    nom: 'référent handicap',
    source: ind('26'),
    ecrite: (o) => o.referentHandicap !== '',
  },
  indicateurs: {
    nom: 'résultats, ou « action nouvelle »',
    source: ind('2'),
    ecrite: (o) => o.sansResultat || o.indicateurs !== '',
  },
  indicateursBase: {
    nom: 'base des résultats (période, effectif, calcul)',
    source: ind('2'),
    due: (o) => !o.sansResultat,
    ecrite: (o) => o.indicateursBase !== '',
  },
  certification: {
    nom: 'code RNCP ou RS',
    source: ind('1'),
    due: (o) => estCertifiante(o) && o.f3 !== 'c',
    ecrite: (o) => o.certification !== null,
  },
  certLibelle: {
    nom: 'libellé exact de la certification',
    source: ind('1'),
    due: estCertifiante,
    ecrite: (o) => o.certLibelle !== '',
  },
  certificateur: {
    nom: 'certificateur',
    source: ind('1'),
    due: estCertifiante,
    ecrite: (o) => o.certificateur !== '',
  },
  certDu: {
    nom: 'date d’enregistrement de la certification',
    source: ind('1'),
    due: (o) => estCertifiante(o) && o.f3 !== 'c',
    ecrite: (o) => o.certDu !== null,
  },
  certAu: {
    nom: 'échéance de la certification',
    source: ind('1'),
    due: (o) => estCertifiante(o) && o.f3 !== 'c',
    ecrite: (o, jour) =>
      o.certAu === null
        ? false
        : o.certAu < jour
          ? `échue le ${formaterDate(o.certAu)}`
          : o.certDu !== null && o.certAu < o.certDu
            ? 'antérieure à l’enregistrement'
            : true,
  },
  certBlocs: {
    nom: 'blocs de compétences (« aucun » s’écrit)',
    source: ind('1'),
    due: (o) => estCertifiante(o) && (o.certification?.startsWith('RNCP') ?? false),
    ecrite: (o) => o.certBlocs.length > 0,
  },
  certPasserelles: {
    nom: 'équivalences et passerelles',
    source: ind('1'),
    due: estCertifiante,
    ecrite: (o) => o.certPasserelles !== '',
  },
  certDebouches: {
    nom: 'débouchés et suites de parcours',
    source: ind('1'),
    due: estCertifiante,
    ecrite: (o) => o.certDebouches !== '',
  },
  certResultats: {
    nom: 'taux d’obtention et suites de la certification',
    source: ind('3'),
    due: (o) => estCertifiante(o) && !o.sansResultat,
    ecrite: (o) => o.certResultats !== '',
  },
  nature: {
    nom: 'nature (catégorie AF, CBC, VAE ou CFA)',
    source: 'code du travail, art. L. 6313-1',
    ecrite: (o) => o.nature !== null,
  },
  f3: {
    nom: 'objectif général',
    source: `${bpf} F-3`,
    ecrite: (o) => (o.f3 === null ? false : (contradictionF3(o) ?? true)),
  },
  niveauF3: {
    nom: 'niveau de la certification',
    source: `${bpf} F-3`,
    due: (o) => o.f3 === 'a',
    ecrite: (o) => o.niveauF3 !== null,
  },
  nsf: {
    nom: 'spécialité (NSF)',
    source: `${bpf} F-4`,
    ecrite: (o) =>
      o.nsf[0] === undefined
        ? false
        : codeNsf(o.nsf[0]) !== undefined || `« ${o.nsf[0]} » n’est pas de la liste`,
  },
} as const satisfies Record<string, Definition>

export type CleRubrique = keyof typeof rubriques
export type Manque = {
  readonly cle: CleRubrique
  readonly nom: string
  readonly source: string
  /** Vrai : elle empêche déjà d’adopter. */
  readonly bloque: boolean
}

/** L’étape qui demandera ce champ, d’après les mêmes règles : valider, ou publier. Rien : aucune ne le demande. */
export const etapeQuiDemande = (champ: string): 'valider' | 'publier' | undefined => {
  // Un courriel ou un téléphone : la rubrique est une, les champs sont deux.
  const cle = champ === 'contactCourriel' ? 'contact' : champ === 'contact' ? '' : champ
  const rubrique: Definition | undefined = Object.hasOwn(rubriques, cle)
    ? rubriques[cle as CleRubrique]
    : undefined
  return rubrique && (rubrique.bloque ? 'valider' : 'publier')
}

const definitions = Object.entries(rubriques) as [CleRubrique, Definition][]

/**
 * Les rubriques dues qui manquent ou se contredisent à ce jour, celles qui bloquent l’adoption d’abord. Un prix de zéro
 * est un prix.
 */
export const manques = (o: Jugee, jour: DateCivile): Manque[] =>
  definitions
    .flatMap(([cle, r]): Manque[] => {
      if (r.due && !r.due(o)) return []
      const ecrite = r.ecrite(o, jour)
      if (ecrite === true) return []
      const nom = typeof ecrite === 'string' ? `${r.nom} : ${ecrite}` : r.nom
      return [{ cle, nom, source: r.source, bloque: r.bloque === true }]
    })
    .toSorted((a, b) => Number(b.bloque) - Number(a.bloque))
