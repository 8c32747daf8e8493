import type { ProduitLu as LigneDeFacture } from '#modules/facturation/index.ts'
import type { LigneProduit } from '../db/argent.queries.ts'
import type { LireHeures } from '../domain/argent.ts'
import type { Exercice, Financeur, Produit } from '../domain/dossier.ts'
import { eurosDeCentimes, type Fraction, fractionDeDecimal } from '../domain/fraction.ts'

/** D'où vient un produit : c'est dit à l'écran, jamais deviné. */
export type SourceDeProduit = 'reprise' | 'convention' | 'facture'

export type ProduitLu = {
  readonly source: SourceDeProduit
  readonly libelle: string
  readonly montant: Fraction
  readonly financeur: Financeur | null
  /** Le numéro de session. */
  readonly action: string | null
  readonly activite: string
  /** Vraie d’une facture enregistrée dont personne n’a encore dit le dossier : elle reste hors des cases. */
  readonly sansDossier?: true
  /** La facture, ou le dossier client d'une convention. */
  readonly facture?: string
  readonly dossier?: string
  readonly session?: string
}

type Convention = LigneProduit & { readonly dossier: string }

const souligner = (code: string | null): Financeur | null =>
  code === null ? null : (code.replaceAll('-', '_') as Financeur)

type LigneFacturee = Pick<LigneDeFacture, 'dossier' | 'origine' | 'genre' | 'nature'>

/**
 * Une facture dit mieux qu'une convention : dès qu'un payeur d'un dossier est facturé, ses lignes remplacent ce que la
 * convention en prévoyait. Un acompte seul ne suffit pas, ni des frais ; une ligne sans origine, ou d'une origine que le dossier
 * n'a pas, couvre le dossier entier : rien ne s'ajoute à son prorata.
 */
export const dejaFacture = (
  factures: readonly LigneFacturee[],
  conventions: readonly Pick<Convention, 'dossier' | 'financeur'>[],
): ((c: Pick<Convention, 'dossier' | 'financeur'>) => boolean) => {
  const prevus = new Set(conventions.map((c) => `${c.dossier} ${c.financeur}`))
  const couverts = new Set<string>()
  for (const f of factures)
    if (f.dossier !== null && f.genre !== 'acompte' && f.nature === 'formation') {
      const part = `${f.dossier} ${souligner(f.origine)}`
      couverts.add(f.origine !== null && prevus.has(part) ? part : f.dossier)
    }
  return (c) => couverts.has(c.dossier) || couverts.has(`${c.dossier} ${c.financeur}`)
}

/** Un acompte, et son avoir, d'un dossier qui n'est pas encore facturé n'y ajoutent rien : la convention parle, au prorata. */
const attendSaFacture = (
  f: LigneDeFacture,
  facture: (c: Pick<Convention, 'dossier' | 'financeur'>) => boolean,
) =>
  f.nature === 'acompte' &&
  !f.aEcritures &&
  f.dossier !== null &&
  !facture({ dossier: f.dossier, financeur: souligner(f.origine) })

/** Les périodes de facture à cheval sur une borne de l’exercice, dont il faut les heures. */
export const periodesACheval = (factures: readonly LigneDeFacture[], e: Exercice) =>
  factures.flatMap(({ session, periode: p }) =>
    session !== null && p && p.du <= e.fin && p.au >= e.debut && (p.du < e.debut || p.au > e.fin)
      ? [{ session, du: p.du, au: p.au }]
      : [],
  )

/**
 * R16 et R18. Une écriture l'emporte ; un avoir est du jour où il est émis, et ne touche jamais un exercice d'avant ; une facture
 * est de la période qu'elle dit, à défaut de son action, à défaut de sa date. Un acompte et ce qui s'en déduit suivent l'action,
 * l'un comme l'autre : ensemble ils ne font rien.
 */
export const rattacher = (
  f: Pick<LigneDeFacture, 'rattache' | 'genre' | 'nature' | 'periode' | 'emiseLe' | 'session'>,
  action: string | undefined,
  heures: LireHeures,
): Produit['rattachement'] => {
  if (f.rattache !== null) return { genre: 'ecriture', montant: eurosDeCentimes(f.rattache) }
  if (f.genre === 'avoir') return { genre: 'date', date: f.emiseLe }
  if (f.periode && f.nature !== 'acompte')
    return {
      genre: 'periode',
      ...f.periode,
      heures: (f.session === null ? undefined : heures(f.session, f.periode)) ?? null,
    }
  return action !== undefined
    ? { genre: 'action', action }
    : { genre: 'date', date: f.periode?.au ?? f.emiseLe }
}

/** Factures, puis conventions de ce qui n'est pas facturé, puis produits repris ; chacun avec son rattachement (R16). */
export const reunirProduits = (
  factures: readonly LigneDeFacture[],
  conventions: readonly Convention[],
  repris: readonly LigneProduit[],
  numero: (session: string | null) => string | undefined,
  heures: LireHeures = () => undefined,
): { readonly produits: readonly Produit[]; readonly lus: ReadonlyMap<string, ProduitLu> } => {
  const produits: Produit[] = []
  const lus = new Map<string, ProduitLu>()
  const poser = (produit: Produit, lu: Omit<ProduitLu, 'montant' | 'financeur'>): void => {
    produits.push(produit)
    lus.set(produit.id, { ...lu, montant: produit.montant, financeur: produit.financeur })
  }
  const estFacture = dejaFacture(factures, conventions)
  const conclues = new Set(conventions.map((c) => c.session))
  for (const f of factures) {
    if (attendSaFacture(f, estFacture)) continue
    // Venue d’un autre outil, pour une session d’ici : tant que son dossier n’est pas dit, la convention compte déjà cet argent.
    const sansDossier =
      f.provenance === 'enregistree' &&
      f.nature === 'formation' &&
      f.dossier === null &&
      f.session !== null &&
      conclues.has(f.session)
    const action = numero(f.session)
    poser(
      {
        id: `${f.facture}/${f.rang}`,
        financeur: sansDossier ? null : souligner(f.origine),
        montant: eurosDeCentimes(f.montant),
        rattachement: rattacher(f, action, heures),
      },
      {
        source: 'facture',
        libelle: `${f.numero}, ${f.payeur}`,
        action: action ?? null,
        activite: f.activite,
        facture: f.facture,
        ...(sansDossier ? { sansDossier } : {}),
        ...(f.session === null ? {} : { session: f.session }),
      },
    )
  }
  for (const c of conventions) {
    if (estFacture(c)) continue
    const action = numero(c.session) ?? ''
    poser(
      {
        id: c.id,
        financeur: c.financeur as Financeur | null,
        montant: fractionDeDecimal(c.montant),
        rattachement: { genre: 'action', action },
      },
      {
        source: 'convention',
        libelle: c.libelle,
        action,
        activite: c.activite,
        dossier: c.dossier,
        ...(c.session === null ? {} : { session: c.session }),
      },
    )
  }
  for (const p of repris) {
    const action = numero(p.session) ?? null
    poser(
      {
        id: p.id,
        financeur: p.financeur as Financeur | null,
        montant: fractionDeDecimal(p.montant),
        rattachement:
          p.ecriture !== null
            ? { genre: 'ecriture', montant: fractionDeDecimal(p.ecriture) }
            : p.date !== null
              ? { genre: 'date', date: p.date }
              : { genre: 'action', action: action ?? '' },
      },
      {
        source: 'reprise',
        libelle: p.libelle,
        action,
        activite: p.activite,
        ...(p.session === null ? {} : { session: p.session }),
      },
    )
  }
  return { produits, lus }
}
