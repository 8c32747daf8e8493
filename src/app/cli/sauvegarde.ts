import {
  type ContexteSauvegarde,
  commandeRestaurer,
  commandeSauvegarder,
} from '#platform/sauvegarde/commandes.ts'
import { lirePhrase } from '#platform/sauvegarde/phrase.ts'
import { s3Store } from '#platform/storage/s3-storage.ts'
import { phraseDonnee } from '../lire-config.ts'
import { appelFautif, type Commande, type ContexteCommande } from './commande.ts'

const contexteDe = async (
  contexte: ContexteCommande,
  confirmer: boolean,
  // Sauvegarder lit une base de tout niveau, avant une mise à jour comme après.
  mettreAJour: 'jamais' | 'si-vierge',
): Promise<ContexteSauvegarde> => {
  const { services, connexion, cles } = await contexte.instance(mettreAJour)
  const { s3, version } = services.config
  return {
    ...contexte,
    connexion: connexion('coforme_migrator'),
    cles,
    ...(s3 ? { depot: s3Store(s3) } : {}),
    phrase: () => lirePhrase(confirmer, phraseDonnee()),
    version,
    maintenant: services.clock.now(),
  }
}

const sauvegarder: Commande = {
  nom: 'sauvegarder',
  usage: 'sauvegarder --vers FICHIER [--json]',
  aide: 'écrit toute l’instance, clés comprises, dans un fichier chiffré par COFORME_PHRASE',
  base: true,
  // Un appel fautif se dit avant d'ouvrir la base.
  run: async (args, contexte) =>
    args.includes('--vers')
      ? commandeSauvegarder(args, await contexteDe(contexte, true, 'jamais'))
      : appelFautif(contexte, sauvegarder.usage),
}

const restaurer: Commande = {
  nom: 'restaurer',
  usage: 'restaurer FICHIER [--json]',
  aide: 'relit une sauvegarde dans une instance vide, tout ou rien',
  base: true,
  run: async (args, contexte) =>
    args.some((a) => !a.startsWith('--'))
      ? commandeRestaurer(args, await contexteDe(contexte, false, 'si-vierge'))
      : appelFautif(contexte, restaurer.usage),
}

export const commandesSauvegarde: readonly Commande[] = [sauvegarder, restaurer]
