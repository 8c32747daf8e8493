import { expect, it } from 'vitest'
import { ditLaSante } from './sante.ts'

it.each([
  'Arrêt maladie',
  'ARRÊT DE TRAVAIL de trois jours',
  'Elle est hospitalisée',
  'Rendez-vous chez le médecin',
  'certificat médical reçu',
  'congé maternité',
])('« %s » dit la santé de quelqu’un', (texte) => expect(ditLaSante(texte)).toBe(true))

it.each([
  'Téléphone déchargé, vue en salle',
  'Train arrêté à Rennes',
  'Accident de train sur la ligne',
  'Empêchée, justificatif remis',
  'Le mal du pays',
])('« %s » n’en dit rien', (texte) => expect(ditLaSante(texte)).toBe(false))
