import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lireListe } from './liste-collee.ts'

const une = (t: string) => {
  const r = lireListe(t, 60)
  return r.ok ? r.value : r.error.phrase
}

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
    expect(une(t)).toEqual([{ prenom, nom, courriel }])
  })
  it('laisse les lignes vides, dit la ligne qui ne se lit pas, et refuse une liste trop longue', () => {
    expect(une('Agathe Pons\n\n  \r\nOusmane Sarr\n')).toHaveLength(2)
    expect(lireListe('Agathe Pons\nOusmane', 60)).toMatchObject({
      error: { code: 'ligne-illisible', ligne: 2 },
    })
    expect(lireListe('A Bb\nC Dd', 1)).toMatchObject({ error: { code: 'liste-longue' } })
    expect(une('')).toEqual([])
  })
  it('ne perd personne et n’invente personne, quoi qu’on y colle', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 80 }), { maxLength: 20 }), (lignes) => {
        const texte = lignes.join('\n')
        const r = lireListe(texte, 60)
        if (!r.ok) return
        expect(r.value).toHaveLength(texte.split(/\r?\n/).filter((l) => l.trim() !== '').length)
        for (const l of r.value) {
          expect(l.prenom).not.toBe('')
          expect(l.nom).not.toBe('')
        }
      }),
    )
  })
})
