// Le premier fichier lancé, d'un clone nu : installe si besoin, passe sous le Node épinglé, construit, fait le geste.
// JavaScript simple et sans dépendance : il doit tourner sur le Node 20 d'une machine où rien n'est installé.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { empreinteInstallation, environnementNpm, installationSuffit, portees } from './installation.mjs'
import { environnementDuServeur, reglagesIci } from './reglages-node.mjs'

const racine = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const signaux = ['SIGINT', 'SIGTERM', 'SIGHUP']
const gestes = {
  servir: { portee: 'production' },
  travailleur: { portee: 'production' },
  commande: { portee: 'production' },
  developper: { portee: 'tout', outil: 'developper.ts' },
  essayer: { portee: 'tout', outil: 'essayer.ts' },
  verifier: { portee: 'tout', outil: 'verifier.ts' },
  parcours: { portee: 'tout', outil: 'parcours.ts' },
  murs: { portee: 'tout', outil: 'murs.ts' },
  banc: { portee: 'tout', outil: 'banc.ts' },
}

/** Tout ce que dit le lanceur va sur la sortie d'erreur : la sortie standard appartient au geste. */
const dire = (phrase) => process.stderr.write(`${phrase}\n`)
const finir = (phrase, code = 1) => {
  dire(phrase)
  process.exit(code)
}
const secondes = (debut) => `${((Date.now() - debut) / 1000).toFixed(1).replace('.', ',')}\u00a0s`

/** Relaie les signaux à un enfant, attend sa fin, et rend le code qu'un shell aurait donné. */
const suivre = (enfant) =>
  new Promise((fait, rate) => {
    const relais = signaux.map((signal) => {
      const relayer = () => enfant.kill(signal)
      process.on(signal, relayer)
      return () => process.off(signal, relayer)
    })
    enfant.on('error', rate)
    enfant.on('close', (code, signal) => {
      for (const defaire of relais) defaire()
      fait(code ?? 128 + (constants.signals[signal] ?? 0))
    })
  })

/** Le Node de la machine : celui du projet est effacé puis refait par `npm ci`, il ne peut pas le conduire. */
const nodeDeLaMachine = (chemin) => {
  if (!process.execPath.startsWith(join(racine, 'node_modules'))) return process.execPath
  for (const dossier of chemin.split(delimiter)) {
    const candidat = join(dossier, 'node')
    if (existsSync(candidat)) return candidat
  }
  return process.execPath
}

const installer = async (portee) => {
  const debut = Date.now()
  const poids = portee === 'tout' ? '300' : '140'
  dire(`Installation des dépendances (environ ${poids}\u00a0Mo, une seule fois)…`)
  const env = environnementNpm(process.env)
  const args = [
    'ci',
    '--ignore-scripts',
    '--engine-strict=false',
    '--loglevel=error',
    '--no-audit',
    '--no-fund',
  ]
  args.push('--include=optional', portee === 'tout' ? '--include=dev' : '--omit=dev')
  const npm = process.env.npm_execpath
  const options = { cwd: racine, env, stdio: ['ignore', 'pipe', 'pipe'] }
  const enfant = npm
    ? spawn(nodeDeLaMachine(env.PATH ?? ''), [npm, ...args], options)
    : spawn('npm', args, options)
  let sortie = ''
  for (const flux of [enfant.stdout, enfant.stderr]) flux.on('data', (bout) => (sortie += bout))
  const battement = setInterval(() => dire(`  … ${secondes(debut)}`), 5000)
  const code = await suivre(enfant).catch((erreur) => {
    sortie += erreur.message
    return 1
  })
  clearInterval(battement)
  if (code > 128) process.exit(code)
  if (code !== 0) {
    dire(sortie.trim())
    finir('L’installation des dépendances a échoué\u00a0: vérifiez l’accès au registre npm, puis relancez.')
  }
  noterInstallation(portee)
  dire(`Dépendances installées en ${secondes(debut)}.`)
}

/** Une instance réglée pour de vrai n'écrit rien dans son dossier de code, qui peut être en lecture seule. */
const enProduction =
  process.env.COFORME_DEMO?.trim() === 'non' && Boolean(process.env.COFORME_DONNEES?.trim())

const timbre = join(racine, 'node_modules', '.coforme-installe')
const noterInstallation = (portee) => {
  try {
    writeFileSync(timbre, JSON.stringify({ empreinte: empreinteInstallation(racine), portee }))
  } catch {
    // node_modules en lecture seule : l’installation sera reconnue de nouveau la prochaine fois.
  }
}

/** Vrai s'il a fallu installer : le Node en cours a pu être remplacé sous nos pieds. */
const assurerInstallation = async (portee) => {
  const etat = installationSuffit(racine, portee)
  if (etat === 'suffit') return false
  if (portees.includes(etat)) {
    // Un `npm ci` fait à la main, complet et à jour : on le reconnaît au lieu de le refaire.
    if (!enProduction) noterInstallation(etat)
    return false
  }
  // Qui développe garde ses paquets d’essai : réinstaller pour servir ne les lui ôte pas.
  await installer(existsSync(join(racine, 'node_modules', 'vitest')) ? 'tout' : portee)
  return true
}

// — Le Node épinglé —

const nodeEpingle = () => {
  const plateforme = process.platform === 'win32' ? 'win' : process.platform
  const nom = process.platform === 'win32' ? 'node.exe' : 'node'
  const chemin = join(racine, 'node_modules', `node-${plateforme}-${process.arch}`, 'bin', nom)
  return existsSync(chemin) ? chemin : undefined
}

