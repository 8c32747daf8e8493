import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { executer } from './processus.ts'

// `npm run banc [mot …]` : chaque bench/*.banc.ts dans son propre processus, pour qu’aucun ne chauffe l’autre.
const racine = join(import.meta.dirname, '..')
const dossier = join(racine, 'bench')
const mots = process.argv.slice(2)
const bancs = existsSync(dossier)
  ? readdirSync(dossier)
      .filter((nom) => /\.banc\.tsx?$/.test(nom))
      .filter((nom) => mots.length === 0 || mots.some((mot) => nom.includes(mot)))
      .sort()
  : []

let tombes = 0
for (const banc of bancs) {
  console.log(`— ${banc.replace(/\.banc\.tsx?$/, '')}`)
  const { code } = await executer(process.execPath, [join('bench', banc)], { cwd: racine, heriter: true })
  if (code !== 0) tombes += 1
}
if (bancs.length === 0) console.log(mots.length > 0 ? 'Aucun banc de ce nom.' : 'Aucun banc dans bench/.')
if (tombes > 0) console.log(`${tombes} bancs sont tombés.`)
process.exitCode = bancs.length === 0 || tombes > 0 ? 1 : 0
