import type { Config } from '#platform/config/config.ts'
import { adressesDe } from '#platform/postgres/adresses.ts'
import { estBoucle } from './boucle.ts'

/** Un chemin de socket, la boucle : cette machine. */
const auLoin = (hote: string): boolean => hote !== '' && !hote.startsWith('/') && !estBoucle(hote)

/** Ce qui chiffre et vérifie à qui l’on parle, ou dit que l’on s’en passe. « prefer », « allow », « no-verify » laissent un intrus répondre. */
const dits: ReadonlySet<string> = new Set(['disable', 'require', 'verify-ca', 'verify-full'])
const hotesDe = (u: URL): readonly string[] => {
  const nommes = u.searchParams.getAll('host').flatMap((hotes) => hotes.split(','))
  return nommes.length > 0 ? nommes : [u.hostname]
}
const dit = (u: URL): boolean => {
  const modes = u.searchParams.getAll('sslmode')
  return modes.length > 0 && modes.every((mode) => dits.has(mode))
}

/** La première variable qui mène à une autre machine sans chiffrer, et comment y remédier. « sslmode=disable » est un choix dit. */
export const enClair = ({
  databaseUrl,
  s3,
  clamd,
}: Pick<Config, 'databaseUrl' | 's3' | 'clamd'>):
  | { readonly variable: string; readonly valeur: string; readonly remede: string }
  | undefined => {
  const base = databaseUrl === undefined ? [] : adressesDe(databaseUrl)
  if (databaseUrl !== undefined && base.some((u) => hotesDe(u).some(auLoin) && !dit(u)))
    return {
      variable: 'DATABASE_URL',
      valeur: databaseUrl,
      remede:
        'ajoutez «\u00a0sslmode=verify-full\u00a0», ou «\u00a0sslmode=disable\u00a0» si ce réseau n’est qu’à vous',
    }
  if (s3?.endpoint.startsWith('http:') && auLoin(new URL(s3.endpoint).hostname))
    return {
      variable: 'S3_ENDPOINT',
      valeur: s3.endpoint,
      remede: 'passez en https, ou réglez COFORME_EN_CLAIR=oui si ce réseau n’est qu’à vous',
    }
  // clamd ne sait pas chiffrer : il n’y a qu’à le rapprocher, ou à dire que ce réseau est à soi.
  return clamd && 'host' in clamd && auLoin(clamd.host)
    ? {
        variable: 'ANTIVIRUS_CLAMD',
        valeur: `tcp://${clamd.host}:${clamd.port}`,
        remede:
          'faites écouter clamd sur cette machine, ou réglez COFORME_EN_CLAIR=oui si ce réseau n’est qu’à vous',
      }
    : undefined
}
