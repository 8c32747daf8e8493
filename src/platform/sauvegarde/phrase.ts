import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { SauvegardeError } from '#platform/sauvegarde/archive.ts'

/**
 * La phrase de passe : `COFORME_PHRASE`, ou une saisie sans écho. Jamais un argument, que la liste des processus
 * montrerait à toute la machine. `confirmer` : la redemande, car une faute de frappe perdrait la sauvegarde.
 */
export const lirePhrase = async (
  confirmer: boolean,
  donnee: string | undefined,
  entree: NodeJS.ReadStream = process.stdin,
): Promise<string> => {
  if (donnee !== undefined && donnee !== '') return donnee
  if (!entree.isTTY)
    throw new SauvegardeError(
      'Donnez la phrase de passe par COFORME_PHRASE, ou lancez la commande dans un terminal.',
    )
  const muet = new Writable({ write: (_morceau, _codage, fait) => fait() })
  const questions = createInterface({ input: entree, output: muet, terminal: true })
  const demander = async (question: string) => {
    process.stderr.write(question)
    const reponse = await questions.question('')
    process.stderr.write('\n')
    return reponse
  }
  try {
    const phrase = await demander('Phrase de passe\u00a0: ')
    if (confirmer && (await demander('La même, une seconde fois\u00a0: ')) !== phrase)
      throw new SauvegardeError('Les deux phrases diffèrent.')
    return phrase
  } finally {
    questions.close()
  }
}
