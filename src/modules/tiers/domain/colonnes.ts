import { plier } from '#kernel/texte.ts'

/** Ce qu'une ligne de tableur fait entrer. */
export type GenreImport = 'personnes' | 'entreprises'

export type Colonne = {
  readonly libelle: string
  /** Sans elle, aucune ligne ne se lit. */
  readonly requise?: true
  /** Ce que les tableurs et les autres logiciels écrivent en tête, replié (sans accent, sans casse, sans ponctuation). */
  readonly mots: readonly string[]
}

/** Les colonnes d'un genre de fichier ; les clés sont celles du formulaire. */
export type Colonnes = Readonly<Record<string, Colonne>>

const joindre = {
  courriel: {
    libelle: 'Courriel',
    mots: [
      'courriel',
      'email',
      'e mail',
      'mail',
      'adresse mail',
      'adresse email',
      'adresse electronique',
      'adresse de courriel',
      'adresse e mail',
      'mel',
      'courriel professionnel',
      'email professionnel',
      'mail professionnel',
      'email pro',
      'mail pro',
    ],
  },
  telephone: {
    libelle: 'Téléphone',
    mots: [
      'telephone',
      'tel',
      'telephone portable',
      'tel portable',
      'portable',
      'telephone mobile',
      'tel mobile',
      'mobile',
      'gsm',
      'numero de telephone',
      'n de telephone',
      'n telephone',
      'n tel',
      'numero de portable',
      'n de portable',
      'telephone 1',
      'tel 1',
      'phone',
      'phone number',
      'telephone fixe',
      'tel fixe',
      'tel pro',
      'telephone professionnel',
    ],
  },
  adresse: {
    libelle: 'Adresse',
    mots: ['adresse', 'rue', 'adresse postale', 'voie', 'adresse 1', 'adresse ligne 1', 'n et voie'],
  },
  codePostal: {
    libelle: 'Code postal',
    mots: ['code postal', 'cp', 'codepostal', 'code post', 'zip', 'zip code'],
  },
  ville: { libelle: 'Ville', mots: ['ville', 'commune', 'localite', 'city'] },
} satisfies Record<string, Colonne>

/** Les colonnes que l'on sait lire, par genre ; les clés sont celles des formulaires. */
export const colonnes = {
  personnes: {
    prenom: {
      libelle: 'Prénom',
      requise: true,
      mots: [
        'prenom',
        'first name',
        'firstname',
        'prenom du stagiaire',
        'prenom stagiaire',
        'prenom apprenant',
        'prenom du participant',
        'prenom usuel',
      ],
    },
    nom: {
      libelle: 'Nom',
      requise: true,
      mots: [
        'nom',
        'nom de famille',
        'last name',
        'lastname',
        'nom du stagiaire',
        'nom stagiaire',
        'nom d usage',
        'nom usuel',
        'nom apprenant',
        'nom du participant',
        'nom de naissance',
      ],
    },
    ...joindre,
    employeur: {
      libelle: 'Employeur',
      mots: [
        'employeur',
        'entreprise',
        'societe',
        'structure',
        'organisation',
        'raison sociale',
        'client',
        'nom de l entreprise',
        'nom entreprise',
        'etablissement',
        'company',
      ],
    },
    siret: {
      libelle: 'SIRET de l’employeur',
      mots: [
        'siret',
        'siret de l employeur',
        'siret employeur',
        'siret entreprise',
        'n siret',
        'numero siret',
      ],
    },
  },
  entreprises: {
    nom: {
      libelle: 'Nom',
      requise: true,
      mots: [
        'nom',
        'raison sociale',
        'denomination',
        'entreprise',
        'societe',
        'structure',
        'client',
        'nom de l entreprise',
        'organisation',
      ],
    },
    siret: { libelle: 'SIRET', mots: ['siret', 'n siret', 'numero siret'] },
    siren: { libelle: 'SIREN', mots: ['siren', 'n siren', 'numero siren'] },
    ...joindre,
    nda: {
      libelle: 'Numéro de déclaration d’activité',
      mots: ['nda', 'numero de declaration d activite', 'declaration d activite', 'numero de declaration'],
    },
  },
} as const satisfies Record<GenreImport, Record<string, Colonne>>

