import { generes } from '../generes.ts'
import { conclure, type Verification } from '../verification.ts'

export const generesAJour: Verification = {
  nom: 'Les fichiers générés sont à jour',
  async verifier(racine) {
    const fautes: string[] = []
    for (const genere of generes) {
      const faute = await genere.verifier(racine)
      if (faute !== undefined) fautes.push(...faute.split('\n'))
    }
    if (fautes.length > 0) fautes.push('Pour les refaire : node tools/generes.ts')
    return conclure(fautes, `${generes.length} générateurs`)
  },
}
