/** EN 16931, les règles de chaque catégorie de TVA : mêmes dix questions, dont les réponses changent. */
import { arrondir, type Decimal, entier, fois, valeurAbsolue } from './decimal.ts'
import type { FactureLue, Partie, VentilationLue } from './modele.ts'
import { present, type Regle, regle } from './regle.ts'
import { deFrais, deLigne, deRemise, deVentilation, nombre } from './regles-en.ts'

type Genre = {
  readonly code: string
  /** Le nom de la catégorie dans le numéro des règles : K est « IC ». */
  readonly prefixe: string
  readonly nom: string
  /** `positif` : un taux ; `nul` : zéro ; `aucun` : pas de taux du tout. */
  readonly taux: 'positif' | 'nul' | 'aucun'
  /** Qui dit quel numéro : voir `parties`. */
  readonly parties: 'fiscal' | 'autoliquidation' | 'tva' | 'intracommunautaire' | 'aucun'
  readonly motif: 'exige' | 'interdit'
}

const genres: readonly Genre[] = [
  { code: 'S', prefixe: 'S', nom: 'taux normal', taux: 'positif', parties: 'fiscal', motif: 'interdit' },
  { code: 'Z', prefixe: 'Z', nom: 'taux zéro', taux: 'nul', parties: 'fiscal', motif: 'interdit' },
  { code: 'E', prefixe: 'E', nom: 'exonéré', taux: 'nul', parties: 'fiscal', motif: 'exige' },
  {
    code: 'AE',
    prefixe: 'AE',
    nom: 'autoliquidation',
    taux: 'nul',
    parties: 'autoliquidation',
    motif: 'exige',
  },
  {
    code: 'K',
    prefixe: 'IC',
    nom: 'livraison intracommunautaire',
    taux: 'nul',
    parties: 'intracommunautaire',
    motif: 'exige',
  },
  { code: 'G', prefixe: 'G', nom: 'exportation', taux: 'nul', parties: 'tva', motif: 'exige' },
  { code: 'O', prefixe: 'O', nom: 'hors champ', taux: 'aucun', parties: 'aucun', motif: 'exige' },
  {
    code: 'L',
    prefixe: 'AF',
    nom: 'taxe des Canaries',
    taux: 'positif',
    parties: 'fiscal',
    motif: 'interdit',
  },
  {
    code: 'M',
    prefixe: 'AG',
    nom: 'taxe de Ceuta et Melilla',
    taux: 'positif',
    parties: 'fiscal',
    motif: 'interdit',
  },
]

const aTva = (p: Partie | undefined) => (p?.tva.length ?? 0) > 0
const partiesTenues: Readonly<Record<Genre['parties'], (f: FactureLue) => boolean>> = {
  fiscal: (f) => aTva(f.vendeur) || (f.vendeur?.fiscal.length ?? 0) > 0 || aTva(f.representant),
  autoliquidation: (f) => partiesTenues.fiscal(f) && (aTva(f.acheteur) || f.acheteur?.legal !== undefined),
  tva: (f) => aTva(f.vendeur) || aTva(f.representant),
  intracommunautaire: (f) => partiesTenues.tva(f) && aTva(f.acheteur),
  aucun: (f) => !aTva(f.vendeur) && !aTva(f.representant) && !aTva(f.acheteur),
}
const motParties: Readonly<Record<Genre['parties'], string>> = {
  fiscal:
    'le vendeur dit son numéro de TVA (BT-31) ou son numéro fiscal (BT-32), ou son représentant le sien (BT-63)',
  autoliquidation:
    'le vendeur dit son numéro de TVA ou fiscal (BT-31, BT-32, BT-63), l’acheteur son numéro de TVA (BT-48) ou son immatriculation (BT-47)',
  tva: 'le vendeur dit son numéro de TVA (BT-31), ou son représentant le sien (BT-63)',
  intracommunautaire: 'le vendeur et l’acheteur disent leur numéro de TVA (BT-31 ou BT-63, BT-48)',
  aucun: 'personne ne dit de numéro de TVA (BT-31, BT-48, BT-63)',
}

/** Par catégorie, puis par catégorie et taux : ce que lignes, frais et remises font ensemble. Compté une fois par facture : elles sont peut-être des milliers. */
const bases = new WeakMap<FactureLue, ReadonlyMap<string, Decimal | undefined>>()

