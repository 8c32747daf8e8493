import { derniereValeur, regles } from './parametres.ts'

/**
 * Les signaux d’une entente possible : des règles pures qui font écrire, ou qui arrêtent. Elles n’accusent pas. Le passé ne porte que
 * des résultats publiés, jamais les prix d’un membre. Les seuils sont des choix du produit, à relire par un juriste ; les lignes
 * directrices de l’OCDE de juin 2025 n’ont pas été lues.
 */
export const seuils = {
  /** Signes utiles d’une nécessité écrite. Une longueur ne fait pas une raison : la relecture reste. */
  justification: derniereValeur(regles.necessite),
  /** Sous ce nombre, « toutes les capables » n’a pas de sens. */
  toutLePole: 3,
  memeComposition: { lots: 3, part: 0.8 },
  rotation: { lots: 4 },
  ecart: { lots: 3, rapport: 1.005 },
  neRepondPlus: { avant: 4, part: 0.75, apres: 3 },
  partage: { lots: 3 },
} as const

/** `bloque` : le groupement ne se constitue pas ; `grave` : l’avis d’un juriste est demandé ; `alerte` : la page avertit. */
export const niveaux = ['bloque', 'grave', 'alerte'] as const
export type Niveau = (typeof niveaux)[number]

export const motifs = [
  'volume',
  'territoire',
  'certification',
  'moyens',
  'delai',
  'chiffre-d-affaires',
] as const

export type Membre = {
  readonly coop: string
  readonly mandataire: boolean
  readonly capableSeule: boolean
  readonly motifs: readonly (typeof motifs)[number][]
  readonly texte: string
}
export type Offre = {
  readonly candidats: readonly string[]
  /** Tel que publié ; absent, il ne l’est pas. */
  readonly montant?: number
  readonly gagne: boolean
}
export type Resultat = {
  readonly lot: string
  readonly offres: readonly Offre[]
  readonly sousTraitants: readonly string[]
}
export const quoiDIndice = ['auteur', 'telephone', 'faute'] as const
export type Dossier = {
  readonly membres: readonly Membre[]
  /** Les coopératives du pôle qui pourraient répondre à ce lot, à ce que l’on sait d’elles publiquement. */
  readonly capables: readonly string[]
  readonly nature?: 'conjoint' | 'solidaire'
  /** La répartition est écrite. Absente, on n’en sait rien. */
  readonly repartition?: boolean
  readonly interditDoubleOffre: boolean
  readonly offresSeules: readonly string[]
  readonly mandatairesAilleurs: readonly string[]
  readonly prixEchangesAvant: boolean
  readonly animateurs: readonly string[]
  readonly changementApresLimite: boolean
  /** Du plus ancien au plus récent. */
  readonly passe: readonly Resultat[]
  readonly indices: readonly {
    readonly de: string
    readonly et: string
    readonly quoi: (typeof quoiDIndice)[number]
  }[]
  /** Les lots d’une même consultation : qui y répond, parmi qui pourrait. */
  readonly lots: readonly {
    readonly lot: string
    readonly repond: readonly string[]
    readonly pourrait: readonly string[]
  }[]
}

