import { describe, expect, it } from 'vitest'
import { dossierComplet } from '../../test/dossiers.ts'
import { contratSigne } from './contrat-signe.ts'

const complet = dossierComplet({
  mode: 'salle',
  stagiaires: 2,
  jours: 1,
  depart: 0,
  lieu: 0,
  absences: [],
  tablette: false,
})
const phrases = (regime: 'convention' | 'contrat', signeLe: Date | null) => {
  const trouves = contratSigne.examiner({
    ...complet,
    inscriptions: complet.inscriptions.map((i) => ({ ...i, regime, signeLe })),
  })
  return trouves === 'non-verifiable' ? [] : trouves.map((c) => c.phrase.replace(/[\u00a0\u202f]/g, ' '))
}
const pour = `Pour : ${complet.inscriptions.map((i) => `{tiers:${i.personne}}`).join(' et ')}.`
const apres = new Date((complet.seances[0]?.finLe ?? complet.maintenant).getTime() + 3_600_000)

describe('Ce que dit la règle d’une pièce signée trop tard, ou jamais', () => {
  it('nomme la convention, ou le contrat, l’accorde, et dit pour qui', () => {
    expect(phrases('convention', null)).toEqual([
      `Une convention de cette session n’est pas revenue signée ; l’action a commencé. ${pour}`,
    ])
    expect(phrases('contrat', null)).toEqual([
      `Un contrat de cette session n’est pas revenu signé ; l’action a commencé. ${pour}`,
    ])
    expect(phrases('convention', apres)).toEqual([
      expect.stringMatching(
        /^Une convention de cette session a été signée le .+, après le début\. Pour : .+\.$/,
      ),
    ])
    expect(phrases('contrat', apres)).toEqual([
      expect.stringMatching(/^Un contrat de cette session a été signé le .+, après le début\. Pour : .+\.$/),
    ])
  })
  it('n’attend pas que l’inscription soit définitive, et laisse à un papier du jour le bénéfice de l’heure', () => {
    const seul = (surPapier: boolean, signeLe: Date) =>
      contratSigne.examiner({
        ...complet,
        inscriptions: [],
        engagements: [
          { dossier: 'd', regime: 'convention', signeLe, surPapier, demarrageMotive: false },
          { dossier: 'c', regime: 'cpf', signeLe, surPapier, demarrageMotive: false },
        ],
      })
    expect(seul(false, apres)).toMatchObject([{ cle: 'd', ou: { genre: 'dossier', id: 'd' } }])
    expect(seul(true, complet.seances[0]?.finLe ?? apres)).toEqual([])
    expect(seul(true, new Date(apres.getTime() + 86_400_000))).toHaveLength(1)
  })
})
