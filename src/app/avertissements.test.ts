import { expect, test } from 'vitest'
import { avertissements } from './avertissements.ts'

test('une instance en https sans mandataire dit, sans serveur d’envoi dit, est avertie au départ', () => {
  const reglee = { origine: 'https://a.fr', mandataires: ['10.0.0.1'], smtpUrl: 'smtps://a.fr' }
  expect(avertissements(reglee)).toEqual([])
  expect(avertissements({ ...reglee, mandataires: [] })).toEqual([
    expect.stringContaining('COFORME_MANDATAIRES'),
  ])
  const { smtpUrl: _, ...sansEnvoi } = reglee
  expect(avertissements(sansEnvoi)).toEqual([expect.stringContaining('SMTP_URL')])
  expect(avertissements({ ...sansEnvoi, origine: 'http://localhost:3000', mandataires: [] })).toHaveLength(1)
})
