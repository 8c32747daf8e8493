import { formaterPeriode } from '#kernel/dates.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import { intervenants } from '#modules/tiers/index.ts'
import { Section } from '#web/components.tsx'
import type { PersonneContribution } from '#web/contributions.ts'
import { listerConges } from '../db/conges.ts'
import { congesUrl } from '../liens.ts'

/** Sur la fiche de qui intervient : ses prochains jours d’absence, et la page qui les tient. */
export const contributionConges: PersonneContribution = {
  nom: 'conges',
  rang: 70,
  async section(tx, personnes, visiteur) {
    const [fiche] = personnes
    if (!fiche || !peutVisiteur(visiteur, 'intervenants.tenir')) return undefined
    const intervient = (await intervenants(tx)).some((i) => personnes.includes(i.personne))
    if (!intervient) return undefined
    const conges = (await listerConges(tx, personnes)).slice(0, 5)
    return (
      <Section
        titre="Congés et absences"
        id="conges"
        outils={[{ libelle: 'Tenir ses absences', href: congesUrl({ personne: fiche }) }]}
      >
        {conges.length === 0 ? (
          <p>Aucune absence déclarée.</p>
        ) : (
          <ul>
            {conges.map((c) => (
              <li>{formaterPeriode(c.du, c.au, 'long')}</li>
            ))}
          </ul>
        )}
      </Section>
    )
  },
}
