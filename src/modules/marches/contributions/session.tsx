/** « Bon de commande », sur la page d’une session : le bon qu’elle exécute, à qui est entrée dans le dossier. */
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import { uneFois } from '#platform/db/une-fois.ts'
import { Section } from '#web/components.tsx'
import type { SessionContribution } from '#web/contributions.ts'
import { bonsDeLaSession } from '../db/ecrits.ts'
import { suiteUrl } from '../liens.ts'

const bonsUneFois = uneFois(bonsDeLaSession)

export const contributionBonDeCommande: SessionContribution = {
  nom: 'bon-de-commande',
  rang: 72,
  prelire: (tx, session, visiteur) =>
    peutVisiteur(visiteur, 'marches.repondre') ? [bonsUneFois(tx, session)] : [],
  async section(tx, session, visiteur) {
    if (!peutVisiteur(visiteur, 'marches.repondre')) return undefined
    const bons = await bonsUneFois(tx, session)
    if (bons.length === 0) return undefined
    return (
      <Section
        titre="Bon de commande"
        id="bon-de-commande"
        sous="lu des seules personnes entrées dans ce dossier de marché"
      >
        <ul>
          {bons.map((b) => (
            <li>
              <a href={`${suiteUrl({ groupement: b.groupement })}#commande-${b.cle}`}>{b.numero}</a>,{' '}
              {formaterMontant(centimes(b.centimes))} : {b.objet}. <small>{b.marche}</small>
            </li>
          ))}
        </ul>
      </Section>
    )
  },
}
