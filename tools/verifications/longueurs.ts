import { lireFichier, listerFichiers } from '../fichiers.ts'
import { conclure, type Verification } from '../verification.ts'

const maximum = 400
const ecritALaMain = /\.(ts|tsx|mjs|js|css|sql|typ)$/
const genere = /\.gen\.ts$/
const raison = /^\s*(\/\/|--|\/?\*+)\s*Long parce qu[e’']/m

export const longueurs: Verification = {
  nom: `Aucun fichier au-dessus de ${maximum} lignes sans raison écrite`,
  async verifier(racine) {
    const fichiers = listerFichiers(racine).filter((f) => ecritALaMain.test(f) && !genere.test(f))
    const fautes: string[] = []
    for (const fichier of fichiers) {
      const lignes = lireFichier(racine, fichier).replace(/\n$/, '').split('\n')
      if (lignes.length <= maximum || raison.test(lignes.slice(0, 15).join('\n'))) continue
      fautes.push(`${fichier} : ${lignes.length} lignes. Couper, ou écrire en tête « Long parce que … ».`)
    }
    return conclure(fautes, `${fichiers.length} fichiers`)
  },
}
