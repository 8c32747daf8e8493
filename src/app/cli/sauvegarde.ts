import { writeFile } from 'node:fs/promises'
import {
  type ContexteSauvegarde,
  commandeRestaurer,
  commandeSauvegarder,
} from '#platform/sauvegarde/commandes.ts'
import { lirePhrase } from '#platform/sauvegarde/phrase.ts'
import { s3Store } from '#platform/storage/s3-storage.ts'
import { commitDIci, phraseDonnee } from '../lire-config.ts'
import { traceDeSauvegarde } from '../sonder.ts'
import { appelFautif, type Commande, type ContexteCommande } from './commande.ts'
import { exigerPhraseForte } from './phrase-forte.ts'

const contexteDe = async (
  contexte: ContexteCommande,
  confirmer: boolean,
  // Sauvegarder lit une base de tout niveau, avant une mise à jour comme après.
  mettreAJour: 'jamais' | 'roles',
): Promise<ContexteSauvegarde> => {
  const { services, connexion, cles } = await contexte.instance(mettreAJour)
  const { s3, version } = services.config
  return {
    ...contexte,
    connexion: connexion('coforme_migrator'),
    cles,
    ...(s3 ? { depot: s3Store(s3) } : {}),
    phrase: async () => {
      const phrase = await lirePhrase(confirmer, phraseDonnee())
      return confirmer ? exigerPhraseForte(phrase) : phrase
    },
    version,
    commit: commitDIci(),
    maintenant: services.clock.now(),
  }
}

const sauvegarder: Commande = {
  nom: 'sauvegarder',
  usage: 'sauvegarder --vers FICHIER [--json]',
  aide: 'écrit toute l’instance, clés comprises, dans un fichier chiffré par COFORME_PHRASE',
  base: true,
  // Un appel fautif est refusé avant d'ouvrir la base.
  async run(args, contexte) {
    if (!args.includes('--vers')) return appelFautif(contexte, sauvegarder.usage)
    const fin = await commandeSauvegarder(args, await contexteDe(contexte, true, 'jamais'))
    const { services } = await contexte.instance()
    // Un dossier en lecture seule n'ôte rien à la sauvegarde : seul son âge ne se lira pas.
    if (fin === 0)
      await writeFile(
        traceDeSauvegarde(services.config.donnees),
        `${services.clock.now().toISOString()}\n`,
      ).catch(() => {})
    return fin
  },
}

const restaurer: Commande = {
  nom: 'restaurer',
  usage: 'restaurer FICHIER [--json]',
  aide: 'relit une sauvegarde dans une instance vide, tout ou rien',
  base: true,
  run: async (args, contexte) =>
    args.some((a) => !a.startsWith('--'))
      ? commandeRestaurer(args, await contexteDe(contexte, false, 'roles'))
      : appelFautif(contexte, restaurer.usage),
}

export const commandesSauvegarde: readonly Commande[] = [sauvegarder, restaurer]
