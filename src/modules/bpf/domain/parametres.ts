import type { DateCivile } from '#kernel/dates.ts'
import { enVigueur, type ParametreDate } from '#kernel/parametres.ts'
import type { VersionCerfa } from './dossier.ts'
import type { RegleId } from './regles.ts'

/** Une règle que la notice ne tranche pas : ses lectures possibles, et celle que nous proposons. */
type Doute<T> = {
  readonly regle: RegleId | 'V28' | 'version' | 'echeance'
  readonly question: string
  readonly valeurs: ParametreDate<T>
}

const toujours = '1900-01-01'
const depuis = <T>(valeur: T, source: string): ParametreDate<T> => [{ depuis: toujours, valeur, source }]

/** Les règles douteuses, datées : on ajoute une ligne, on n’en change aucune. */
export const doutes = {
  version: {
    regle: 'version',
    question: 'Quelle version du formulaire vaut pour un exercice ouvert ce jour-là ?',
    valeurs: [
      {
        depuis: toujours,
        valeur: '10443*16',
        source: 'Cerfa lu (19/12/2019) ; les versions plus anciennes ne sont pas tenues',
      },
      {
        depuis: '2023-01-01',
        valeur: '10443*17',
        source: 'enDI, Kledg et dolimeet concordent ; formulaire non lu',
      },
    ],
  } as Doute<VersionCerfa>,
  campagne: {
    regle: 'echeance',
    question: 'Une clôture de janvier à avril relève-t-elle de la campagne de la même année ?',
    valeurs: depuis<'premiere-qui-suit' | 'annee-suivante'>(
      'premiere-qui-suit',
      'DREETS Corse ; Kledg retient l’année suivante. À laisser changer.',
    ),
  } as Doute<'premiere-qui-suit' | 'annee-suivante'>,
  chomeurASesFrais: {
    regle: 'R8',
    question: 'Une personne en recherche d’emploi qui paie elle-même : F-1 c ou d ?',
    valeurs: depuis<'c' | 'd'>('d', 'la notice permet les deux lectures'),
  } as Doute<'c' | 'd'>,
  nsfDuBilan: {
    regle: 'R7',
    question: 'Quelle spécialité pour un bilan de compétences ?',
    valeurs: depuis('415', 'usage : orientation, insertion ; la notice dit « matière dominante »'),
  } as Doute<string>,
  honorairesEnF2: {
    regle: 'R10',
    question: 'Une séance tenue par un intervenant à honoraires va-t-elle en F-2 ?',
    valeurs: depuis(false, 'la notice dit « autre organisme » ; seule la séance dite confiée y va'),
  } as Doute<boolean>,
  cape: {
    regle: 'R13',
    question: 'Un porteur de projet en CAPE est-il interne ou externe ?',
    valeurs: depuis<'internes' | 'externes'>('internes', 'il ne facture pas ; non écrit'),
  } as Doute<'internes' | 'externes'>,
  coanimation: {
    regle: 'R13',
    question: 'En co-animation, chaque formateur compte-t-il toutes ses heures ?',
    valeurs: depuis<'chacun' | 'partage'>('chacun', 'déduit ; une source dit « la durée du créneau »'),
  } as Doute<'chacun' | 'partage'>,
  groupement: {
    regle: 'R14',
    question: 'Dans un groupement, chaque membre déclare-t-il sa seule part ?',
    valeurs: depuis<'sa-part' | 'le-tout'>('sa-part', 'aucune source officielle trouvée'),
  } as Doute<'sa-part' | 'le-tout'>,
  apprentisPublics: {
    regle: 'R15',
    question: 'Quelle ligne pour les apprentis du secteur public (CNFPT, employeur) ?',
    valeurs: depuis<'3' | '8' | null>(null, '3 ou 8 : non écrit, à affecter à la main'),
  } as Doute<'3' | '8' | null>,
  argentACheval: {
    regle: 'R16',
    question: 'Le produit d’une action à cheval : prorata de ses heures, ou tout à sa première séance ?',
    valeurs: depuis<'prorata' | 'debut'>(
      'prorata',
      'rattachement à l’exercice (notice) ; Dendreo prend la facture',
    ),
  } as Doute<'prorata' | 'debut'>,
  participationCpf: {
    regle: 'R19',
    question: 'La participation au CPF, versée par la Caisse des dépôts : ligne 9 ou 2e ?',
    valeurs: depuis<'9' | '2e'>('9', 'la notice dit 9, quand le détail est connu'),
  } as Doute<'9' | '2e'>,
  payeurSansLigne: {
    regle: 'R19',
    question: 'Quelle ligne pour l’AGEFIPH, l’ANFH ou le CNFPT ?',
    valeurs: depuis<'2h' | '8' | null>(null, 'non écrit : à affecter à la main'),
  } as Doute<'2h' | '8' | null>,
  periodeDeReconversion: {
    regle: 'R19',
    question: 'Quelle ligne pour la période de reconversion, qui remplace Pro-A ?',
    valeurs: [
      { depuis: '2026-01-01', valeur: '2c', source: 'par continuité ; loi 2025-989, décrets 2026-39 et 40' },
    ],
  } as Doute<'2c' | '2h'>,
  arrondiDeLaPart: {
    regle: 'R21',
    question: 'La part du chiffre d’affaires s’arrondit-elle au plus proche ou au supérieur ?',
    valeurs: depuis<'proche' | 'superieur'>('proche', 'Kledg ; dolimeet prend le supérieur'),
  } as Doute<'proche' | 'superieur'>,
  heuresDeF: {
    regle: 'R25',
    question: 'Comment arrondir les heures de F et G, dont la notice ne dit rien ?',
    valeurs: depuis<'plus-forts-restes' | 'chaque-case'>(
      'plus-forts-restes',
      'les trois totaux restent égaux',
    ),
  } as Doute<'plus-forts-restes' | 'chaque-case'>,
  fourchettes: {
    regle: 'V28',
    question: 'Entre quels prix de l’heure-stagiaire, en euros, un bilan est-il vraisemblable ?',
    valeurs: depuis({ propre: [2, 300], recue: [2, 300] }, 'nôtre, à régler par chaque organisme'),
  } as Doute<{ readonly propre: readonly [number, number]; readonly recue: readonly [number, number] }>,
} as const