/** npm 10 oublie ce lien quand plusieurs paquets facultatifs offrent la même commande. */
const lierNode = (epingle) => {
  const lien = join(racine, 'node_modules', '.bin', 'node')
  try {
    lstatSync(lien)
  } catch {
    try {
      mkdirSync(dirname(lien), { recursive: true })
      symlinkSync(epingle, lien)
    } catch {
      // Dossier en lecture seule : le lanceur passe de toute façon sous le Node épinglé.
    }
  }
}

/** L'exécutable s'exécute-t-il ici ? Sur musl ou une vieille glibc, le fichier existe et ne part pas. */
const executable = (chemin) => spawnSync(chemin, ['--version'], { stdio: 'ignore' }).status === 0

const passerSousNode = async (installe) => {
  const epingle = nodeEpingle()
  if (epingle && !enProduction) lierNode(epingle)
  // Les pages et les tâches, qui restent ; une commande finit d’elle-même.
  const reglages = ['servir', 'travailleur'].includes(process.argv[2] ?? 'servir') ? reglagesIci() : []
  const reserves = reglages.length > 0 ? Object.keys(environnementDuServeur) : []
  const programme = [fileURLToPath(import.meta.url), ...process.argv.slice(2)]
  if (epingle && !installe && realpathSync(process.execPath) === realpathSync(epingle)) {
    if (
      reglages.every((r) => process.execArgv.includes(r)) &&
      reserves.every((r) => process.env[r] !== undefined)
    )
      return
    // npm met le Node épinglé en tête du chemin : on y est déjà, mais sans ses réglages (326 Mio au départ au lieu de 148, mesuré).
    if (process.execve && process.platform !== 'win32')
      process.execve(epingle, [epingle, ...reglages, ...process.execArgv, ...programme], {
        ...environnementDuServeur,
        ...process.env,
      })
  }
  if (process.env.COFORME_RELANCE === epingle && epingle) return
  if (epingle && executable(epingle)) {
    const enfant = spawn(epingle, [...reglages, ...programme], {
      stdio: 'inherit',
      env: { ...environnementDuServeur, ...process.env, COFORME_RELANCE: epingle },
    })
    process.exit(await suivre(enfant))
  }
  const majeure = Number(process.versions.node.split('.')[0])
  if (majeure < 24) {
    finir(
      `Coforme demande Node\u00a024 et n’en embarque pas pour ce système (${process.platform} ${process.arch})\u00a0: la version ${process.versions.node} est trop ancienne, installez Node\u00a024.`,
    )
  }
}

/** npm tué net ne prévient personne : le parent change, et l'on s'arrête comme sur un SIGTERM. */
const surveillerParent = () => {
  if (!process.env.npm_execpath && !process.env.COFORME_RELANCE) return
  const parent = process.ppid
  const guet = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(guet)
    process.kill(process.pid, 'SIGTERM')
  }, 200)
  guet.unref()
}

// — Les gestes —

const construire = async () => {
  if (process.env.COFORME_CONSTRUIT) return process.env.COFORME_CONSTRUIT
  const outil = await import(pathToFileURL(join(racine, 'tools', 'construire.ts')).href)
  try {
    const vers = enProduction
      ? join(resolve(racine, process.env.COFORME_DONNEES.trim()), 'construit')
      : undefined
    const dossier = await outil.construire({ racine, vers })
    // Une commande finit d’elle-même, et laisse alors sa forme compilée à la suivante.
    if (nom !== 'commande') {
      outil.chauffer(dossier, process.execArgv)
      outil.garderJeune(dossier)
    }
    return dossier
  } catch (erreur) {
    // Un disque plein, en lecture seule, un chemin barré : la construction n’y est pour rien.
    if (enProduction && erreur.syscall)
      return finir(
        `COFORME_DONNEES=${process.env.COFORME_DONNEES} : on ne peut pas y écrire (${erreur.code}) ; libérez de la place, ou indiquez un dossier où vous pouvez écrire.`,
      )
    return finir(`La construction a échoué\u00a0:\n${erreur.message}`)
  }
}

const executer = async (nom, args) => {
  const dossier = await construire()
  process.env.COFORME_CONSTRUIT = dossier
  process.setSourceMapsEnabled(true)
  const programme = join(dossier, `${nom}.js`)
  if (!existsSync(programme)) finir(`Ce geste n’existe pas encore\u00a0: src/app/${nom}.ts est absent.`, 2)
  process.argv = [process.execPath, programme, ...args]
  await import(pathToFileURL(programme).href)
}

const [nom = 'servir', ...args] = process.argv.slice(2)
const geste = Object.hasOwn(gestes, nom) ? gestes[nom] : undefined
if (!geste) finir(`Geste inconnu\u00a0: ${nom}. Connus\u00a0: ${Object.keys(gestes).join(', ')}.`, 2)

// La commande lit les fichiers du dossier d'où on l'appelle, que npm garde dans INIT_CWD ; le reste part de la racine.
process.env.INIT_CWD ??= process.cwd()
process.chdir(racine)
surveillerParent()
await passerSousNode(await assurerInstallation(geste.portee))

if (nom === 'servir') await executer('main.web', args)
else if (nom === 'travailleur') await executer('main.worker', args)
else if (nom === 'commande') await executer('main.cli', args)
else {
  const outil = join(racine, 'tools', geste.outil)
  if (!existsSync(outil)) finir(`Ce geste n’existe pas encore\u00a0: tools/${geste.outil} est absent.`, 2)
  process.exit(await suivre(spawn(process.execPath, [outil, ...args], { stdio: 'inherit' })))
}
