import { describe, expect, it } from 'vitest'
import { questionnairesDeSessionUrl } from '#modules/questionnaires/index.ts'
import type { Controle } from '../domain/controle.ts'
import { controles } from '../domain/controles/index.ts'
import { reparer } from './ou.ts'

const [session, objet] = ['cafecafe-0000-4000-8000-000000000001', 'cafecafe-0000-4000-8000-000000000002']
const lu = (c: Controle) =>
  reparer(
    c,
    { code: c.code, objet, session, qui: null, quoi: 'il manque', jour: null },
    { libelle: 'Malo', detail: '', session },
  )

describe('où se répare un trou', () => {
  it('aucun ne promet d’envoyer ce qui ne part plus : on va voir ce qui peut encore partir', () =>
    expect(controles.filter((c) => /envoyer/i.test(lu(c)?.geste ?? ''))).toEqual([]))
  it.each(['17c', '29b', '30a', '30b', '30c', '30d'])('%s : un questionnaire se regarde où il est', (code) =>
    expect(lu(controles.find((c) => c.code === code) as Controle)).toEqual({
      href: questionnairesDeSessionUrl({ session }),
      geste: 'Ouvrir les questionnaires',
    }),
  )
  it('« Évaluer » mène où les résultats de l’évaluation se lisent et passent dans l’attestation', () => {
    const evaluent = controles.filter((c) => lu(c)?.geste === 'Évaluer')
    expect(evaluent.map((c) => [c.code, lu(c)?.href])).toEqual([
      ['11a', questionnairesDeSessionUrl({ session })],
    ])
  })
  it('tout contrôle que la base lit a la page où il se répare', () =>
    expect(controles.filter((c) => c.attend === undefined && !lu(c)).map((c) => c.code)).toEqual([]))
})
