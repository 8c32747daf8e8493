import type { Id, OrganismeId } from '#kernel/id.ts'
import type { Zone } from '#kernel/zones.ts'
import { type Dossier, type motifs, type Signal, signaler } from './entente.ts'

export type GroupementId = Id<'Groupement'>
export type Forme = 'conjoint' | 'conjoint-solidaire' | 'solidaire' | 'sous-traitance'

/**
 * Ce que chaque forme fait, montré avant de choisir. L’acheteur ne peut ni interdire ni exiger le groupement ;
 * il n’impose la forme qu’après l’attribution, si c’est justifié et annoncé (R2142-19 à 27).
 */
export const formes: Readonly<
  Record<
    Forme,
    {
      readonly nom: string
      readonly contrat: string
      readonly membre: string
      readonly mandataire: string
      readonly facture: string
      readonly reference: string
      readonly bpf: string
      readonly convient: string
    }
  >
> = {
  conjoint: {
    nom: 'conjoint, mandataire non solidaire',
    contrat: 'chacun avec l’acheteur',
    membre: 'sa part',
    mandataire: 'sa part',
    facture: 'chacun, ou le mandataire',
    reference: 'titulaire',
    bpf: 'sa part, du financeur public',
    convient: 'des lots ou des modules bien découpés',
  },
  'conjoint-solidaire': {
    nom: 'conjoint, mandataire solidaire',
    contrat: 'chacun avec l’acheteur',
    membre: 'sa part',
    mandataire: 'le tout',
    facture: 'chacun, ou le mandataire',
    reference: 'titulaire',
    bpf: 'sa part, du financeur public',
    convient: 'quand l’acheteur le demande',
  },
  solidaire: {
    nom: 'solidaire',
    contrat: 'chacun avec l’acheteur',
    membre: 'le tout',
    mandataire: 'le tout',
    facture: 'chacun, ou le mandataire',
    reference: 'titulaire',
    bpf: 'sa part, du financeur public',
    convient: 'une forte confiance, une prestation que l’on ne découpe pas',
  },
  'sous-traitance': {
    nom: 'sous-traitance',
    contrat: 'le titulaire seul',
    membre: 'sa part',
    mandataire: 'le tout',
    facture: 'le titulaire ; le sous-traitant peut être payé directement',
    reference: 'sous-traitant',
    bpf: 'produits d’un autre organisme (C), et G',
    convient: 'un renfort ponctuel, une spécialité',
  },
}

/** Les clauses que la convention écrit toutes. */
export const clauses = {
  mandat: 'Le mandat : missions, pouvoirs, rémunération',
  defaillance: 'La défaillance : mise en demeure, remplacement, priorité aux membres',
  confidentialite: 'La confidentialité et les données personnelles',
  supports: 'La propriété des supports',
  litiges: 'Les litiges : médiation, puis tribunal',
} as const
export type Clause = keyof typeof clauses
/** Signes au moins d’une clause : une case remplie d’un mot n’en est pas une. Choix du produit. */
const CLAUSE_MIN = 20

export type Part = { readonly organisme: OrganismeId; readonly tient: string; readonly points: number }
export type ContenuDeConvention = {
  readonly forme: Forme
  /** En centièmes de pour cent : dix mille en tout. */
  readonly parts: readonly Part[]
  readonly clauses: Readonly<Record<Clause, string>>
}
export type Convention = {
  readonly version: number
  readonly contenu: ContenuDeConvention
  /** L’empreinte du papier figé qui se signe ; rien d’une version d’avant qu’il se fige. */
  readonly empreinte: string | null
  readonly le: Date
}
export type Necessite = {
  readonly organisme: OrganismeId
  readonly motifs: readonly (typeof motifs)[number][]
  readonly capableSeule: boolean
  readonly texte: string
  readonly le: Date
}
/** La signature d’un membre : demandée par lien à qui l’engage, puis donnée, ou refusée. */
export type SignatureDeMembre = {
  readonly organisme: OrganismeId
  readonly version: number
  readonly nom: string
  readonly qualite: string
  /** Où le lien est parti ; rien : d’une autre coopérative que la sienne. */
  readonly courriel: string | null
  readonly le: Date
  readonly signeeLe: Date | null
  readonly consentement: string | null
  readonly empreinte: string | null
  readonly refuseeLe: Date | null
  readonly motif: string
}
export type Membre = {
  readonly organisme: OrganismeId
  readonly nom: string
  readonly mandataire: boolean
  readonly accepteLe: Date | null
  readonly sortiLe: Date | null
  readonly sortie: string | null
}
export type Groupement = {
  readonly id: GroupementId
  readonly mandataire: OrganismeId
  readonly lot: string
  readonly idweb: string
  readonly objet: string
  readonly acheteur: string
  readonly limite: Date
  /** La pendule de l’acheteur. */
  readonly zone: Zone
  readonly forme: Forme | null
  readonly etat: 'tour-de-table' | 'constitue' | 'abandonne'
  readonly constitueLe: Date | null
  readonly signeLe: string | null
  readonly version: number
}
/** Un dossier, tel qu’il se juge. */
export type DossierLu = {
  readonly g: Groupement
  readonly membres: readonly Membre[]
  readonly necessites: readonly Necessite[]
  readonly convention: Convention | null
  /** Qui a accordé la dernière version. */
  readonly accords: readonly OrganismeId[]
  /** Ce que chaque membre fait signer de la convention, et ce qui l’est. */
  readonly signatures: readonly SignatureDeMembre[]
  /** Chaque pôle commun : toutes ses coopératives. */
  readonly poles: readonly (readonly string[])[]
}