const codes = {
  'sans-justification': {
    niveau: 'bloque',
    source: 'Autorité de la concurrence, 22-D-04',
    dit: 'Chaque membre écrit ce qui lui manque pour répondre seul : au moins un motif et quarante signes.',
  },
  'conjoint-sans-repartition': {
    niveau: 'bloque',
    source: 'R2142-20 du code de la commande publique',
    dit: 'Un groupement conjoint sans répartition écrite peut être requalifié en solidaire.',
  },
  'deux-offres': {
    niveau: 'grave',
    source: 'R2142-21 du code de la commande publique',
    dit: 'Une même coopérative répond seule et dans le groupement : deux offres séparées demandent une indépendance complète.',
  },
  'mandataire-deux-fois': {
    niveau: 'bloque',
    source: 'R2142-23 du code de la commande publique',
    dit: 'Une coopérative n’est mandataire que d’un groupement par marché.',
  },
  'prix-avant-groupement': {
    niveau: 'bloque',
    source: '',
    dit: 'Des prix ont été échangés avant que le groupement soit envisagé.',
  },
  'animation-presente': {
    niveau: 'bloque',
    source: '',
    dit: 'Qui anime le pôle ne voit ni prix ni arbitrage : il n’entre pas au groupement.',
  },
  'composition-changee': {
    niveau: 'bloque',
    source: 'R2142-26 du code de la commande publique',
    dit: 'La composition ne change pas entre la date limite et la signature.',
  },
  'capable-seule': {
    niveau: 'alerte',
    source: 'Autorité de la concurrence, 09-D-18',
    dit: 'Un membre pourrait répondre seul : écrivez ce que le groupement apporte à l’acheteur.',
  },
  'tout-le-pole': {
    niveau: 'grave',
    source: 'Autorité de la concurrence, 22-D-04',
    dit: 'Le groupement réunit toutes les coopératives du pôle qui pourraient répondre.',
  },
  'toujours-la-meme': {
    niveau: 'alerte',
    source: '',
    dit: 'La même composition répond presque toujours.',
  },
  'perdant-repris': {
    niveau: 'grave',
    source: 'guide IACRC',
    dit: 'Un candidat écarté est repris en sous-traitance par qui a gagné.',
  },
  rotation: { niveau: 'alerte', source: 'guide IACRC', dit: 'Les mêmes candidats gagnent à tour de rôle.' },
  'ecart-constant': {
    niveau: 'alerte',
    source: 'guide IACRC',
    dit: 'L’écart entre les prix de deux candidats ne varie pas d’un lot à l’autre.',
  },
  'ne-repond-plus': {
    niveau: 'alerte',
    source: 'guide IACRC',
    dit: 'Qui répondait à presque tout ne répond plus, et le même autre gagne.',
  },
  'offres-de-meme-main': {
    niveau: 'grave',
    source: 'guide IACRC',
    dit: 'Deux offres portent la même main : auteur, téléphone ou faute.',
  },
  'partage-de-lots': {
    niveau: 'grave',
    source: '',
    dit: 'Chacune répond seule à son lot quand plusieurs le pourraient : convenu, c’est une entente.',
  },
} as const satisfies Record<string, { niveau: Niveau; source: string; dit: string }>

export type CodeSignal = keyof typeof codes
export const codesDeSignaux = Object.keys(codes) as readonly CodeSignal[]

export type Signal = {
  readonly code: CodeSignal
  readonly niveau: Niveau
  /** Les coopératives concernées, dans l’ordre ; un groupement candidat se nomme « A+B ». */
  readonly qui: readonly string[]
  /** L’article, la décision ou le guide ; vide : la règle est un choix de Coforme. */
  readonly source: string
  readonly dit: string
}

const nommer = (candidats: readonly string[]): string => [...new Set(candidats)].toSorted().join('+')
const gagnantDe = (r: Resultat): string | undefined => {
  const o = r.offres.find((x) => x.gagne)
  return o && nommer(o.candidats)
}
/** Les candidats qui gagnent à tour de rôle, dans le même ordre, sur au moins deux tours. */
const rotations = (passe: readonly Resultat[]): readonly (readonly string[])[] => {
  const parCandidats = new Map<
    string,
    { readonly combien: number; readonly gagnants: (string | undefined)[] }
  >()
  for (const r of passe) {
    const noms = [...new Set(r.offres.map((o) => nommer(o.candidats)))].toSorted()
    const cle = JSON.stringify(noms)
    const connu = parCandidats.get(cle) ?? { combien: noms.length, gagnants: [] }
    connu.gagnants.push(gagnantDe(r))
    parCandidats.set(cle, connu)
  }
  return [...parCandidats.values()].flatMap(({ combien, gagnants }) => {
    const tour = gagnants.slice(0, combien)
    const tourne =
      combien >= 2 &&
      gagnants.length >= Math.max(seuils.rotation.lots, 2 * combien) &&
      gagnants.every((g, i) => g !== undefined && (i < combien || g === gagnants[i - combien])) &&
      new Set(tour).size === combien
    return tourne ? [tour as string[]] : []
  })
}

/** Les paires de candidats dont le rapport des prix ne varie pas, sur assez de lots. */
const ecartsConstants = (passe: readonly Resultat[]): readonly (readonly [string, string])[] => {
  const paires = new Map<string, { deux: [string, string]; rapports: number[]; lots: Set<number> }>()
  for (const [i, r] of passe.entries())
    for (const a of r.offres)
      for (const b of r.offres) {
        const [x, y] = [nommer(a.candidats), nommer(b.candidats)]
        if (x >= y || !a.montant || !b.montant) continue
        const cle = JSON.stringify([x, y])
        const p = paires.get(cle) ?? { deux: [x, y], rapports: [], lots: new Set() }
        p.rapports.push(b.montant / a.montant)
        p.lots.add(i)
        paires.set(cle, p)
      }
  return [...paires.values()].flatMap(({ deux, rapports, lots }) =>
    lots.size >= seuils.ecart.lots && Math.max(...rapports) / Math.min(...rapports) < seuils.ecart.rapport
      ? [deux]
      : [],
  )
}

