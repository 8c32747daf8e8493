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
  // Ce qui passe en clair d’une machine à une autre se dit au départ ; chez soi, ou dit exprès, non.
  const s3 = { bucket: 'b', key: 'k', secret: 's' }
  const autour = (dire: object) => avertissements({ ...reglee, ...dire }).map((t) => t.split(' ')[0])
  expect(
    autour({
      databaseUrl: 'postgres://u:p@un:5432,deux:5433/b',
      s3: { ...s3, endpoint: 'http://depot:9000' },
      clamd: { host: 'clamav', port: 3310 },
    }),
  ).toEqual(['DATABASE_URL', 'S3_ENDPOINT', 'ANTIVIRUS_CLAMD'])
  expect(
    autour({
      databaseUrl: 'postgres://u:p@un/b?sslmode=verify-full',
      s3: { ...s3, endpoint: 'https://depot.fr' },
      clamd: { path: '/run/clamd.ctl' },
    }),
  ).toEqual([])
  expect(autour({ databaseUrl: 'postgres:///b?host=/run/postgresql' })).toEqual([])
  expect(
    autour({ databaseUrl: 'postgres://u:p@127.0.0.1/b', s3: { ...s3, endpoint: 'http://localhost:9000' } }),
  ).toEqual([])
  expect(avertissements({ ...sansEnvoi, origine: 'http://localhost:3000', mandataires: [] })).toHaveLength(1)
})
