// La ligne de commande : « npm run -s coforme -- … ». Rejoint la base d'un serveur en marche, ou en ouvre une et la ferme.
import { arreterSurSignal, creerArret } from './arret.ts'
import { conduire } from './cli/conduire.ts'
import { type Instance, type OptionsInstance, ouvrirGrappe, ouvrirInstance } from './instance.ts'
import { dossierDAppel, lireConfig } from './lire-config.ts'
import { phraseDePanne } from './renoncer.ts'

const arret = creerArret()
arreterSurSignal(arret)

const stdout = (texte: string): void => void process.stdout.write(texte)
const stderr = (texte: string): void => void process.stderr.write(texte)

// Qui lit peut s'en aller (« | head ») : ce n'est pas une panne.
process.stdout.on('error', (erreur: NodeJS.ErrnoException) => {
  if (erreur.code !== 'EPIPE') throw erreur
})

/** Attend que tout soit lu : un tube ne prend que 64 Kio à la fois, et quitter avant perdrait le reste. */
const vider = (flux: NodeJS.WriteStream): Promise<void> =>
  new Promise((fait) => {
    if (flux.destroyed) fait()
    else flux.write('', () => fait())
  })

/** Une faute qu'une phrase suffit à dire : l'appel, ou un réglage, est à revoir. */
class Renoncement extends Error {}

const ouvrir = async (mettreAJour: NonNullable<OptionsInstance['mettreAJour']>): Promise<Instance> => {
  const config = lireConfig()
  if (!config.ok) throw new Renoncement(config.error.phrase)
  const annoncer = (phrase: string) => stderr(`${phrase}\n`)
  const grappe = await ouvrirGrappe(config.value, annoncer)
  arret.poser('la base de données', () => grappe.arreter())
  const instance = await ouvrirInstance(config.value, grappe, {
    niveau: 'error',
    pool: 2,
    mettreAJour,
    annoncer,
  })
  arret.poser('les services', () => instance.fermer())
  return instance
}

let ouverte: Promise<Instance> | undefined

let code = 1
try {
  // Les fichiers nommés sont ceux du dossier d'où l'on appelle ; tout chemin de réglage est déjà absolu.
  process.chdir(dossierDAppel())
  code = await conduire(process.argv.slice(2), {
    stdout,
    stderr,
    instance: (mettreAJour = 'si-vierge') => {
      ouverte ??= ouvrir(mettreAJour)
      return ouverte
    },
  })
} catch (erreur) {
  if (erreur instanceof Renoncement) code = 2
  const phrase = erreur instanceof Renoncement ? erreur.message : phraseDePanne(erreur)
  if (phrase === undefined) console.error(erreur)
  else stderr(`${phrase}\n`)
}
await Promise.all([vider(process.stdout), vider(process.stderr)])
await arret.arreter(code)
