/** Une facture qui ne vient d’aucun dossier : conseil, location, ressources vendues. Elle suit ensuite le chemin des autres. */
import { proportion } from '#kernel/montant.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { Enseigne } from '#modules/organisme/index.ts'
import type { EntrepriseId, TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { ajouterProjet } from '../db/projets.ecritures.ts'
import { assietteDe, lirePayeur } from '../documents/donnees-facture.ts'
import type { LigneDeFacture, Nature, Periode, ProjetId, Unite } from '../domain/facture.ts'
import { tauxDe } from '../domain/tva.ts'
import { tvaDuJour } from './preparer.ts'

/** Ce qui se vend sans dossier. La formation n’y est pas : ses heures suivies en font le montant. */
export const naturesLibres = ['hors-formation', 'annexe', 'dedit'] as const satisfies readonly Nature[]

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