/** La colonne du fichier (son rang) où se lit chaque champ ; absent : on ne le lit pas. */
export type Correspondance = Readonly<Record<string, number>>

export const colonnesDe = (genre: GenreImport): Colonnes => colonnes[genre]

/** Ce que les en-têtes disent d'eux-mêmes. Un en-tête ne sert qu'une fois, et le premier qui convient est pris. */
export const devinerColonnes = (colonnes: Colonnes, entetes: readonly string[]): Correspondance => {
  const plies = entetes.map((t) =>
    plier(t.replace(/n°/gi, 'n '))
      .replace(/[^a-z0-9]+/g, ' ')
      .trim(),
  )
  const pris = new Set<number>()
  const rendues: Record<string, number> = {}
  for (const [champ, { mots }] of Object.entries(colonnes)) {
    for (const mot of mots) {
      const rang = plies.findIndex((t, i) => t === mot && !pris.has(i))
      if (rang === -1) continue
      rendues[champ] = rang
      pris.add(rang)
      break
    }
  }
  return rendues
}

/** Les colonnes du fichier que rien ne lit : à dire avant d’importer, jamais à taire. */
export const colonnesNonLues = (entetes: readonly string[], c: Correspondance): string[] => {
  const lues = new Set(Object.values(c))
  return entetes.filter((t, i) => t.trim() !== '' && !lues.has(i))
}

/** Les colonnes sans lesquelles rien ne se lit, que cette correspondance oublie. */
export const colonnesManquantes = (colonnes: Colonnes, c: Correspondance): string[] =>
  Object.entries(colonnes)
    .filter(([champ, x]) => x.requise && c[champ] === undefined)
    .map(([, x]) => x.libelle)

/** Ce qu'une ligne devient. */
export const sorts = {
  creee: 'créée',
  completee: 'complétée',
  inchangee: 'déjà là',
  fautive: 'à corriger',
} as const
export type Sort = keyof typeof sorts

export type LigneRapportee = {
  /** Rang dans le fichier, tel que le tableur le montre. */
  readonly ligne: number
  readonly sort: Sort
  readonly libelle: string
  /** De quoi corriger, ou ce qui n'a pas été pris ; vide : rien à dire. */
  readonly phrase: string
  /** La fiche, quand elle existe. */
  readonly fiche?: string
}

export type RapportImport = {
  readonly comptes: Readonly<Record<Sort, number>>
  /** Les fautives d'abord gardées ; les autres jusqu'à la borne. */
  readonly lignes: readonly LigneRapportee[]
  readonly omises: number
}

/** Ce qu’un import a ajouté à une fiche déjà là : l’empreinte de chaque valeur, pour ne reprendre que celle-là. */
export type Complete = {
  readonly genre: 'personne' | 'entreprise'
  readonly id: string
  readonly champs: Readonly<Record<string, string>>
}

/** Un rapport, et de quoi défaire ce qu’il dit. */
export type Importe = RapportImport & { readonly completes?: readonly Complete[] }

/**
 * Le fichier, rendu tel qu’il était avec deux colonnes de plus : ce que chaque ligne devient, et pourquoi. `aCorriger` : les seules
 * lignes refusées, à reprendre et à redéposer.
 */
