import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import { sessionUneFois } from '#modules/sessions/index.ts'
import { Section, Table } from '#web/components.tsx'
import type { SessionContribution } from '#web/contributions.ts'
import { presencesReprises } from '../db/detail.queries.ts'
import { fractionDeDecimal } from '../domain/fraction.ts'
import { direHeures } from '../pages/dire.ts'

/** D’une session reprise d’un fichier : ce qu’il disait des présences. Rien n’y est signé, ni ne se signera. */
export const contributionReprise: SessionContribution = {
  nom: 'reprise',
  rang: 80,
  async section(tx, session, visiteur) {
    if (!peutVisiteur(visiteur, 'emargement.lire', { estSien: true })) return undefined
    const id = asId<'Session'>(session)
    // Presque aucune session ne vient d’un fichier : la page a déjà lu ce qui le dit.
    if (!id || !(await sessionUneFois(tx, id))?.reprise) return undefined
    const lues = await presencesReprises(tx, session)
    if (!lues) return undefined
    return (
      <Section titre="Reprise" id="reprise" sous="histoire entrée d’un fichier, hors planification">
        <p>
          {compter(lues.gens.length, 'personne')} ; présences telles que le fichier du cas « {lues.cas} » les
          disait, lu le {formaterDate(lues.lueLe)}. Aucune signature ne s’y attache.
        </p>
        <Table
          legende="Heures suivies, d’après le fichier repris"
          lignes={lues.gens}
          colonnes={[
            { titre: 'Personne', entete: true, cell: (g) => g.nom },
            { titre: 'Séances', nombre: true, cell: (g) => g.seances },
            { titre: 'Suivi', nombre: true, cell: (g) => direHeures(fractionDeDecimal(g.heures)) },
          ]}
        />
      </Section>
    )
  },
}
