import { compter } from '#kernel/texte.ts'
import { appelFautif, type Commande, lireOptions } from './commande.ts'

const migrer: Commande = {
  nom: 'migrer',
  usage: 'migrer [--json]',
  aide: 'met la base au niveau de cette version, sans démarrer le serveur',
  base: true,
  async run(args, contexte) {
    const lu = lireOptions(args, { drapeaux: ['json'] })
    if (!lu || lu.reste.length > 0) return appelFautif(contexte, migrer.usage)
    const { migrations, portes } = (await contexte.instance('toujours')).migre
    if (lu.drapeaux.has('json')) contexte.stdout(`${JSON.stringify({ migrations, portes })}\n`)
    else if (migrations.length + portes.length === 0) contexte.stdout('La base était à jour.\n')
    else
      contexte.stdout(
        `La base est à jour\u00a0: ${compter(migrations.length, 'migration jouée', { pluriel: 'migrations jouées' })}, ${compter(portes.length, 'fonction ou vue posée', { pluriel: 'fonctions et vues posées' })}.\n`,
      )
    return 0
  },
}

export const commandesBase: readonly Commande[] = [migrer]
