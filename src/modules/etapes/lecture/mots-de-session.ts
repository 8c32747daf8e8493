/** Ce que les mots d’un message deviennent pour une session : les mêmes dans l’aperçu et dans l’envoi. */
import { formaterDate, formaterPeriode } from '#kernel/dates.ts'
import { formaterHeure } from '#kernel/heures.ts'
import type { OrganismeLu } from '#modules/organisme/index.ts'
import { motModaliteSeance, partTenue, type SessionLue } from '#modules/sessions/index.ts'
import type { Mot } from '../domain/mots.ts'

type Valeurs = Partial<Record<Mot, string>>

/** Ce qui se tient ; suspendue tout entière, ce qui était prévu : l’écrit qui l’annonce annulée ou reportée nomme les dates perdues. */
const datesDites = (s: SessionLue) => {
  const tenue = partTenue(s)
  return tenue.seances.length > 0 ? tenue : s
}

/** Le lieu, sans y envoyer qui suit tout à distance ; d’une session qui l’est en partie, ce qu’il en est. */
const lieuDit = (s: SessionLue, seances: SessionLue['seances']): string => {
  const distantes = seances.filter((x) => x.modalite === 'distance').length
  if (distantes === 0) return s.lieu
  return distantes === seances.length ? motModaliteSeance.distance : `${s.lieu} (en partie à distance)`
}

export const motsDeLaSession = (s: SessionLue, o: Pick<OrganismeLu, 'nom' | 'telephone'>): Valeurs => {
  const { debut, fin, seances } = datesDites(s)
  return {
    formation: s.intitule,
    numero_session: s.numero,
    debut: debut ? formaterDate(debut, 'complet') : 'à une date à venir',
    fin: fin ? formaterDate(fin, 'complet') : 'à une date à venir',
    dates: debut && fin ? formaterPeriode(debut, fin, 'long') : 'à des dates à venir',
    heure: seances[0] ? formaterHeure(seances[0].debutMinutes) : 'une heure à venir',
    lieu: lieuDit(s, seances),
    formateur: s.formateur,
    organisme: o.nom,
    telephone: o.telephone,
  }
}
