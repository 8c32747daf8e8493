import { formaterDate } from '#kernel/dates.ts'
import { formaterCreneau } from '#kernel/heures.ts'
import { de } from '#kernel/texte.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import type { SessionContribution } from '#web/contributions.ts'
import { heurts } from '../db/disponibilite.ts'
import { sessionUneFois } from '../db/sessions.queries.ts'
import { etatsModifiables } from '../domain/modifier-session.ts'
import type { SessionId } from '../domain/ou-et-qui.ts'
import { estSienne } from '../lecture/sienne.ts'
import { affecterUrl } from '../liens.ts'

/** « Ce qui manque » : les demi-journées à venir que l’on a posées sur une absence déclarée. */
export const contributionDisponibilite: SessionContribution = {
  nom: 'disponibilite',
  rang: 5,
  async faits(tx, sessionId, visiteur, maintenant) {
    const session = await sessionUneFois(tx, sessionId)
    if (!session || !etatsModifiables.has(session.etat)) return {}
    const change = peutVisiteur(visiteur, 'sessions.planifier', {
      estSien: estSienne(session, visiteur.personneId),
    })
    const absences = (await heurts(tx, sessionId as SessionId, maintenant)).filter(
      (h) => h.genre === 'absence',
    )
    return {
      manques: absences.flatMap((h) => {
        const seance = session.seances.find((s) => s.id === h.seance)
        if (!seance) return []
        return [
          {
            etat: 'manquant' as const,
            chose: (
              <>
                <strong>Absence déclarée {de(h.qui)}</strong> le {formaterDate(h.jour, 'complet')},{' '}
                {formaterCreneau(seance.debutMinutes, seance.finMinutes)} : à confier à quelqu’un d’autre.
              </>
            ),
            qui: 'L’équipe',
            quand: `avant le ${formaterDate(h.jour, 'court')}`,
            geste: change ? (
              <a href={affecterUrl({ session: session.id, seance: h.seance })}>Changer qui anime</a>
            ) : (
              ''
            ),
          },
        ]
      }),
    }
  },
}
