import { codeSqlDe, InstallationError } from '#platform/db/index.ts'
import { KeysError } from '#platform/keys/open-keys.ts'
import { PannePostgres } from '#platform/postgres/index.ts'

/** Ce que le système répond d'un dossier ou d'un fichier, dit à qui installe. */
const disque: Readonly<Record<string, string>> = {
  EROFS: 'ce disque est en lecture seule',
  EACCES: 'ce compte n’y a pas accès',
  EPERM: 'ce compte n’y a pas accès',
  ENOSPC: 'ce disque est plein',
  EDQUOT: 'le quota de ce disque est atteint',
  ENOTDIR: 'ce n’est pas un dossier',
  EISDIR: 'c’est un dossier',
  EEXIST: 'il existe déjà, et n’est pas un dossier',
  ENOENT: 'ce dossier n’existe pas et ne se crée pas',
}

/** Ce que PostgreSQL répond quand elle ne peut pas servir. */
const base: Readonly<Record<string, string>> = {
  '25006': 'PostgreSQL est en lecture seule\u00a0: donnez l’adresse du serveur principal.',
  '28000': 'PostgreSQL refuse ce compte\u00a0: vérifiez DATABASE_URL et les clés de l’instance.',
  '28P01': 'PostgreSQL refuse ce mot de passe\u00a0: vérifiez DATABASE_URL et les clés de l’instance.',
  '3D000': 'Cette base n’existe pas\u00a0: créez-la, ou corrigez DATABASE_URL.',
  '53100': 'Le disque de PostgreSQL est plein\u00a0: faites de la place, puis relancez.',
  '53300': 'PostgreSQL n’accepte plus de connexion\u00a0: baissez COFORME_POOL, ou relevez max_connections.',
}

/** La phrase d'une panne qui s'explique à qui installe ; rien pour une faute du logiciel, qui mérite sa pile. */
export const phraseDePanne = (erreur: unknown): string | undefined => {
  if (erreur instanceof PannePostgres || erreur instanceof InstallationError || erreur instanceof KeysError)
    return erreur.message
  const code = codeSqlDe(erreur)
  if (code !== undefined) return base[code]
  if (!(erreur instanceof Error) || !('syscall' in erreur) || !('path' in erreur)) return undefined
  const { code: errno, path } = erreur as NodeJS.ErrnoException
  const dit = disque[errno ?? '']
  return (
    dit && `${path}\u00a0: ${dit} (${errno}). Vérifiez COFORME_DONNEES, COFORME_CLES et le fichier nommé.`
  )
}
