/** L’e-reporting d’une période : les pièces, qui les achète, et ce qui s’en déclarerait. */
import type { TenantTx } from '#platform/db/index.ts'
import { type PieceADeclarer, piecesADeclarer } from '../db/ereporting.queries.ts'
import { lireReglages } from '../db/reglages.ts'
import { achetePublic, estProfessionnel, type FichePayeur, lirePayeur } from '../documents/donnees-facture.ts'
import {
  type Declaration,
  declarer,
  type Operation,
  type PeriodeDeclaree,
} from '../domain/cycle/ereporting.ts'
import { motifSansTaxe, tvaFigee } from '../domain/tva.ts'

/** Sans fiche, on ne sait pas si qui paie est un professionnel : la vente compte comme celle d’un particulier. */
const quiAchete = (p: FichePayeur | undefined): Operation['qui'] =>
  !p || !estProfessionnel(p)
    ? p && achetePublic(p)
      ? 'public'
      : 'particulier'
    : p.preneur !== 'ici'
      ? 'etranger'
      : achetePublic(p)
        ? 'public'
        : 'entreprise'

export const declarationDe = async (
  tx: TenantTx,
  periode: Pick<PeriodeDeclaree, 'du' | 'au'>,
): Promise<Declaration> => {
  const fiches = new Map<string, FichePayeur | undefined>()
  const ficheDe = async (p: PieceADeclarer) => {
    const cle = p.payeurEntreprise ?? p.payeurPersonne ?? ''
    if (cle !== '' && !fiches.has(cle)) fiches.set(cle, await lirePayeur(tx, p))
    return fiches.get(cle)
  }
  const operations: Operation[] = []
  for (const p of await piecesADeclarer(tx, periode)) {
    const fiche = await ficheDe(p)
    const assiette = {
      tva: tvaFigee(p.exonerations),
      formation: p.formation,
      preneur: fiche?.preneur ?? 'ici',
    } as const
    operations.push({
      numero: p.numero,
      jour: p.jour,
      qui: quiAchete(fiche),
      pays: fiche?.postale.pays ?? 'FR',
      payeur: p.payeur,
      lignes: p.lignes.map((l) => ({ montant: l.montant, taux: l.taux, motif: motifSansTaxe(l, assiette) })),
      reglements: p.reglements,
    })
  }
  return declarer(operations, periode, { debits: (await lireReglages(tx)).debits })
}
