import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { uneLigne } from '#kernel/texte.ts'
import { lireListe, rapprocher } from './liste-collee.ts'

describe('une liste collée', () => {
  it.each([
    ['Agathe Pons agathe@exemple.example', 'Agathe', 'Pons', 'agathe@exemple.example'],
    ['Agathe Pons', 'Agathe', 'Pons', ''],
    ['Agathe Pons <agathe@exemple.example>', 'Agathe', 'Pons', 'agathe@exemple.example'],
    ['Anne Marie LE GALL am@exemple.example', 'Anne Marie', 'LE GALL', 'am@exemple.example'],
    ['LE GALL Anne', 'Anne', 'LE GALL', ''],
    ['Jean-Luc de La Tour', 'Jean-Luc', 'de La Tour', ''],
    ['Agathe\tPons\tagathe@exemple.example', 'Agathe', 'Pons', 'agathe@exemple.example'],
    ['Anne Marie;Le Gall;am@exemple.example', 'Anne Marie', 'Le Gall', 'am@exemple.example'],
    ['agathe@exemple.example Agathe Pons', 'Agathe', 'Pons', 'agathe@exemple.example'],
    ['  Agathe   Pons  ', 'Agathe', 'Pons', ''],
  ])('« %s »', (t, prenom, nom, courriel) => {
    expect(lireListe(t)).toEqual([{ prenom, nom, courriel }])
  })
  it('laisse les lignes vides, et garde celle qui ne se lit pas avec ce qu’elle dit et sa faute', () => {
    expect(lireListe('Agathe Pons\n\n  \r\n;;\t\nOusmane Sarr\n')).toHaveLength(2)
    expect(lireListe('')).toEqual([])
    const [bonne, courte, ...reste] = lireListe('Agathe Pons\nOusmane\nnuno@exemple.example')
    expect(bonne).not.toHaveProperty('faute')
    expect(courte).toMatchObject({ prenom: 'Ousmane', nom: '' })
    expect(courte?.faute).toMatch(/ligne 2 .*«.Ousmane.»/)
    expect(reste).toMatchObject([{ prenom: '', nom: '', courriel: 'nuno@exemple.example' }])
    expect(reste[0]?.faute).toContain('ligne 3')
  })
  it('ne perd personne et n’invente personne, quoi qu’on y colle', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 80 }), { maxLength: 20 }), (lignes) => {
        const texte = lignes.join('\n')
        const lues = lireListe(texte)
        expect(lues).toHaveLength(
          texte.split(/\r?\n/).filter((l) => uneLigne(l.replace(/[\t;,]/g, ' ')) !== '').length,
        )
        for (const l of lues) {
          expect(l.faute === undefined).toBe(l.prenom !== '' && l.nom !== '')
          expect(l.prenom + l.nom + l.courriel).not.toBe('')
        }
      }),
    )
  })
})

describe('une liste collée par-dessus ce qui est déjà écrit', () => {
  const agathe = { prenom: 'Agathe', nom: 'Pons', courriel: 'agathe@exemple.example' }
  const ousmane = { prenom: 'Ousmane', nom: 'Sarr', courriel: '' }
  it('recollée, elle n’ajoute personne', () => {
    expect(rapprocher([agathe, ousmane], [ousmane, { ...agathe, nom: 'PONS' }])).toMatchObject({
      ajoutees: [],
      deja: 2,
    })
  })
  it('donne son courriel à qui n’en avait pas, ou en avait un qui ne se lit pas ; jamais à qui en a un', () => {
    const colle = { ...ousmane, courriel: 'ousmane@exemple.example' }
    expect([...rapprocher([agathe, ousmane], [colle]).courriels]).toEqual([[1, 'ousmane@exemple.example']])
    expect([...rapprocher([{ ...ousmane, courriel: 'ousmane@@' }], [colle]).courriels]).toEqual([
      [0, 'ousmane@exemple.example'],
    ])
    expect(rapprocher([colle], [ousmane])).toMatchObject({ ajoutees: [], courriels: new Map(), deja: 1 })
  })
  it('deux adresses qui se lisent sont deux personnes, et un double dans la liste reste à dire', () => {
    const autre = { ...agathe, courriel: 'pons@ailleurs.example' }
    expect(rapprocher([agathe], [autre]).ajoutees).toEqual([autre])
    expect(rapprocher([], [agathe, agathe]).ajoutees).toHaveLength(2)
  })
})
