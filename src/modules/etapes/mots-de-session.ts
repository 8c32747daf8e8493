/** Ce que les mots d’un message deviennent pour une session : les mêmes dans l’aperçu et dans l’envoi. */
import { formaterDate, formaterPeriode } from '#kernel/dates.ts'
import { formaterHeure } from '#kernel/heures.ts'
import type { OrganismeLu } from '#modules/organisme/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { Mot } from './domain/mots.ts'

type Valeurs = Partial<Record<Mot, string>>

export const motsDeLaSession = (s: SessionLue, o: Pick<OrganismeLu, 'nom' | 'telephone'>): Valeurs => ({
  formation: s.intitule,
  numero_session: s.numero,
  debut: s.debut ? formaterDate(s.debut, 'complet') : 'à une date à venir',
  fin: s.fin ? formaterDate(s.fin, 'complet') : 'à une date à venir',
  dates: s.debut && s.fin ? formaterPeriode(s.debut, s.fin, 'long') : 'à des dates à venir',
  heure: s.seances[0] ? formaterHeure(s.seances[0].debutMinutes) : 'une heure à venir',
  lieu: s.lieu,
  formateur: s.formateur,
  organisme: o.nom,
  telephone: o.telephone,
})
