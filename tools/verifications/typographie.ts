import { estTest, lireFichier, listerFichiers } from '../fichiers.ts'
import { chercherTypographie } from '../typographie.ts'
import { conclure, type Verification } from '../verification.ts'

export const typographie: Verification = {
  nom: 'Les textes sont en français, avec leurs apostrophes et leurs espaces',
  async verifier(racine) {
    const fichiers = ['src', 'tools']
      .flatMap((dossier) => listerFichiers(racine, dossier))
      .filter((fichier) => /\.(tsx?|mjs)$/.test(fichier) && !estTest(fichier))
    const fautes = fichiers.flatMap((fichier) => chercherTypographie(fichier, lireFichier(racine, fichier)))
    if (fautes.length > 0) fautes.push('Pour corriger puis relire : node tools/typographie.ts FICHIER…')
    return conclure(fautes, `${fichiers.length} fichiers`)
  },
}
