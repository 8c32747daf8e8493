import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { rangs } from '../modules.ts'
import { conclure, type Verification } from '../verification.ts'

/** Le tableau des rangs est seul à faire foi : un dossier qui n’y figure pas n’obéirait à aucune règle. */
export const modules: Verification = {
  nom: 'Chaque module est au tableau, avec son index et sa page',
  async verifier(racine) {
    const dossier = join(racine, 'src/modules')
    const presents = existsSync(dossier)
      ? readdirSync(dossier, { withFileTypes: true })
          .filter((entree) => entree.isDirectory())
          .map((entree) => entree.name)
      : []
    const fautes = presents.flatMap((module) => [
      ...(module in rangs ? [] : [`${module} n’a pas de rang dans tools/modules.ts.`]),
      ...['index.ts', 'README.md']
        .filter((fichier) => !existsSync(join(dossier, module, fichier)))
        .map((fichier) => `src/modules/${module}/${fichier} manque.`),
    ])
    return conclure(fautes, `${presents.length} modules sur ${Object.keys(rangs).length} prévus`)
  },
}
