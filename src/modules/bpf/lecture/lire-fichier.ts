import { lireTexte } from '#platform/fichiers/lire-texte.ts'
import type { Dossier } from '../domain/dossier.ts'
import { lireDossier } from './lire-dossier.ts'

export type Lus = { readonly dossiers: readonly Dossier[] } | { readonly fautes: readonly string[] }

/** Les cas d'un fichier `bpf-dossier/1`, ou l'endroit et la phrase de chaque faute. `nom` : celui de l'appel. */
export const lireFichier = async (nom: string, chemin: string): Promise<Lus> => {
  const lu = await lireTexte(chemin)
  if (typeof lu === 'string') return { fautes: [`${nom} : ${lu}`] }
  const dossiers = lireDossier(lu.texte)
  // Une espace ordinaire devant le signe : un chemin se cherche et se recopie.
  return dossiers.ok
    ? { dossiers: dossiers.value }
    : { fautes: dossiers.error.map((f) => [f.chemin, ':', f.phrase].join(' ')) }
}
