import { expect, it } from 'vitest'
import { articlesConjoints, direRefusDeConjoint, dureesPartagees } from './conjoints.ts'
import { MOIS_AU_PLUS, MOIS_D_AUDIT } from './dossier-remis.ts'
import { direRefusDeRetour, MOIS_D_UN_RETOUR } from './retours.ts'

it('l’accord dit les rôles, le contact, chaque durée et le droit de se plaindre', () => {
  const texte = articlesConjoints('Pôle Formation', 'donnees@pole.example')
    .map((a) => a.join('\n'))
    .join('\n')
  for (const mot of [
    'art. 26',
    'donnees@pole.example',
    'Pôle Formation',
    'CNIL',
    'soixante-douze heures',
    `${MOIS_D_UN_RETOUR} mois`,
    `${MOIS_D_AUDIT} mois après la mission`,
    `${MOIS_AU_PLUS} mois après la remise`,
    'Le journal des ouvertures',
  ])
    expect(texte).toContain(mot)
  for (const [genre, duree] of dureesPartagees) {
    expect(texte).toContain(genre)
    expect(texte).toContain(duree)
  }
  expect(direRefusDeConjoint('signe')).toBeUndefined()
  expect(direRefusDeConjoint('depasse')?.phrase).toContain('relisez')
  expect(direRefusDeRetour('pas-faite')?.phrase).toContain('faite')
  expect(direRefusDeRetour('ecrit')).toBeUndefined()
})
