/**
 * Écrit `src/platform/db/schema.gen.ts` d'après une base migrée dans une grappe jetable.
 *
 *     node tools/generer-types.ts              écrit le fichier
 *     node tools/generer-types.ts --verifier   sort 1 s'il n'est pas à jour
 */
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { migrer } from '#platform/db/migrer.ts'
import { avecClient, preparerBase } from '#platform/db/roles.ts'
import { demarrerPostgres } from '#platform/postgres/index.ts'
import { composerTypes } from './composer-types.ts'

const racine = path.resolve(import.meta.dirname, '..')
const fichierDesTypes = path.join(racine, 'src/platform/db/schema.gen.ts')

/** Le texte que le fichier devrait avoir, d'après les migrations et les vues du dépôt. */
const composer = async (): Promise<string> => {
  const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-types-'))
  await chmod(dossier, 0o711)
  try {
    const grappe = await demarrerPostgres({ dossier, essai: true })
    try {
      await preparerBase((base) => grappe.connexion(grappe.administrateur, base), {
        base: 'types',
        creer: true,
      })
      await migrer(grappe.connexion('coforme_migrator', 'types'), { dossier: path.join(racine, 'db') })
      return await avecClient(grappe.connexion(grappe.administrateur, 'types'), composerTypes)
    } finally {
      await grappe.arreter()
    }
  } finally {
    await rm(dossier, { recursive: true, force: true })
  }
}

const principal = async (): Promise<number> => {
  const texte = await composer()
  if (!process.argv.includes('--verifier')) {
    await writeFile(fichierDesTypes, texte)
    return 0
  }
  if ((await readFile(fichierDesTypes, 'utf8').catch(() => '')) === texte) return 0
  process.stderr.write(
    'src/platform/db/schema.gen.ts n’est pas à jour\u00a0: lancer «\u00a0node tools/generer-types.ts\u00a0» et enregistrer le fichier.\n',
  )
  return 1
}

process.exitCode = await principal()
