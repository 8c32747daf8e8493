import type { ProduitLu as LigneDeFacture } from '#modules/facturation/index.ts'
import type { LigneProduit } from '../db/argent.queries.ts'
import type { Financeur, Produit } from '../domain/dossier.ts'
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
  /** La facture, ou le dossier client d'une convention. */
  readonly facture?: string
  readonly dossier?: string
  readonly session?: string
}

type Convention = LigneProduit & { readonly dossier: string }

const souligner = (code: string | null): Financeur | null =>
  code === null ? null : (code.replaceAll('-', '_') as Financeur)

/**
 * Une facture dit mieux qu'une convention : dès qu'un payeur d'un dossier est facturé, ses lignes remplacent ce que la
 * convention en prévoyait. Un acompte seul ne suffit pas ; une ligne sans origine couvre le dossier entier, et V27 la demande.
 */
export const dejaFacture = (
  factures: readonly Pick<LigneDeFacture, 'dossier' | 'origine' | 'genre'>[],
): ((c: Pick<Convention, 'dossier' | 'financeur'>) => boolean) => {
  const couverts = new Set<string>()
  for (const f of factures)
    if (f.dossier !== null && f.genre !== 'acompte')
      couverts.add(f.origine === null ? f.dossier : `${f.dossier} ${souligner(f.origine)}`)
  return (c) => couverts.has(c.dossier) || couverts.has(`${c.dossier} ${c.financeur}`)
}

/** L'acompte d'un dossier qui n'est pas encore facturé se tait : la convention parle, au prorata. */
const seTait = (f: LigneDeFacture, facture: (c: Pick<Convention, 'dossier' | 'financeur'>) => boolean) =>
  f.genre === 'acompte' &&
  !f.aEcritures &&
  f.dossier !== null &&
  !facture({ dossier: f.dossier, financeur: souligner(f.origine) })

/** Factures, puis conventions de ce qui n'est pas facturé, puis produits repris ; chacun avec son rattachement (R16). */
export const reunirProduits = (
  factures: readonly LigneDeFacture[],
  conventions: readonly Convention[],
  repris: readonly LigneProduit[],
  numero: (session: string | null) => string | undefined,
): { readonly produits: readonly Produit[]; readonly lus: ReadonlyMap<string, ProduitLu> } => {
  const produits: Produit[] = []
  const lus = new Map<string, ProduitLu>()
  const poser = (produit: Produit, lu: Omit<ProduitLu, 'montant' | 'financeur'>): void => {
    produits.push(produit)
    lus.set(produit.id, { ...lu, montant: produit.montant, financeur: produit.financeur })
  }
  const estFacture = dejaFacture(factures)
  for (const f of factures) {
    if (seTait(f, estFacture)) continue
    const action = numero(f.session)
    poser(
      {
        id: `${f.facture}/${f.rang}`,
        financeur: souligner(f.origine),
        montant: eurosDeCentimes(f.montant),
        rattachement:
          f.rattache !== null
            ? { genre: 'ecriture', montant: eurosDeCentimes(f.rattache) }
            : action !== undefined
              ? { genre: 'action', action }
              : { genre: 'date', date: f.periode?.au ?? f.emiseLe },
      },
      {
        source: 'facture',
        libelle: `${f.numero}, ${f.payeur}`,
        action: action ?? null,
        activite: f.activite,
        facture: f.facture,
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
