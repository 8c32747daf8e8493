import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reprendreReponse } from './reprendre-reponse.ts'

const question = (id: string, libelle: string, si?: { question: string; parmi: string[] }) => ({
  id,
  de: id,
  genre: 'texte' as const,
  libelle,
  obligatoire: false,
  ...(si ? { si } : {}),
})
const dit = (question: string, texte: string) => ({ question, rang: 0, code: null, millemes: null, texte })

describe('ce qu’une réponse donne à écrire ailleurs', () => {
  const questions = [
    question('but', 'Que voulez-vous savoir faire ?'),
    question('h', 'Demandez-vous un aménagement pour un handicap ?'),
    question('lequel', 'Lequel ?', { question: 'h', parmi: ['oui'] }),
    question('precise', 'Depuis quand ?', { question: 'lequel', parmi: ['oui'] }),
    question('horaire', 'Une contrainte d’horaire ?'),
  ]
  it('ce qui parle du handicap, et ce qu’on n’a demandé qu’à la suite, n’est que dans la demande d’adaptation', () => {
    const r = reprendreReponse(questions, [
      dit('but', 'Animer'),
      dit('h', 'oui'),
      dit('lequel', 'Une pause'),
      dit('precise', 'Toujours'),
      dit('horaire', 'Pas le soir'),
    ])
    expect(r.recit).toBe('Que voulez-vous savoir faire ?\nAnimer\n\nUne contrainte d’horaire ?\nPas le soir')
    expect(r.adaptation).toContain('Une pause')
    expect(r.adaptation).toContain('Toujours')
    expect(r.adaptation).not.toContain('Animer')
  })
  it('quoi qu’on réponde, aucun mot réservé ne passe dans le récit, et rien ne se perd', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...questions.map((q) => q.id))), (repondues) => {
        const r = reprendreReponse(
          questions,
          repondues.map((id) => dit(id, `(${id})`)),
        )
        for (const id of repondues) {
          const reserve = ['h', 'lequel', 'precise'].includes(id)
          expect(r.recit.includes(`(${id})`)).toBe(!reserve)
          expect(r.adaptation.includes(`(${id})`)).toBe(reserve)
        }
      }),
    )
  })
})
