/** Ce qu’une ligne de relevé peut payer : proposé, jamais décidé seul. */
import { formaterMontant, type Montant } from '#kernel/montant.ts'
import { plier } from '#kernel/texte.ts'

export type FactureDue = {
  readonly id: string
  readonly numero: string
  readonly payeur: string
  readonly solde: Montant
}
export type Proposition = { readonly facture: FactureDue; readonly raison: string; readonly force: number }

const serrer = (texte: string): string => plier(texte).replace(/[^a-z0-9]/g, '')

/** Le numéro écrit, puis le montant exact et le nom, puis le montant exact seul ; les meilleures d’abord, cinq au plus. */
export const proposerFactures = (
  mouvement: { readonly montant: Montant; readonly libelle: string },
  factures: readonly FactureDue[],
): readonly Proposition[] => {
  const dit = serrer(mouvement.libelle)
  return factures
    .flatMap((facture): Proposition[] => {
      const numero = dit.includes(serrer(facture.numero))
      const nom = plier(facture.payeur)
        .split(/[^a-z0-9]+/)
        .some((mot) => mot.length >= 4 && dit.includes(mot))
      const exact = facture.solde === mouvement.montant
      if (numero)
        return [{ facture, force: exact ? 4 : 3, raison: exact ? 'numéro et montant' : 'numéro cité' }]
      if (exact && nom) return [{ facture, force: 2, raison: 'montant exact et nom du payeur' }]
      if (exact) return [{ facture, force: 1, raison: `montant exact, ${formaterMontant(facture.solde)}` }]
      return []
    })
    .toSorted((a, b) => b.force - a.force || (a.facture.numero < b.facture.numero ? -1 : 1))
    .slice(0, 5)
}