export const rendreAvecPourquoi = (
  {
    entetes,
    lignes,
  }: { entetes: readonly string[]; lignes: readonly { ligne: number; cellules: readonly string[] }[] },
  rapport: RapportImport,
  { aCorriger }: { readonly aCorriger: boolean },
): { readonly titres: readonly string[]; readonly lignes: readonly (readonly string[])[] } => {
  const dites = new Map(rapport.lignes.map((l) => [l.ligne, l]))
  return {
    titres: [...entetes, 'Devenue', 'Pourquoi'],
    lignes: lignes.flatMap(({ ligne, cellules }) => {
      const dite = dites.get(ligne)
      if (aCorriger && dite?.sort !== 'fautive') return []
      const pleines = entetes.map((_, i) => cellules[i] ?? '')
      return [[...pleines, dite ? sorts[dite.sort] : '', dite?.phrase ?? '']]
    }),
  }
}

const LIGNES_GARDEES = 2_000

export const rapporter = (lignes: readonly LigneRapportee[]): RapportImport => {
  const comptes: Record<Sort, number> = { creee: 0, completee: 0, inchangee: 0, fautive: 0 }
  for (const l of lignes) comptes[l.sort] += 1
  const poids = (l: LigneRapportee) => (l.sort === 'fautive' ? 0 : l.phrase !== '' ? 1 : 2)
  const gardees = lignes
    .toSorted((a, b) => poids(a) - poids(b) || a.ligne - b.ligne)
    .slice(0, LIGNES_GARDEES)
    .toSorted((a, b) => a.ligne - b.ligne)
  return { comptes, lignes: gardees, omises: lignes.length - gardees.length }
}

/** Une fiche connue, ou née plus haut dans le même fichier. */
export type FicheConnue = {
  readonly id: string
  readonly courriel: string | null
  readonly siret: string | null
  readonly siren: string | null
  readonly entreprise: string | null
}

export type Reconnue =
  | { readonly fait: 'neuve' }
  | { readonly fait: 'connue'; readonly fiche: FicheConnue }
  | { readonly fait: 'indecise'; readonly phrase: string }

/**
 * La personne de cette ligne, parmi celles du même nom plié. Le même courriel tranche ; sans courriel d'un côté ou de l'autre, il ne
 * faut qu'une candidate. Deux courriels différents sont deux personnes : on n'en fait pas une en silence.
 */
export const reconnaitrePersonne = (
  memeNom: readonly FicheConnue[],
  courriel: string | undefined,
): Reconnue => {
  const parCourriel =
    courriel === undefined
      ? undefined
      : memeNom.find((f) => f.courriel?.toLowerCase() === courriel.toLowerCase())
  if (parCourriel) return { fait: 'connue', fiche: parCourriel }
  const possibles = courriel === undefined ? memeNom : memeNom.filter((f) => f.courriel === null)
  const [seule, autre] = possibles
  if (!seule) return { fait: 'neuve' }
  if (autre)
    return {
      fait: 'indecise',
      phrase:
        'Plusieurs personnes portent ce nom : écrivez le courriel de celle-ci, tel qu’il est sur sa fiche.',
    }
  return { fait: 'connue', fiche: seule }
}

/** L'entreprise de cette ligne, parmi celles du même SIRET ou du même nom plié : deux SIRET sont deux établissements. */
export const reconnaitreEntreprise = (
  candidates: readonly (FicheConnue & { readonly memeNom: boolean })[],
  siret: string | undefined,
  siren: string | undefined,
): Reconnue => {
  const parSiret = siret === undefined ? undefined : candidates.find((f) => f.siret === siret)
  if (parSiret) return { fait: 'connue', fiche: parSiret }
  const possibles = candidates.filter(
    (f) =>
      f.memeNom &&
      (siret === undefined || f.siret === null) &&
      (siren === undefined || (f.siren ?? f.siret?.slice(0, 9) ?? siren) === siren),
  )
  const [seule, autre] = possibles
  if (!seule) return { fait: 'neuve' }
  if (autre)
    return {
      fait: 'indecise',
      phrase: 'Plusieurs entreprises portent ce nom : écrivez le SIRET de celle-ci.',
    }
  return { fait: 'connue', fiche: seule }
}
