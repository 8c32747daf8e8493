import type { Config } from '#platform/config/config.ts'
import { estBoucle } from '#platform/config/read.ts'
import { adressesDe } from '#platform/postgres/adresses.ts'

const auLoin = (hote: string): boolean => hote !== '' && !estBoucle(hote)

/** Ce qui passe en clair d’une machine à une autre : un réseau à soi s’en accommode, un autre non. */
const enClair = ({
  databaseUrl,
  s3,
  clamd,
}: Pick<Config, 'databaseUrl' | 's3' | 'clamd'>): readonly string[] => {
  const base = databaseUrl === undefined ? [] : adressesDe(databaseUrl)
  return [
    // « disable » est un choix dit ; rien de dit n’en est pas un.
    ...(base.some((u) => auLoin(u.hostname) && !u.searchParams.has('sslmode')) ? ['DATABASE_URL'] : []),
    ...(s3 && s3.endpoint.startsWith('http:') && auLoin(new URL(s3.endpoint).hostname)
      ? ['S3_ENDPOINT']
      : []),
    ...(clamd && 'host' in clamd && auLoin(clamd.host) ? ['ANTIVIRUS_CLAMD'] : []),
  ]
}

/** Ce qui manque à une instance ouverte au monde, et ne l'empêche pas de partir. */
export const avertissements = (
  config: Pick<Config, 'origine' | 'mandataires' | 'smtpUrl' | 'databaseUrl' | 's3' | 'clamd'>,
): readonly string[] => [
  ...(config.origine.startsWith('https:') && config.mandataires.length === 0
    ? [
        'COFORME_MANDATAIRES n’est pas réglé\u00a0: dites l’adresse du mandataire qui termine HTTPS. D’ici là, ses visites ne se distinguent que s’il est sur cette machine ou dans un réseau privé.',
      ]
    : []),
  ...(config.smtpUrl === undefined
    ? ['SMTP_URL n’est pas réglé\u00a0: aucun courriel ne part de cette instance.']
    : []),
  ...enClair(config).map(
    (variable) =>
      `${variable} mène à une autre machine sans chiffrer\u00a0: ${
        variable === 'DATABASE_URL'
          ? 'ajoutez « ?sslmode=verify-full », ou « ?sslmode=disable » si ce réseau n’est qu’à vous.'
          : 'ce réseau doit n’être qu’à vous.'
      }`,
  ),
]
