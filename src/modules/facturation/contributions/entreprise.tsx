/** Sur la fiche d’une entreprise : ce qui lui est facturé, ce qu’elle a versé, ce qu’elle doit. */
import { formaterMontant } from '#kernel/montant.ts'
import { jourLocal } from '#kernel/zones.ts'
import { lireOrganisme, peutVisiteur } from '#modules/organisme/index.ts'
import { Definitions, Section } from '#web/components.tsx'
import type { EntrepriseContribution } from '#web/contributions.ts'
import { soldeDesFiches } from '../db/comptes.queries.ts'
import { compteUrl } from '../liens.ts'

export const contributionEntreprise: EntrepriseContribution = {
  nom: 'facturation',
  rang: 40,
  async section(tx, entreprises, visiteur, maintenant) {
    const [racine] = entreprises
    if (!racine || !peutVisiteur(visiteur, 'facturation.lire')) return undefined
    const { zone } = await lireOrganisme(tx)
    const c = await soldeDesFiches(tx, entreprises, jourLocal(maintenant, zone))
    if (c.pieces === 0) return undefined
    return (
      <Section
        titre="Compte client"
        id="compte"
        outils={[
          { libelle: 'Le compte, pièce à pièce', href: compteUrl({ genre: 'entreprise', payeur: racine }) },
        ]}
      >
        <Definitions
          lignes={[
            ['Facturé', formaterMontant(c.facture)],
            ['Versé', formaterMontant(c.regle)],
            ['Doit', formaterMontant(c.du)],
            ...(c.enRetard > 0 ? [['Dont en retard', formaterMontant(c.enRetard)] as const] : []),
            ...(c.credit > 0 ? [['Nous lui devons', formaterMontant(c.credit)] as const] : []),
          ]}
        />
      </Section>
    )
  },
}
