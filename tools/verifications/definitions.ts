import { nomDePorte } from '#platform/db/dossier-db.ts'
import { lireFichier, listerFichiers } from '../fichiers.ts'
import { conclure, type Verification } from '../verification.ts'

/** Ce qu'un fichier exécute de lui-même : sans ses commentaires, ses textes, ni le corps de ses fonctions et de ses blocs. */
const aNu = (sql: string) =>
  sql.replaceAll(/--[^\n]*|'(?:[^']|'')*'|(\$\w*\$)[\s\S]*?\1/g, (trouve) =>
    trouve.startsWith('--') ? '' : "''",
  )

const definition = /\bcreate\s+(or\s+replace\s+)?(function|procedure|view)\s+([\w.]+)/gi

/** Les fautes de `db/` : une fonction définie deux fois, ailleurs que dans son fichier, ou sans « or replace ». */
export const chercherDefinitions = (fichiers: ReadonlyMap<string, string>): string[] => {
  const fautes: string[] = []
  const ou = new Map<string, string>()
  const noter = (nom: string, fichier: string) => {
    const autre = ou.get(nom)
    if (autre) fautes.push(`${fichier} : ${nom} est déjà définie par ${autre}.`)
    else ou.set(nom, fichier)
  }
  for (const [fichier, texte] of fichiers) {
    const trouvees = [...aNu(texte).matchAll(definition)]
    const attendu = fichier.startsWith('db/portes/') ? nomDePorte(fichier.slice('db/'.length)) : undefined
    // Une fonction que choisit un bloc « do », selon la version de PostgreSQL : le fichier seul la nomme.
    if (attendu && trouvees.length === 0) noter(attendu, fichier)
    for (const [, remplace, genre, nom = ''] of trouvees) {
      noter(nom, fichier)
      if (!attendu) fautes.push(`${fichier} : ${nom} s’écrit dans db/portes, un fichier pour elle seule.`)
      else if (nom !== attendu)
        fautes.push(`${fichier} : ce fichier est celui de ${attendu}, et définit ${nom}.`)
      else if (!remplace && genre?.toLowerCase() !== 'view')
        fautes.push(`${fichier} : « create or replace », pour que ${nom} se repose quand son texte change.`)
    }
  }
  return fautes
}

export const definitions: Verification = {
  nom: 'Chaque fonction de la base est définie une fois, dans son fichier',
  async verifier(racine) {
    const sql = listerFichiers(racine, 'db').filter((f) => f.endsWith('.sql'))
    return conclure(
      chercherDefinitions(new Map(sql.map((f) => [f, lireFichier(racine, f)]))),
      `${sql.filter((f) => f.startsWith('db/portes/')).length} fichiers`,
    )
  },
}
