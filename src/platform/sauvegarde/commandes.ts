import { SauvegardeError } from '#platform/sauvegarde/archive.ts'
import { type Bilan, type Place, restaurer, sauvegarder } from '#platform/sauvegarde/sauvegarde.ts'

/** Ce que la ligne de commande donne : la phrase vient de `COFORME_PHRASE` ou d'une saisie, jamais des arguments. */
export type ContexteSauvegarde = Omit<Place, 'phrase'> & {
  readonly phrase: () => Promise<string>
  readonly version: string
  readonly commit?: string | undefined
  readonly maintenant: Date
  readonly stdout: (texte: string) => void
  readonly stderr: (texte: string) => void
}

const conduire = async (
  contexte: ContexteSauvegarde,
  json: boolean,
  fait: string,
  work: () => Promise<Bilan>,
): Promise<number> => {
  try {
    const bilan = await work()
    contexte.stdout(
      json
        ? `${JSON.stringify(bilan)}\n`
        : `${fait} : ${bilan.tables} tables, ${bilan.lignes} lignes, ${bilan.objets} fichiers hors base.\nEmpreinte ${bilan.empreinte}\n`,
    )
    return 0
  } catch (erreur) {
    if (!(erreur instanceof SauvegardeError)) throw erreur
    contexte.stderr(`${erreur.message}\n`)
    return erreur.sortie
  }
}

/** `sauvegarder --vers FICHIER [--json]` */
export const commandeSauvegarder = async (
  args: readonly string[],
  contexte: ContexteSauvegarde,
): Promise<number> => {
  const i = args.indexOf('--vers')
  const vers = i < 0 ? undefined : args[i + 1]
  if (vers === undefined || vers.startsWith('--')) {
    contexte.stderr('Usage : sauvegarder --vers FICHIER [--json]\n')
    return 2
  }
  return conduire(contexte, args.includes('--json'), `Sauvegarde écrite dans ${vers}`, async () =>
    sauvegarder({ ...contexte, phrase: await contexte.phrase(), vers }),
  )
}

/** `restaurer FICHIER [--json]` */
export const commandeRestaurer = async (
  args: readonly string[],
  contexte: ContexteSauvegarde,
): Promise<number> => {
  const depuis = args.find((a) => !a.startsWith('--'))
  if (depuis === undefined) {
    contexte.stderr('Usage : restaurer FICHIER [--json]\n')
    return 2
  }
  return conduire(contexte, args.includes('--json'), 'Instance restaurée', async () =>
    restaurer({ ...contexte, phrase: await contexte.phrase(), depuis }),
  )
}
