/** Une facture qui ne vient d’aucun dossier : conseil, location, ressources vendues. Elle suit ensuite le chemin des autres. */
import { type Montant, proportion } from '#kernel/montant.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { Enseigne } from '#modules/organisme/index.ts'
import type { EntrepriseId, TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { ajouterProjet, changerProjet } from '../db/projets.ecritures.ts'
import { lireProjet, type ProjetAEcrire } from '../db/projets.ts'
import { assietteDe, lirePayeur } from '../documents/donnees-facture.ts'
import type { LigneDeFacture, Nature, Periode, ProjetId, Unite } from '../domain/facture.ts'
import { tauxDe, tauxPossibles } from '../domain/tva.ts'
import { tvaDuJour } from './preparer.ts'

/** Ce qui se vend sans dossier. La formation n’y est pas : ses heures suivies en font le montant. */
export const naturesLibres = ['hors-formation', 'annexe', 'dedit'] as const satisfies readonly Nature[]

/** Une part d’action sous-traitée par un autre organisme, ou le coût d’une personne prêtée : ce que les deux ont constaté. */
type Constatee = {
  readonly id: ProjetId
  readonly activite: Enseigne['id']
  readonly payeurEntreprise: EntrepriseId
  readonly periode: Periode
  /** Le contrat. */
  readonly reference: string
  readonly delaiJours: number
  /** Vrai : une sous-traitance, qui va en ligne C.10 du bilan ; faux : un remboursement, qui n’est pas de la formation. */
  readonly formation: boolean
  /** Centimes hors taxes ; le taux en points de base. */
  readonly lignes: readonly { readonly libelle: string; readonly montant: Montant; readonly taux: number }[]
}
/** Les taux qu’un constat peut dire, en points de base, d’après le régime de qui facture : un autre ne s’émettrait pas. Celui qui se propose d’abord. */
export const tauxDUnConstat = async (
  tx: TenantTx,
  formation: boolean,
  maintenant: Date,
): Promise<readonly number[]> => {
  const { tva } = await tvaDuJour(tx, maintenant)
  return tauxPossibles(formation ? 'formation' : 'hors-formation', { tva, formation, preneur: 'ici' })
}

/** Prépare la facture d’un constat ; un second appel retrouve la première, et abandonnée, la refait telle que le constat la dit. */
export const preparerConstatee = async (
  tx: TenantTx,
  d: Constatee,
  maintenant: Date,
): Promise<Result<ProjetId, Refus>> => {
  const projet: ProjetAEcrire = {
    activite: d.activite,
    genre: 'facture',
    session: null,
    dossier: null,
    financementRang: null,
    payeurEntreprise: d.payeurEntreprise,
    payeurPersonne: null,
    source: d.formation ? 'autre-of' : 'hors-formation',
    subrogation: false,
    corrige: null,
    motif: null,
    periode: d.periode,
    reference: d.reference,
    delaiJours: d.delaiJours,
    lignes: d.lignes.map((l) => ({
      nature: d.formation ? 'formation' : 'hors-formation',
      libelle: l.libelle,
      inscription: null,
      acompte: null,
      quantite: 1000,
      unite: 'forfait',
      prix: l.montant,
      montant: l.montant,
      taux: l.taux,
      heures: [],
    })),
  }
  const neuf = await ajouterProjet(tx, d.id, projet, maintenant)
  const avant = neuf ? undefined : await lireProjet(tx, d.id)
  const refait =
    avant?.etat === 'abandonne' &&
    (await changerProjet(tx, avant, avant.version, { ...projet, codeService: null }, ['abandonne']))
  if (neuf || refait)
    await consigner(tx, {
      activite: d.activite,
      faitLe: maintenant,
      module: 'facturation',
      geste: 'preparer-facture',
      objet: { genre: 'projet-facture', id: d.id },
      phrase: `La facture d’un constat est préparée : ${d.reference}.`,
    })
  return ok(d.id)
}

export type LigneLibre = {
  readonly nature: (typeof naturesLibres)[number]
  readonly bien?: boolean
  readonly libelle: string
  /** En millièmes. */
  readonly quantite: number
  readonly unite: Unite
  readonly prix: LigneDeFacture['prix']
  /** Points de base ; absent : celui de sa nature. */
  readonly taux?: number | undefined
}

export const preparerLibre = async (
  tx: TenantTx,
  demande: {
    readonly id: ProjetId
    readonly activite: Enseigne['id']
    readonly payeurEntreprise: EntrepriseId | null
    readonly payeurPersonne: TiersId | null
    readonly periode: Periode | null
    readonly reference: string | null
    readonly delaiJours: number
    readonly lignes: readonly LigneLibre[]
  },
  maintenant: Date,
): Promise<Result<ProjetId, Refus>> => {
  const payeur = await lirePayeur(tx, demande)
  if (!payeur) return refuser('introuvable', 'Ce client n’existe pas ici.')
  if (demande.lignes.length === 0) return refuser('sans-ligne', 'Une facture a au moins une ligne.')
  const { tva } = await tvaDuJour(tx, maintenant)
  await ajouterProjet(
    tx,
    demande.id,
    {
      activite: demande.activite,
      genre: 'facture',
      session: null,
      dossier: null,
      financementRang: null,
      payeurEntreprise: demande.payeurEntreprise,
      payeurPersonne: demande.payeurPersonne,
      // Chaque ligne dit la sienne : les frais liés vont en ligne 11 du bilan, le reste n’est pas de la formation.
      source: 'hors-formation',
      subrogation: false,
      corrige: null,
      motif: null,
      periode: demande.periode,
      reference: demande.reference,
      delaiJours: demande.delaiJours,
      lignes: demande.lignes.map((l) => ({
        nature: l.nature,
        bien: l.bien === true,
        libelle: l.libelle,
        inscription: null,
        acompte: null,
        quantite: l.quantite,
        unite: l.unite,
        prix: l.prix,
        montant: proportion(l.prix, l.quantite, 1000),
        taux: l.taux ?? tauxDe(l.nature, assietteDe({ tva, payeur, projet: { dossier: null } })),
        heures: [],
      })),
    },
    maintenant,
  )
  await consigner(tx, {
    activite: demande.activite,
    faitLe: maintenant,
    module: 'facturation',
    geste: 'preparer-facture',
    objet: { genre: 'projet-facture', id: demande.id },
    phrase: 'Une facture sans dossier est préparée.',
  })
  return ok(demande.id)
}
