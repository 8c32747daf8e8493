import type { ParametreDate } from '#kernel/parametres.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'

/** Les états d’une session. `reportee` et `interrompue` attendent une décision ; `annulee` est finale. */
export type EtatSession =
  | 'brouillon'
  | 'ouverte'
  | 'confirmee'
  | 'en-cours'
  | 'terminee'
  | 'cloturee'
  | 'archivee'
  | 'annulee'
  | 'reportee'
  | 'interrompue'

/** Plus aucune heure ne s’y tient : l’action est finie, ou n’aura pas lieu. */
export const etatsFinis = [
  'terminee',
  'cloturee',
  'archivee',
  'annulee',
] as const satisfies readonly EtatSession[]

/** On peut encore s’y inscrire : sa date se montre au public, si la coopérative l’annonce. */
export const etatsAnnonces = ['ouverte', 'confirmee'] as const satisfies readonly EtatSession[]

/** Elle prend du monde, commencée ou non. */
export const etatsQuiInscrivent = [...etatsAnnonces, 'en-cours'] as const satisfies readonly EtatSession[]

/** De l’ouverture à la clôture : ses envois et ses papiers se préparent. */
export const etatsAConduire = [...etatsQuiInscrivent, 'terminee'] as const satisfies readonly EtatSession[]

/** Elle aura lieu, ou elle a lieu : on y attend quelqu’un. */
export const etatsQuiSeTiennent = ['confirmee', 'en-cours'] as const satisfies readonly EtatSession[]

/** Elle est sûre et pas close : ce qu’elle vaut reste à facturer. */
export const etatsAFacturer = [...etatsQuiSeTiennent, 'terminee'] as const satisfies readonly EtatSession[]

/** Close : plus rien n’y est à faire. */
export const etatsClos = ['cloturee', 'archivee'] as const satisfies readonly EtatSession[]

/** Allée au bout. */
export const etatsAcheves = ['terminee', ...etatsClos] as const satisfies readonly EtatSession[]

/** Elle a lieu, ou elle a eu lieu. */
export const etatsEngages = [...etatsQuiSeTiennent, ...etatsAcheves] as const satisfies readonly EtatSession[]

/** Elle se tient ou s’est tenue, entière ou non. */
export const etatsTenus = [...etatsEngages, 'interrompue'] as const satisfies readonly EtatSession[]

/** Plus rien ne s’y ouvre : close, ou annulée. */
export const etatsFermes = [...etatsClos, 'annulee'] as const satisfies readonly EtatSession[]

/** Rien ne s’y tient, rien ne s’en compte : pas encore ouverte, ou annulée. */
export const etatsSansAction = ['brouillon', 'annulee'] as const satisfies readonly EtatSession[]

/** Ses dates n’engagent personne. */
export const etatsSansDate = [...etatsSansAction, 'reportee'] as const satisfies readonly EtatSession[]

/** Les contrôles ne la regardent pas, ou plus. */
export const etatsSansControle = [...etatsSansAction, 'archivee'] as const satisfies readonly EtatSession[]

/** On ne lui rattache plus rien. */
export const etatsOublies = ['annulee', 'archivee'] as const satisfies readonly EtatSession[]

/** Elle attend de nouvelles dates. */
export const etatsSuspendus = ['reportee', 'interrompue'] as const satisfies readonly EtatSession[]

/** Y passer demande un motif. */
export const etatsAMotiver = ['annulee', ...etatsSuspendus] as const satisfies readonly EtatSession[]

/** L’action n’a pas commencé. */
export const etatsPasCommences = [
  'brouillon',
  ...etatsAnnonces,
  'reportee',
] as const satisfies readonly EtatSession[]

/** Ce qui doit être vrai, avec la phrase dite quand ce ne l’est pas. */
export const gardes = {
  'offre-publiee': 'L’offre n’est pas publiée.',
  'dates-posees': 'La session n’a pas de séance.',
  'lieu-pose': 'Le lieu ou la modalité manque.',
  'formateur-pressenti': 'Personne n’est pressenti pour animer.',
  'prix-pose': 'Le prix manque.',
  'capacite-posee': 'La capacité manque.',
  'effectif-atteint': 'L’effectif minimal n’est pas atteint et aucune décision ne le justifie.',
  'formateur-affecte': 'Personne n’est affecté pour animer.',
  'dossier-formateur-a-jour': 'Le dossier de qui anime n’est pas à jour.',
  'sous-traitance-signee': 'Le contrat de sous-traitance n’est pas signé.',
  'premiere-seance-atteinte': 'La première séance n’a pas commencé.',
  'derniere-seance-passee': 'La dernière séance n’est pas passée.',
  'creneaux-statues': 'Des demi-journées n’ont ni présence ni absence.',
  'acquis-evalues': 'Des acquis ne sont pas évalués.',
  'certificats-emis': 'Des certificats de réalisation ne sont pas émis.',
  'factures-emises': 'Des factures ne sont pas émises.',
  'controles-leves': 'Des contrôles bloquants ne sont ni réparés ni acceptés.',
  'bilan-fait': 'Le bilan de session manque.',
  'seance-a-venir': 'Aucune demi-journée n’est posée à venir : posez d’abord les nouvelles dates.',
  'froid-passe': 'L’évaluation à froid n’est pas échue.',
  'avis-traces': 'L’avis aux stagiaires et aux financeurs n’est pas tracé.',
} as const satisfies Record<string, string>
export type Garde = keyof typeof gardes

