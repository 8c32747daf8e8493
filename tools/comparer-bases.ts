/**
 * Pose une base d'après un commit et une autre d'après les fichiers d'ici, dans une grappe jetable, et dit ce qui les sépare.
 *
 *     node tools/comparer-bases.ts COMMIT
 *
 * Les objets comparés, droits et propriétaires compris, sont ceux de `catalogue-de-base.ts`. La base du commit est ensuite mise au
 * niveau d'ici, comme le ferait une instance, et comparée de nouveau : rien ne doit alors les séparer. Sort 1 sinon.
 */
import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { migrer } from '#platform/db/migrer.ts'
import { avecClient, preparerBase } from '#platform/db/roles.ts'
import { demarrerPostgres } from '#platform/postgres/index.ts'
import { ecartsDeCatalogue, lireCatalogue } from './catalogue-de-base.ts'

const racine = path.resolve(import.meta.dirname, '..')

/** `db/` et le migrateur de ce commit, dans un dossier du dépôt : ses imports s'y résolvent. */
const deplier = async (commit: string, vers: string) => {
  await rm(vers, { recursive: true, force: true })
  await mkdir(vers, { recursive: true })
  const archive = execFileSync('git', ['archive', commit, 'db', 'src/platform/db'], {
    cwd: racine,
    maxBuffer: 1e9,
  })
  execFileSync('tar', ['-x', '-C', vers], { input: archive })
  const sources = path.join(vers, 'src/platform/db')
  for (const nom of await readdir(sources)) {
    const texte = await readFile(path.join(sources, nom), 'utf8')
    await writeFile(path.join(sources, nom), texte.replaceAll("'#platform/db/", "'./"))
  }
  return {
    dossier: path.join(vers, 'db'),
    migrer: (await import(pathToFileURL(path.join(sources, 'migrer.ts')).href)).migrer as typeof migrer,
  }
}

const principal = async (): Promise<number> => {
  const commit = process.argv[2]
  if (!commit) {
    process.stderr.write('node tools/comparer-bases.ts COMMIT\n')
    return 2
  }
  const avant = await deplier(commit, path.join(racine, '.construit/comparer'))
  const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-comparer-'))
  await chmod(dossier, 0o711)
  const grappe = await demarrerPostgres({ dossier, essai: true })
  try {
    const admin = (base: string) => grappe.connexion(grappe.administrateur, base)
    const poser = async (base: string, faire: typeof migrer, ou: string) => {
      await preparerBase(admin, { base, creer: true })
      const debut = performance.now()
      await faire(grappe.connexion('coforme_migrator', base), { dossier: ou })
      console.log(`${base}\u00a0: ${Math.round(performance.now() - debut)}\u00a0ms`)
      return avecClient(admin(base), lireCatalogue)
    }
    const ici = path.join(racine, 'db')
    const [d, n] = [await poser('avant', avant.migrer, avant.dossier), await poser('maintenant', migrer, ici)]
    const ecarts = ecartsDeCatalogue(d, n)
    console.log(
      `${d.size} objets avant, ${n.size} maintenant, ${ecarts.length} écarts.`,
      ...ecarts.map((e) => `\n${e}`),
    )
    const suivis = ecartsDeCatalogue(n, await poser('avant', migrer, ici))
    console.log(`Mise au niveau, la base d’avant a ${suivis.length} écarts.`, ...suivis.map((e) => `\n${e}`))
    return suivis.length === 0 ? 0 : 1
  } finally {
    await grappe.arreter()
    await rm(dossier, { recursive: true, force: true })
  }
}

process.exitCode = await principal()