export const membresPresents = (d: Pick<DossierLu, 'membres'>): readonly Membre[] =>
  d.membres.filter((m) => m.accepteLe !== null && m.sortiLe === null)

/** Ce qui manque à une convention ; rien : elle est complète. Chaque membre y a sa part, et les parts font cent pour cent. */
export const manquesDeConvention = (
  c: ContenuDeConvention,
  forme: Forme | null,
  membres: readonly OrganismeId[],
): readonly string[] => [
  ...(forme !== c.forme ? ['La forme a changé depuis : écrivez la convention de nouveau.'] : []),
  ...(c.parts.length !== membres.length || !membres.every((m) => c.parts.some((p) => p.organisme === m))
    ? ['Chaque membre a sa part, et eux seuls : écrivez la répartition de nouveau.']
    : []),
  ...(c.parts.some((p) => p.points <= 0 || p.tient.trim() === '')
    ? ['Dites ce que chacun tient, et pour quelle part.']
    : []),
  ...(c.parts.reduce((t, p) => t + p.points, 0) !== 10_000 ? ['Les parts font cent pour cent.'] : []),
  ...(Object.keys(clauses) as Clause[])
    .filter((k) => c.clauses[k].trim().length < CLAUSE_MIN)
    .map((k) => `${clauses[k]} : écrivez cette clause.`),
]

/** Les signaux d’entente du dossier, par la règle unique de `entente.ts`. */
export const signauxDe = (d: DossierLu): readonly Signal[] => {
  const presents = membresPresents(d)
  const commun: Omit<Dossier, 'capables'> = {
    membres: presents.map((m) => {
      const n = d.necessites.find((x) => x.organisme === m.organisme)
      return {
        coop: m.nom,
        mandataire: m.mandataire,
        capableSeule: n?.capableSeule ?? false,
        motifs: n?.motifs ?? [],
        texte: n?.texte ?? '',
      }
    }),
    ...(d.g.forme === 'conjoint' || d.g.forme === 'conjoint-solidaire'
      ? { nature: 'conjoint' as const, repartition: d.convention !== null }
      : {}),
    interditDoubleOffre: false,
    offresSeules: [],
    mandatairesAilleurs: [],
    prixEchangesAvant: false,
    animateurs: [],
    changementApresLimite: false,
    passe: [],
    indices: [],
    lots: [],
  } as never
  const vus = new Set<string>()
  return [[], ...d.poles]
    .flatMap((capables) => signaler({ ...commun, capables }))
    .filter((s) => !vus.has(s.code) && vus.add(s.code))
}

/** Ce qui empêche de constituer, chaque phrase avec qui agit ; rien : le mandataire constitue. */
export const manquesPourConstituer = (d: DossierLu): readonly string[] => {
  const presents = membresPresents(d)
  const ids = presents.map((m) => m.organisme)
  const nommer = (qui: readonly Membre[]) => qui.map((m) => m.nom).join(', ')
  const sansAccord = presents.filter((m) => !d.accords.includes(m.organisme))
  const bloquants = signauxDe(d).filter((s) => s.niveau === 'bloque')
  return [
    ...(presents.length < 2 ? ['Il n’y a qu’un membre : personne d’autre n’a encore accepté.'] : []),
    ...bloquants.map((s) => `${s.dit} ${s.qui.join(', ')}.`),
    ...(d.g.forme === null ? ['Le mandataire choisit la forme.'] : []),
    ...(d.convention === null
      ? ['Le mandataire écrit la convention.']
      : [
          ...manquesDeConvention(d.convention.contenu, d.g.forme, ids),
          ...(sansAccord.length > 0
            ? [`${nommer(sansAccord)} : l’accord sur la convention est attendu.`]
            : []),
        ]),
  ]
}
