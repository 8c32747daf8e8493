import type { Config } from '#platform/config/config.ts'

/** Ce qui manque à une instance ouverte au monde, et ne l'empêche pas de partir. */
export const avertissements = (
  config: Pick<Config, 'origine' | 'mandataires' | 'smtpUrl'>,
): readonly string[] => [
  ...(config.origine.startsWith('https:') && config.mandataires.length === 0
    ? [
        'COFORME_MANDATAIRES n’est pas réglé\u00a0: dites l’adresse du mandataire qui termine HTTPS. D’ici là, ses visites ne se distinguent que s’il est sur cette machine ou dans un réseau privé.',
      ]
    : []),
  ...(config.smtpUrl === undefined
    ? ['SMTP_URL n’est pas réglé\u00a0: aucun courriel ne part de cette instance.']
    : []),
]
