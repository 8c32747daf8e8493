import { expect, test } from 'vitest'
import { gardesDesRecueils } from './gardes.ts'

test('la clôture d’une session apprend des recueils si les acquis sont évalués et le bilan fait', () => {
  const recueil = (genre: 'acquis' | 'intervenant' | 'chaud', demandes: number, reponses: number) => ({
    genre,
    demandes,
    reponses,
  })
  expect(gardesDesRecueils([])).toEqual({})
  expect(gardesDesRecueils([recueil('chaud', 3, 0)])).toEqual({})
  expect(gardesDesRecueils([recueil('acquis', 3, 2), recueil('intervenant', 1, 1)])).toEqual({
    'acquis-evalues': false,
    'bilan-fait': true,
  })
  // Le dernier parti est celui qui compte.
  expect(gardesDesRecueils([recueil('acquis', 3, 2), recueil('acquis', 3, 3)])).toEqual({
    'acquis-evalues': true,
  })
})
