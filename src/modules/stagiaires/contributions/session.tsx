/** Sur la page d’une session : les délégués quand elle dépasse cinq cents heures, et la discipline pour qui la conduit. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { heureLocale } from '#kernel/zones.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import { sessionUneFois } from '#modules/sessions/index.ts'
import { Section } from '#web/components.tsx'
import type { SessionContribution } from '#web/contributions.ts'
import { scrutinsDe } from '../db/stagiaires.ts'
import { etatDuScrutin, fenetreDuScrutin, seancesPrevues } from '../domain/delegues.ts'
import { deleguesUrl, disciplineUrl } from '../liens.ts'

export const contributionStagiaires: SessionContribution = {
  nom: 'stagiaires',
  rang: 85,
  async faits(tx, sessionId, visiteur, maintenant) {
    const s = await sessionUneFois(tx, sessionId)
    const fenetre = s && fenetreDuScrutin(seancesPrevues(s))
    if (!s || !fenetre || !peutVisiteur(visiteur, 'delegues.organiser')) return {}
    const ici = heureLocale(maintenant, s.zone)
    const etat = etatDuScrutin(fenetre, (await scrutinsDe(tx, s.id)).length > 0, {
      jour: ici.date,
      minute: ici.minute,
    })
    if (etat !== 'ouvert' && etat !== 'en-retard') return {}
    const href = deleguesUrl({ session: s.id })
    return {
      manques: [
        {
          etat: etat === 'ouvert' ? 'partiel' : 'manquant',
          chose: 'Élire les délégués des stagiaires, ou constater la carence',
          qui: 'la direction',
          quand: fenetre.ferme
            ? `${etat === 'ouvert' ? 'avant le' : 'due avant le'} ${formaterDate(fenetre.ferme.jour as DateCivile, 'court')} (R6352-10)`
            : 'R6352-10',
          geste: <a href={href}>Écrire le procès-verbal</a>,
        },
      ],
    }
  },
  async section(tx, sessionId, visiteur) {
    const s = await sessionUneFois(tx, sessionId)
    if (!s) return undefined
    const longue =
      fenetreDuScrutin(seancesPrevues(s)) !== undefined && peutVisiteur(visiteur, 'delegues.organiser')
    const discipline = peutVisiteur(visiteur, 'discipline.conduire')
    if (!longue && !discipline) return undefined
    return (
      <Section
        titre="Vie du groupe"
        id="vie-du-groupe"
        serre
        outils={[
          ...(longue ? [{ libelle: 'Délégués des stagiaires', href: deleguesUrl({ session: s.id }) }] : []),
          ...(discipline ? [{ libelle: 'Discipline', href: disciplineUrl({ session: s.id }) }] : []),
        ]}
      >
        <p>
          {longue
            ? 'L’action dépasse cinq cents heures : les stagiaires élisent leurs délégués.'
            : 'Griefs, entretien, décision, dans leurs délais.'}
        </p>
      </Section>
    )
  },
}
