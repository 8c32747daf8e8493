/** Ce que les inscriptions montrent sur la fiche d'une personne : les formations qu'elle a suivies. */
import { formaterPeriode } from '#kernel/dates.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import { sessionUrl } from '#modules/sessions/index.ts'
import { Section, Table } from '#web/components.tsx'
import type { PersonneContribution } from '#web/contributions.ts'
import { suiviesPar } from '../db/suivies.queries.ts'
import { asEtatInscription, motEtatInscription } from '../domain/etats.ts'

export const contributionPersonne: PersonneContribution = {
  nom: 'inscriptions',
  rang: 50,
  async section(tx, personnes, visiteur) {
    if (!peutVisiteur(visiteur, 'inscriptions.lire')) return undefined
    const suivies = await suiviesPar(tx, personnes)
    if (suivies.length === 0) return undefined
    return (
      <Section titre="Formations suivies" id="formations">
        <Table
          legende="Sessions où cette personne a été inscrite"
          lignes={suivies}
          colonnes={[
            {
              titre: 'Session',
              entete: true,
              cell: (s) => <a href={sessionUrl({ session: s.session })}>{s.intitule}</a>,
            },
            { titre: 'Numéro', cell: (s) => s.numero },
            { titre: 'Dates', cell: (s) => (s.du && s.au ? formaterPeriode(s.du, s.au) : 'à venir') },
            {
              titre: 'Inscription',
              cell: (s) => {
                const etat = asEtatInscription(s.etat)
                return etat ? motEtatInscription[etat] : ''
              },
            },
          ]}
        />
      </Section>
    )
  },
}