export type Transition = {
  readonly vers: EtatSession
  readonly gardes: readonly Garde[]
  readonly motif?: true
  /** La garde qu'une décision motivée lève (« effectif minimal ou décision motivée »). */
  readonly derogation?: Garde
}
const sorties: readonly Transition[] = [
  { vers: 'annulee', gardes: ['avis-traces'], motif: true },
  { vers: 'reportee', gardes: ['avis-traces'], motif: true },
]
export const transitions: Readonly<Record<EtatSession, readonly Transition[]>> = {
  brouillon: [
    {
      vers: 'ouverte',
      gardes: [
        'offre-publiee',
        'dates-posees',
        'lieu-pose',
        'formateur-pressenti',
        'prix-pose',
        'capacite-posee',
      ],
    },
    // Le numéro est pris : une session abandonnée se garde, avec sa raison, plutôt que de trouer la suite.
    { vers: 'annulee', gardes: [], motif: true },
  ],
  ouverte: [
    {
      vers: 'confirmee',
      gardes: ['effectif-atteint', 'formateur-affecte', 'dossier-formateur-a-jour', 'sous-traitance-signee'],
      derogation: 'effectif-atteint',
    },
    ...sorties,
  ],
  confirmee: [{ vers: 'en-cours', gardes: ['premiere-seance-atteinte'] }, ...sorties],
  'en-cours': [
    { vers: 'terminee', gardes: ['derniere-seance-passee', 'creneaux-statues'] },
    { vers: 'interrompue', gardes: ['avis-traces'], motif: true },
  ],
  terminee: [
    {
      vers: 'cloturee',
      gardes: [
        'creneaux-statues',
        'acquis-evalues',
        'certificats-emis',
        'factures-emises',
        'controles-leves',
        'bilan-fait',
      ],
    },
  ],
  cloturee: [{ vers: 'archivee', gardes: ['froid-passe'] }],
  // Un report rouvre les inscriptions (avec un avenant) ; une interruption reprend ou s’arrête là.
  reportee: [
    { vers: 'ouverte', gardes: ['seance-a-venir'] },
    { vers: 'annulee', gardes: ['avis-traces'], motif: true },
  ],
  interrompue: [
    { vers: 'en-cours', gardes: ['seance-a-venir'] },
    { vers: 'terminee', gardes: ['creneaux-statues'] },
  ],
  annulee: [],
  archivee: [],
}

/**
 * Une session tenue jusqu’au bout, ou arrêtée en route, sans que personne ait dit « confirmer » ou « commencer » : ces passages se font
 * d’un geste. De chacun, la suite entière.
 */
const dUnTrait: Partial<Record<EtatSession, readonly (readonly EtatSession[])[]>> = {
  ouverte: [
    ['confirmee', 'en-cours', 'terminee'],
    ['confirmee', 'en-cours', 'interrompue'],
  ],
  confirmee: [
    ['en-cours', 'terminee'],
    ['en-cours', 'interrompue'],
  ],
}

/**
 * Les passages qui mènent d’un état à un autre d’un seul geste, dans l’ordre ; vide si la machine n’y mène pas. Chacun garde ses
 * conditions et sa ligne au journal : ce n’est qu’un écran de moins.
 */
export const passagesVers = (de: EtatSession, vers: EtatSession): readonly Transition[] => {
  const direct = transitions[de].find((t) => t.vers === vers)
  if (direct) return [direct]
  const etapes = dUnTrait[de]?.find((suite) => suite.at(-1) === vers) ?? []
  return etapes.flatMap((etape, i) => transitions[etapes[i - 1] ?? de].find((t) => t.vers === etape) ?? [])
}

/**
 * Le même, comme un seul passage : ses conditions sont celles de tous, et la décision motivée y lève ce qu’elle levait. D’une
 * interruption, le motif dit pourquoi l’on s’arrête : il ne lève rien, et sans effectif la confirmation se décide d’abord.
 */