/** Qui répondait à presque tout et ne répond plus, quand le même autre gagne les derniers lots. */
const absentes = (passe: readonly Resultat[]): readonly string[] => {
  const { avant, part, apres } = seuils.neRepondPlus
  const [anciens, recents] = [passe.slice(0, -apres), passe.slice(-apres)]
  const gagnant = recents[0] && gagnantDe(recents[0])
  if (anciens.length < avant || gagnant === undefined || recents.some((r) => gagnantDe(r) !== gagnant))
    return []
  const repond = (r: Resultat, c: string) => r.offres.some((o) => o.candidats.includes(c))
  return [...new Set(passe.flatMap((r) => r.offres.flatMap((o) => o.candidats)))].filter(
    (c) =>
      anciens.filter((r) => repond(r, c)).length / anciens.length >= part &&
      recents.every((r) => !repond(r, c)),
  )
}

const lotsPartages = (lots: Dossier['lots']): boolean =>
  lots.length >= seuils.partage.lots &&
  lots.every((l) => new Set(l.repond).size === 1 && new Set(l.pourrait).size >= 2) &&
  new Set(lots.map((l) => l.repond[0])).size >= 2 &&
  lots.every((l) =>
    lots.some((m) => m !== l && m.repond[0] !== l.repond[0] && m.pourrait.includes(l.repond[0] ?? '')),
  )

/** Les signaux d’un dossier, du plus grave au moins grave, puis par code. */
export const signaler = (d: Dossier): readonly Signal[] => {
  const signaux: Signal[] = []
  const dire = (code: CodeSignal, qui: readonly string[], niveau: Niveau = codes[code].niveau) => {
    const { source, dit } = codes[code]
    signaux.push({ code, niveau, qui: [...new Set(qui)].toSorted(), source, dit })
  }
  const ids = d.membres.map((m) => m.coop)
  const groupement = ids.length > 1
  const siAucun = (code: CodeSignal, qui: readonly string[]) => void (qui.length > 0 && dire(code, qui))

  if (groupement) {
    // Le mandataire aussi : la nécessité s’écrit par lot et par membre.
    const utile = (texte: string) => [...texte.replace(/\s+/gu, ' ').trim()].length
    siAucun(
      'sans-justification',
      d.membres
        .filter((m) => m.motifs.length === 0 || utile(m.texte) < seuils.justification)
        .map((m) => m.coop),
    )
    const seules = d.membres.filter((m) => m.capableSeule).map((m) => m.coop)
    if (seules.length > 0) dire('capable-seule', seules, seules.length === ids.length ? 'grave' : 'alerte')
  }
  if (new Set(d.capables).size >= seuils.toutLePole && d.capables.every((c) => ids.includes(c)))
    dire('tout-le-pole', d.capables)
  if (d.nature === 'conjoint' && d.repartition === false) dire('conjoint-sans-repartition', ids)
  const deux = d.offresSeules.filter((c) => ids.includes(c))
  if (deux.length > 0) dire('deux-offres', deux, d.interditDoubleOffre ? 'bloque' : 'grave')
  siAucun(
    'mandataire-deux-fois',
    d.membres.filter((m) => m.mandataire && d.mandatairesAilleurs.includes(m.coop)).map((m) => m.coop),
  )
  if (d.prixEchangesAvant) dire('prix-avant-groupement', ids)
  siAucun('animation-presente', d.animateurs)
  if (d.changementApresLimite) dire('composition-changee', ids)

  const repondus = d.passe.filter((r) => r.offres.some((o) => o.candidats.some((c) => ids.includes(c))))
  const memes = repondus.filter((r) => r.offres.some((o) => nommer(o.candidats) === nommer(ids)))
  const { lots, part } = seuils.memeComposition
  if (groupement && repondus.length >= lots && memes.length / repondus.length >= part)
    dire('toujours-la-meme', ids)
  for (const r of d.passe) {
    // Sans gagnant publié, on ne sait pas qui a perdu.
    if (gagnantDe(r) === undefined) continue
    const perdants = r.offres.filter((o) => !o.gagne).flatMap((o) => o.candidats)
    siAucun(
      'perdant-repris',
      r.sousTraitants.filter((c) => perdants.includes(c)),
    )
  }
  for (const tour of rotations(d.passe)) dire('rotation', tour)
  for (const paire of ecartsConstants(d.passe)) dire('ecart-constant', paire)
  for (const c of absentes(d.passe)) dire('ne-repond-plus', [c])
  for (const i of d.indices) dire('offres-de-meme-main', [i.de, i.et])
  if (lotsPartages(d.lots))
    dire(
      'partage-de-lots',
      d.lots.flatMap((l) => l.repond),
    )

  const rang = (n: Niveau) => niveaux.indexOf(n)
  return signaux.toSorted(
    (a, b) => rang(a.niveau) - rang(b.niveau) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  )
}
