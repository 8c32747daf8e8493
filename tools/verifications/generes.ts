import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { listerFichiers } from '../fichiers.ts'
import { generes } from '../generes.ts'
import { conclure, type Verification } from '../verification.ts'

/** Tout ce dont un fichier généré est tiré, et les fichiers générés eux-mêmes : rien de cela n’a changé, rien n’est à refaire. */
const sources = ['db', 'docs', 'src/kernel', 'src/platform', 'src/web/public', 'tools']
const memoire = '.construit/verification/generes'

const empreinte = (racine: string): string => {
  const hache = createHash('sha256')
  for (const fichier of [...sources.flatMap((d) => listerFichiers(racine, d)), 'package-lock.json'])
    hache.update(`${fichier}\0`).update(readFileSync(join(racine, fichier)))
  return hache.digest('hex')
}

const dejaVue = (racine: string, vue: string): boolean => {
  try {
    return readFileSync(join(racine, memoire), 'utf8') === vue
  } catch {
    return false // Jamais vue, ou effacée : on refait.
  }
}

export const generesAJour: Verification = {
  nom: 'Les fichiers générés sont à jour',
  async verifier(racine) {
    const vue = empreinte(racine)
    if (dejaVue(racine, vue)) return { ok: true, bilan: 'rien n’a changé depuis le dernier passage' }
    const reponses = await Promise.all(generes.map((genere) => genere.verifier(racine)))
    const fautes = reponses.flatMap((faute) => faute?.split('\n') ?? [])
    if (fautes.length > 0) fautes.push('Pour les refaire : node tools/generes.ts')
    else {
      mkdirSync(dirname(join(racine, memoire)), { recursive: true })
      writeFileSync(join(racine, memoire), vue)
    }
    return conclure(fautes, `${generes.length} générateurs`)
  },
}
