import { lireFichier, listerFichiers } from '../fichiers.ts'
import { conclure, type Verification } from '../verification.ts'

const maximum = 400
/** Un geste par sujet : au-delà, il en tient deux. */
const lignesDeGestes = 300
const gestes = /^src\/modules\/[^/]+\/gestes\/(?!.*\.i?test\.)[^/]+\.tsx?$/
/** Une page imprimée, ou presque : le reste d’un module est dans `docs/modules`. */
const motsDUnePage = 650
const pageDeModule = /^src\/modules\/[^/]+\/README\.md$/
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
    for (const page of listerFichiers(racine, 'src/modules').filter((f) => pageDeModule.test(f))) {
      const mots = lireFichier(racine, page).split(/\s+/).filter(Boolean).length
      if (mots > motsDUnePage)
        fautes.push(`${page} : ${mots} mots, ${motsDUnePage} au plus. Le détail va dans docs/modules.`)
    }
    for (const geste of fichiers.filter((f) => gestes.test(f))) {
      const lignes = lireFichier(racine, geste).replace(/\n$/, '').split('\n').length
      if (lignes > lignesDeGestes)
        fautes.push(`${geste} : ${lignes} lignes, ${lignesDeGestes} au plus. Un fichier de gestes par sujet.`)
    }
    return conclure(fautes, `${fichiers.length} fichiers`)
  },
}
