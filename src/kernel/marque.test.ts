import { describe, expect, test } from 'vitest'
import { marqueDans, nommeLaMarque, seReclameDeLaMarque } from './marque.ts'

describe('la marque Qualiopi', () => {
  test.each([
    'Qualiopi',
    'QUALIOPI®',
    'Quali-opi',
    'qua\u00adliopi',
    'ＱＵＡＬＩＯＰＩ',
    'l’audit Qualiopi.',
  ])('se reconnaît écrite « %s »', (t) => expect(nommeLaMarque(t)).toBe(true))
  test.each(['qualité', 'quali opérationnel', 'Qualidata', ''])('n’est pas « %s »', (t) =>
    expect(nommeLaMarque(t)).toBe(false),
  )
  test.each([
    'Organisme certifié Qualiopi',
    'SCOP certifiée depuis 2022 Qualiopi',
    'Notre organisme de formation est certifié Qualiopi®.',
    'Logo Qualiopi',
    'Qualiopi : certifié par un certificateur',
    'La certification qualité a été délivrée au titre de la catégorie d’action suivante : actions de formation',
  ])('on s’en réclame : « %s »', (t) => expect(seReclameDeLaMarque(t)).toBe(true))
  test.each(['Préparer son audit Qualiopi', 'Comprendre le référentiel Qualiopi'])(
    'on en parle sans s’en réclamer : « %s »',
    (t) => expect(seReclameDeLaMarque(t)).toBe(false),
  )

  test('ne paraît dans rien de ce qui parle d’une action, où que ce soit', () => {
    expect(marqueDans({ action: { intitule: 'Anglais', contenu: [{ detail: 'Qualiopi' }] } })).toEqual({
      cle: 'detail',
      texte: 'Qualiopi',
    })
    expect(
      marqueDans({ action: { intitule: 'Anglais', contenu: [{ detail: 'Les verbes' }] } }),
    ).toBeUndefined()
  })
  test('se nomme quand l’action porte sur elle, sans qu’on puisse s’en réclamer', () => {
    const action = { intitule: 'Préparer son audit Qualiopi', objectif: 'Lire les sept critères de Qualiopi' }
    expect(marqueDans({ action })).toBeUndefined()
    expect(marqueDans({ action, suivi: 'Organisme certifié Qualiopi' })?.cle).toBe('suivi')
    // Se réclamer dans l’intitulé même n’ouvre rien.
    expect(marqueDans({ intitule: 'Anglais, organisme certifié Qualiopi' })?.cle).toBe('intitule')
  })
  test('laisse à chacun son nom et ses titres', () => {
    expect(
      marqueDans({
        client: { nom: 'Qualiopi Conseil', courriel: 'a@qualiopi.example' },
        formateurs: [{ nom: 'Tom', titres: 'Auditeur Qualiopi' }],
      }),
    ).toBeUndefined()
  })
})
