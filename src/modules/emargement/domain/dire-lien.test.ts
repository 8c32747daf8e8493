import { expect, it } from 'vitest'
import { ecrireLien } from './dire-lien.ts'

const un = {
  prenom: 'Léonie',
  intitule: 'Anglais',
  quand: 'mardi 24 novembre 2026, de 9 h à 12 h 30',
  formateur: 'Inès Carvalho',
  organisme: 'Langue & Lien',
  lien: 'https://exemple.example/emargement/x',
}

it('le courriel d’un lien dit quand il s’ouvre, quand il se ferme, et qui appeler', () => {
  const { texte } = ecrireLien({ ...un, avanceMin: 15, fermeture: '14 h 30', telephone: '02 99 00 00 12' })
  expect(texte).toMatch(/^Bonjour Léonie,\n/)
  expect(texte).toContain('et se ferme à 14 h 30.')
  expect(texte).toContain('Appelez le 02 99 00 00 12.')
})
it('sans heure ni téléphone, n’en invente pas', () => {
  const { texte } = ecrireLien(un)
  expect(texte).not.toMatch(/se ferme|Appelez/)
})
