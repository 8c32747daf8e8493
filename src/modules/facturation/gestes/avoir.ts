/** Corriger une facture émise : un avoir en projet, tiré d’elle, ligne à ligne. */
import type { Montant } from '#kernel/montant.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { verrouillerFacture } from '../db/factures.ecritures.ts'
import { lireFacture } from '../db/factures.queries.ts'
import { ajouterProjet } from '../db/projets.ecritures.ts'
import { lireProjet } from '../db/projets.ts'
import { type AQui, defaire, resteDeLigne, type SortDesHeures } from '../domain/avoir.ts'
import type { FactureId, ProjetId } from '../domain/facture.ts'

/** `rendre` vide : tout ce qui reste. */
export const preparerAvoir = async (
  tx: TenantTx,
  demande: {
    readonly id: ProjetId
    readonly facture: FactureId
    readonly motif: string
    readonly rendre: ReadonlyMap<number, Montant>
    readonly heures?: SortDesHeures | undefined
    readonly aQui?: AQui
  },
  maintenant: Date,
): Promise<Result<ProjetId, Refus>> => {
  await verrouillerFacture(tx, demande.facture)
  const f = await lireFacture(tx, demande.facture)
  if (!f) return refuser('introuvable', 'Cette facture n’existe pas ici.')
  if (f.provenance !== 'emise' || f.genre === 'avoir')
    return refuser(
      'pas-ici',
      'Un avoir corrige une facture émise ici : celle d’un autre outil se corrige là-bas.',
    )
  const rendre =
    demande.rendre.size > 0
      ? demande.rendre
      : new Map(f.lignes.map((l) => [l.rang, resteDeLigne(l)] as const))
  const lignes = defaire(f.lignes, rendre, demande.heures, demande.aQui)
  if (!lignes.ok) return lignes
  // Sans convention émise ici, la référence du payeur est la seule que la pièce porte : l’avoir garde celle de sa facture.
  const origine = f.projet ? await lireProjet(tx, f.projet) : undefined
  await ajouterProjet(
    tx,
    demande.id,
    {
      activite: f.activite,
      genre: 'avoir',
      session: f.session,
      dossier: f.dossier,
      financementRang: f.financementRang,
      payeurEntreprise: f.payeurEntreprise,
      payeurPersonne: f.payeurPersonne,
      source: f.source,
      subrogation: f.subrogation,
      corrige: f.id,
      motif: demande.motif,
      periode: f.periode,
      reference: origine?.reference ?? null,
      delaiJours: 0,
      lignes: lignes.value,
    },
    maintenant,
  )
  await consigner(tx, {
    activite: f.activite,
    faitLe: maintenant,
    module: 'facturation',
    geste: 'preparer-avoir',
    objet: { genre: 'facture', id: f.id },
    phrase: `Un avoir est préparé sur ${f.numero}.`,
  })
  return ok(demande.id)
}