const compterBases = (f: FactureLue): ReadonlyMap<string, Decimal | undefined> => {
  const sommes = new Map<string, Decimal[] | undefined>()
  const suites = [f.lignes, f.frais, f.remises] as const
  for (const [rang, suite] of suites.entries())
    for (const x of suite) {
      const [montant, taux] = [nombre(x.montant), nombre(x.taux)]
      for (const cle of [`${x.categorie}`, `${x.categorie} ${taux}`]) {
        const ici = sommes.has(cle) ? sommes.get(cle) : [0n, 0n, 0n]
        sommes.set(
          cle,
          montant === undefined ? undefined : ici?.map((s, i) => (i === rang ? s + montant : s)),
        )
      }
    }
  return new Map(
    [...sommes].map(([cle, s]) => {
      const [l = 0n, c = 0n, r = 0n] = s ?? []
      return [cle, s && arrondir(l) + arrondir(c) - arrondir(r)]
    }),
  )
}

/** La base d’une catégorie, d’un seul taux s’il est donné ; rien si un montant ne se lit pas. */
const baseAttendue = (f: FactureLue, code: string, taux?: Decimal): Decimal | undefined => {
  const connues = bases.get(f) ?? compterBases(f)
  bases.set(f, connues)
  const cle = taux === undefined ? code : `${code} ${taux}`
  return connues.has(cle) ? connues.get(cle) : 0n
}

const baseTenue = (g: Genre, v: VentilationLue, f: FactureLue): boolean => {
  const base = nombre(v.base)
  if (g.taux === 'positif') {
    const taux = nombre(v.taux)
    return taux === undefined || (base !== undefined && base === baseAttendue(f, g.code, taux))
  }
  const attendue = baseAttendue(f, g.code)
  if (base === undefined || attendue === undefined) return false
  // La norme tolère moins d’un euro, sauf hors champ.
  return g.taux === 'aucun' ? base === attendue : valeurAbsolue(base - attendue) < entier(1)
}

const taxeTenue = (g: Genre, v: VentilationLue): boolean => {
  const montant = nombre(v.montant)
  if (g.taux !== 'positif') return montant === 0n
  const [base, taux] = [nombre(v.base), nombre(v.taux)]
  if (montant === undefined || base === undefined || taux === undefined) return false
  return valeurAbsolue(valeurAbsolue(montant) - arrondir(fois(valeurAbsolue(base), taux) / 100n)) < entier(1)
}

const presence =
  (g: Genre) =>
  (f: FactureLue): boolean => {
    const ventilees = f.ventilation.filter((v) => v.categorie === g.code).length
    const dite = [...f.lignes, ...f.remises, ...f.frais].some((x) => x.categorie === g.code)
    if (g.taux === 'positif') return !dite || ventilees > 0
    return ventilees === 0 ? !dite || g.code === 'O' : ventilees === 1 && dite
  }

const motTaux = (g: Genre) =>
  g.taux === 'positif'
    ? 'son taux est au-dessus de zéro'
    : g.taux === 'nul'
      ? 'son taux est zéro'
      : 'elle ne dit pas de taux'
const tauxTenu = (g: Genre, taux: string | undefined): boolean =>
  g.taux === 'aucun' ? !present(taux) : g.taux === 'nul' ? nombre(taux) === 0n : (nombre(taux) ?? 0n) > 0n