export const passageVers = (de: EtatSession, vers: EtatSession): Transition | undefined => {
  const passages = passagesVers(de, vers)
  const dernier = passages.at(-1)
  const derogation = dernier?.motif ? undefined : passages.find((t) => t.derogation)?.derogation
  return (
    dernier && {
      ...dernier,
      gardes: [...new Set(passages.flatMap((t) => t.gardes))],
      ...(derogation ? { derogation } : {}),
    }
  )
}

/**
 * « Terminer » se fait d’un clic. D’une session que personne n’a confirmée, non : son effectif et qui l’anime se vérifient d’abord, sur la
 * page du passage.
 */
export const seTermineDUnClic = (etat: EtatSession): boolean => etat !== 'ouverte'

/** Ce que les modules répondent. Une garde absente n’a pas de module pour la vérifier : elle n’est jamais satisfaite. */
export type Reponses = Partial<Record<Garde, boolean>>
export type EtatGarde = 'satisfaite' | 'non-satisfaite' | 'non-verifiable'
export const etatGarde = (garde: Garde, reponses: Reponses): EtatGarde => {
  const reponse = reponses[garde]
  return reponse === undefined ? 'non-verifiable' : reponse ? 'satisfaite' : 'non-satisfaite'
}

/**
 * Les passages à proposer. Une session passée, où quelqu’un était attendu, n’a plus rien à confirmer ni à commencer : elle se termine,
 * d’un trait, sous toutes les conditions des passages qu’elle saute. Sa première demi-journée venue, elle s’interrompt de même.
 */
export const passagesOfferts = (de: EtatSession, reponses: Reponses): readonly Transition[] => {
  const attendue = reponses['creneaux-statues'] !== undefined
  const traitVers = (vers: EtatSession, temps: Garde): readonly Transition[] => {
    const trait = attendue && reponses[temps] === true && dUnTrait[de] ? passageVers(de, vers) : undefined
    return trait ? [trait] : []
  }
  const fin = traitVers('terminee', 'derniere-seance-passee')
  const arret = traitVers('interrompue', 'premiere-seance-atteinte')
  if (fin.length + arret.length === 0) return transitions[de]
  return [
    ...(fin.length > 0 ? fin : transitions[de].filter((t) => !t.motif)),
    ...arret,
    ...transitions[de].filter((t) => t.motif),
  ]
}

/** Le passage ordinaire qui suit : celui qui ne demande pas de motif. */
export const passageQuiSuit = (de: EtatSession, reponses: Reponses): Transition | undefined =>
  passagesOfferts(de, reponses).find((t) => !t.motif)

export type RefusTransition =
  | Refus<'transition-impossible' | 'motif-exige'>
  | (Refus<'gardes-non-satisfaites'> & { readonly manquent: readonly Garde[] })

export const motifExige = () =>
  refus('motif-exige', 'Dites pourquoi : le motif est donné aux stagiaires et aux financeurs.')

/**
 * Le passage est refusé si une garde répond non. Une garde non vérifiable ne bloque pas, mais elle revient dans
 * `nonVerifiees` : l’écran et le journal doivent la dire.
 */
export const changerEtat = (
  de: EtatSession,
  vers: EtatSession,
  reponses: Reponses,
  motif?: string,
): Result<
  {
    etat: EtatSession
    motif: string | null
    /** La décision qui lève une garde, si l'on en a pris une. */
    derogation: string | null
    nonVerifiees: readonly Garde[]
  },
  RefusTransition
> => {
  const transition = transitions[de].find((t) => t.vers === vers)
  if (!transition)
    return ko(refus('transition-impossible', `Une session « ${de} » ne devient pas « ${vers} ».`))
  const dit = motif?.trim() ?? ''
  if (transition.motif && dit === '') return ko(motifExige())
  const refusees = transition.gardes.filter((g) => etatGarde(g, reponses) === 'non-satisfaite')
  const levees = dit === '' ? [] : refusees.filter((g) => g === transition.derogation)
  const manquent = refusees.filter((g) => !levees.includes(g))
  if (manquent.length > 0)
    return ko({ ...refus('gardes-non-satisfaites', manquent.map((g) => gardes[g]).join(' ')), manquent })
  return ok({
    etat: vers,
    motif: transition.motif ? dit : null,
    derogation: levees.length > 0 ? dit : null,
    nonVerifiees: transition.gardes.filter((g) => etatGarde(g, reponses) === 'non-verifiable'),
  })
}

/**
 * L'évaluation à froid échoit de deux à six mois après la fin : usage, pas un texte.
 * On n'archive qu'une fois la plus tardive passée.
 */
export const delaiFroidJours: ParametreDate<number> = [
  { depuis: '1900-01-01', valeur: 180, source: 'usage, à régler par organisme' },
]
