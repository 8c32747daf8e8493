import { generes } from '../generes.ts'
import { conclure, type Verification } from '../verification.ts'

export const generesAJour: Verification = {
  nom: 'Les fichiers générés sont à jour',
  async verifier(racine) {
    const reponses = await Promise.all(generes.map((genere) => genere.verifier(racine)))
    const fautes = reponses.flatMap((faute) => faute?.split('\n') ?? [])
    if (fautes.length > 0) fautes.push('Pour les refaire : node tools/generes.ts')
    return conclure(fautes, `${generes.length} générateurs`)
  },
}
