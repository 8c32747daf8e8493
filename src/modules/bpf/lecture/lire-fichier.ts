import { readFile, stat } from 'node:fs/promises'
import type { Dossier } from '../domain/dossier.ts'
import { lireDossier } from './lire-dossier.ts'

const octetsMax = 100_000_000

export type Lus = { readonly dossiers: readonly Dossier[] } | { readonly fautes: readonly string[] }

const lireTexte = async (chemin: string): Promise<{ readonly texte: string } | string> => {
  try {
    const { size } = await stat(chemin)
    if (size > octetsMax) return 'ce fichier dépasse 100 Mo.'
    return {
      texte: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(chemin)),
    }
  } catch (erreur) {
    if (erreur instanceof TypeError) return 'ce fichier n’est pas en UTF-8.'
    const code = erreur instanceof Error && 'code' in erreur ? erreur.code : undefined
    return code === 'ENOENT' ? 'ce fichier n’existe pas.' : 'ce fichier ne se lit pas.'
  }
}

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