/** Les lectures retenues pour un exercice ; toutes celles en vigueur à son dernier jour, sauf surcharge. */
export type Lectures = {
  readonly chomeurASesFrais: 'c' | 'd'
  readonly honorairesEnF2: boolean
  readonly cape: 'internes' | 'externes'
  readonly coanimation: 'chacun' | 'partage'
  readonly groupement: 'sa-part' | 'le-tout'
  readonly argentACheval: 'prorata' | 'debut'
  readonly arrondiDeLaPart: 'proche' | 'superieur'
  readonly heuresDeF: 'plus-forts-restes' | 'chaque-case'
  readonly fourchettes: {
    readonly propre: readonly [number, number]
    readonly recue: readonly [number, number]
  }
}

export const lecturesAu = (jour: DateCivile): Lectures => ({
  chomeurASesFrais: enVigueur(doutes.chomeurASesFrais.valeurs, jour),
  honorairesEnF2: enVigueur(doutes.honorairesEnF2.valeurs, jour),
  cape: enVigueur(doutes.cape.valeurs, jour),
  coanimation: enVigueur(doutes.coanimation.valeurs, jour),
  groupement: enVigueur(doutes.groupement.valeurs, jour),
  argentACheval: enVigueur(doutes.argentACheval.valeurs, jour),
  arrondiDeLaPart: enVigueur(doutes.arrondiDeLaPart.valeurs, jour),
  heuresDeF: enVigueur(doutes.heuresDeF.valeurs, jour),
  fourchettes: enVigueur(doutes.fourchettes.valeurs, jour),
})

/** Les seuls doutes que l’on tranche à l’écran. Celui de R8 se tranche en disant le statut de la personne, pas ici. */
export const lecturesPossibles = {
  honorairesEnF2: [false, true],
  cape: ['internes', 'externes'],
  coanimation: ['chacun', 'partage'],
  groupement: ['sa-part', 'le-tout'],
  argentACheval: ['prorata', 'debut'],
  arrondiDeLaPart: ['proche', 'superieur'],
  heuresDeF: ['plus-forts-restes', 'chaque-case'],
} as const satisfies {
  readonly [K in Exclude<keyof Lectures, 'fourchettes' | 'chomeurASesFrais'>]: readonly Lectures[K][]
}
export type DouteTranche = keyof typeof lecturesPossibles

/** Ce qu’un objet gardé tranche ; une clé ou une valeur inconnue n’y compte pas. */
export const lireLectures = (brut: unknown): Partial<Lectures> =>
  typeof brut === 'object' && brut !== null
    ? Object.fromEntries(
        Object.entries(brut).filter(([cle, valeur]) =>
          Object.hasOwn(lecturesPossibles, cle)
            ? (lecturesPossibles[cle as DouteTranche] as readonly unknown[]).includes(valeur)
            : false,
        ),
      )
    : {}