const reglesDuGenre = (g: Genre): Regle[] => {
  const id = (n: string) => `BR-${g.prefixe}-${n}`
  const de = (c: { readonly categorie: string | undefined }) => c.categorie === g.code
  const ou = `Catégorie ${g.code} (${g.nom})`
  return [
    {
      ...regle(
        id('01'),
        `${ou} : dite par une ligne, une remise ou des frais, elle a sa ligne de TVA${g.taux === 'positif' ? '' : ', et une seule'}.`,
        presence(g),
      ),
      portee: 'lignes',
    },
    deLigne(
      id('02'),
      `${ou} : pour une ligne, ${motParties[g.parties]}.`,
      (l, f) => !de(l) || partiesTenues[g.parties](f),
    ),
    deRemise(
      id('03'),
      `${ou} : pour une remise, ${motParties[g.parties]}.`,
      (a, f) => !de(a) || partiesTenues[g.parties](f),
    ),
    deFrais(
      id('04'),
      `${ou} : pour des frais, ${motParties[g.parties]}.`,
      (a, f) => !de(a) || partiesTenues[g.parties](f),
    ),
    deLigne(id('05'), `${ou} : d’une ligne, ${motTaux(g)} (BT-152).`, (l) => !de(l) || tauxTenu(g, l.taux)),
    deRemise(id('06'), `${ou} : d’une remise, ${motTaux(g)} (BT-96).`, (a) => !de(a) || tauxTenu(g, a.taux)),
    deFrais(id('07'), `${ou} : de frais, ${motTaux(g)} (BT-103).`, (a) => !de(a) || tauxTenu(g, a.taux)),
    {
      ...deVentilation(
        id('08'),
        `${ou} : sa base (BT-116) est la somme des lignes et des frais, moins les remises${g.taux === 'positif' ? ', à ce taux' : ''}.`,
        (v, f) => !de(v) || baseTenue(g, v, f),
      ),
      portee: 'lignes',
    },
    ...(g.prefixe === 'AF' || g.prefixe === 'AG'
      ? []
      : [
          deVentilation(
            id('09'),
            g.taux === 'positif'
              ? `${ou} : sa TVA (BT-117) est sa base par son taux, à moins d’un euro.`
              : `${ou} : sa TVA (BT-117) est nulle.`,
            (v) => !de(v) || taxeTenue(g, v),
          ),
        ]),
    deVentilation(
      id('10'),
      g.motif === 'exige'
        ? `${ou} : sa ligne de TVA dit pourquoi, par un texte (BT-120) ou un code (BT-121).`
        : `${ou} : sa ligne de TVA n’a pas de motif d’exonération (BT-120, BT-121).`,
      (v) => !de(v) || (present(v.motif) || present(v.codeMotif)) === (g.motif === 'exige'),
    ),
  ]
}

const horsChamp = (f: FactureLue) => f.ventilation.some((v) => v.categorie === 'O')
const autres = (suite: readonly { readonly categorie: string | undefined }[]) =>
  suite.some((x) => present(x.categorie) && x.categorie !== 'O')

const croisees: readonly Regle[] = [
  deVentilation(
    'BR-IC-11',
    'Catégorie K : la facture dit la date de livraison (BT-72) ou la période (BG-14).',
    (v, f) =>
      v.categorie !== 'K' ||
      present(f.livraison.date) ||
      present(f.periode?.debut) ||
      present(f.periode?.fin),
  ),
  deVentilation(
    'BR-IC-12',
    'Catégorie K : la facture dit le pays de livraison (BT-80).',
    (v, f) => v.categorie !== 'K' || present(f.livraison.adresse?.pays),
  ),
  regle(
    'BR-O-11',
    'Catégorie O : aucune autre ligne de TVA.',
    (f) => !horsChamp(f) || !autres([...f.ventilation, ...f.lignes]),
  ),
  regle(
    'BR-O-12',
    'Catégorie O : aucune ligne d’une autre catégorie.',
    (f) => !horsChamp(f) || !autres([...f.ventilation, ...f.lignes]),
  ),
  regle(
    'BR-O-13',
    'Catégorie O : aucune remise d’une autre catégorie.',
    (f) => !horsChamp(f) || !autres([...f.remises, ...f.frais]),
  ),
  regle(
    'BR-O-14',
    'Catégorie O : aucuns frais d’une autre catégorie.',
    (f) => !horsChamp(f) || !autres([...f.remises, ...f.frais]),
  ),
  regle(
    'BR-B-01',
    'Catégorie B (paiement scindé) : une facture italienne seulement.',
    (f) =>
      !dites(f).includes('B') || [f.vendeur, f.acheteur].every((p) => (p?.adresse?.pays ?? 'IT') === 'IT'),
  ),
  regle(
    'BR-B-02',
    'Catégorie B (paiement scindé) : jamais avec la catégorie S.',
    (f) => !dites(f).includes('B') || !dites(f).includes('S'),
  ),
]
const dites = (f: FactureLue) =>
  [...f.lignes, ...f.remises, ...f.frais, ...f.ventilation].map((x) => x.categorie)

export const reglesTva: readonly Regle[] = [...genres.flatMap(reglesDuGenre), ...croisees]
