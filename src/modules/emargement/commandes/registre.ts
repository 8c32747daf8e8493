import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { asId } from '#kernel/id.ts'
import { toutLire } from '#modules/documents/index.ts'
import { organismeParCode } from '#modules/organisme/index.ts'
import { type SourceZip, ZipIllisible } from '#platform/zip/zip.ts'
import type { Command, CommandContext } from '#web/module.ts'
import { verifierEnBase } from '../db/registre.ts'
import { lireJalonTenu } from '../documents/export/jalon-tenu.ts'
import { verifierExport } from '../documents/export/verifier-export.ts'
import { exporterVers } from '../gestes/exporter-registre.ts'

const phrases = {
  'numero-manquant': 'une entrée manque',
  'maillon-altere': 'une entrée a été modifiée, ou son rang',
  'maillon-repete': 'une entrée est répétée',
  'jalon-illisible': 'un jalon ne se lit pas',
  'jalon-non-signe': 'un jalon n’est pas signé de la clé de cette instance',
  'jalon-sans-maillon': 'un jalon atteste une entrée qui n’est plus là',
  'jalon-contredit': 'un jalon contredit la chaîne',
  'jalon-detache': 'un jalon ne suit pas le précédent',
} as const

const usage = `registre verifier-base --organisme CODE
       registre verifier FICHIER.zip [--cle CLE] [--jalon FICHIER] [--json]
       registre exporter --organisme CODE [--session ID] [--avec-parts] --vers FICHIER.zip`

type Options = {
  readonly libres: string[]
  readonly valeurs: Map<string, string>
  readonly drapeaux: Set<string>
}

/** `--nom valeur`, `--nom=valeur` et drapeaux ; rien si l’appel porte autre chose. */
const lireOptions = (
  args: readonly string[],
  admises: { readonly valeurs: readonly string[]; readonly drapeaux: readonly string[] },
): Options | undefined => {
  const o: Options = { libres: [], valeurs: new Map(), drapeaux: new Set() }
  for (let i = 0; i < args.length; i += 1) {
    const brut = args[i] ?? ''
    const [nom = '', colle] = brut.startsWith('--') ? brut.split(/=(.*)/s) : ['']
    if (nom === '') o.libres.push(brut)
    else if (admises.drapeaux.includes(nom) && colle === undefined) o.drapeaux.add(nom)
    else if (admises.valeurs.includes(nom)) {
      const valeur = colle ?? args[++i]
      if (valeur === undefined || o.valeurs.has(nom)) return undefined
      o.valeurs.set(nom, valeur)
    } else return undefined
  }
  return o
}

const chemin = ({ dossier }: CommandContext, nom: string) => path.resolve(dossier ?? process.cwd(), nom)

const verifier = async (args: readonly string[], contexte: CommandContext): Promise<number> => {
  const { stdout, stderr } = contexte
  const o = lireOptions(args, { valeurs: ['--cle', '--jalon'], drapeaux: ['--json'] })
  const [nom, reste] = o?.libres ?? []
  if (!o || nom === undefined || reste !== undefined) {
    stderr(`Usage : ${usage}\n`)
    return 2
  }
  const cle = o.valeurs.get('--cle')?.replace(/\s/g, '')
  if (cle !== undefined && !/^[0-9a-f]{64}$/i.test(cle)) {
    stderr('--cle : une clé compte 64 chiffres hexadécimaux.\n')
    return 2
  }
  const tenu = o.valeurs.get('--jalon')
  const texte =
    tenu === undefined ? undefined : await readFile(chemin(contexte, tenu), 'utf8').catch(() => '')
  const jalon = texte === undefined ? undefined : lireJalonTenu(texte)
  if (texte !== undefined && jalon === undefined) {
    stderr(
      '--jalon : ce fichier ne porte pas un jalon et sa signature. Copiez-y le texte du courriel reçu, sans le changer.\n',
    )
    return 2
  }
  let fd: number | undefined
  try {
    fd = openSync(chemin(contexte, nom), 'r')
    const verdict = verifierExport(sourceDe(fd), {
      ...(cle === undefined ? {} : { cle }),
      ...(jalon ? { jalon } : {}),
    })
    if (o.drapeaux.has('--json')) stdout(`${JSON.stringify(verdict)}\n`)
    else if (verdict.ok)
      stdout(
        `L’export se vérifie : ${verdict.entrees} entrées, ${verdict.jalons} jalons, ${verdict.contresignatures} contresignatures, ${verdict.parts} parts personnelles.\nClé de l’instance, à comparer à celle que vous tenez d’ailleurs : ${verdict.cle}\n${jalon ? `Le jalon que vous tenez, à l’entrée ${jalon.numero}, est celui de cette chaîne.\n` : ''}`,
      )
    else {
      const r = verdict.premiereRupture
      stdout(
        `L’export ne se vérifie pas. ${r?.numero ? `Entrée ${r.numero}` : 'Première rupture'}${r?.fichier ? `, dans ${r.fichier}` : ''} : ${r?.phrase ?? ''}.\n`,
      )
    }
    return verdict.ok ? 0 : 1
  } catch (erreur) {
    const dit =
      erreur instanceof ZipIllisible
        ? erreur.message
        : erreur instanceof Error && 'code' in erreur
          ? `ce fichier ne se lit pas (${String(erreur.code)}).`
          : undefined
    if (dit === undefined) throw erreur
    stderr(`${nom} : ${dit}\n`)
    return 2
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
}

/** Lit par morceaux : une archive plus grande que la mémoire se vérifie aussi. */
const sourceDe = (fd: number): SourceZip => ({
  taille: fstatSync(fd).size,
  lire(position, longueur) {
    const o = Buffer.allocUnsafe(longueur)
    let lus = 0
    while (lus < longueur) {
      const n = readSync(fd, o, lus, longueur - lus, position + lus)
      if (n === 0) throw new ZipIllisible('Ce fichier a changé pendant la lecture.')
      lus += n
    }
    return o
  },
})

const exporter = async (args: readonly string[], contexte: CommandContext): Promise<number> => {
  const { services, stdout, stderr } = contexte
  const o = lireOptions(args, {
    valeurs: ['--organisme', '--session', '--vers'],
    drapeaux: ['--avec-parts', '--json'],
  })
  const [code, vers, voulue] = ['--organisme', '--vers', '--session'].map((n) => o?.valeurs.get(n))
  if (!o || !services || !code || !vers || o.libres.length > 0) {
    stderr(`Usage : ${usage}\n`)
    return 2
  }
  const session = voulue === undefined ? undefined : asId<'Session'>(voulue)
  if (voulue !== undefined && session === undefined) {
    stderr('--session : ce n’est pas l’identifiant d’une session.\n')
    return 2
  }
  const organisme = await organismeParCode(services.db, code)
  if (!organisme) {
    stderr(`Aucun organisme ne porte le nom court ${code}.\n`)
    return 2
  }
  const cible = chemin(contexte, vers)
  const brouillon = `${cible}.en-cours-${process.pid}`
  try {
    const fait = await exporterVers(
      services,
      { genre: 'tache', organisme },
      {
        ...(session ? { session } : {}),
        parts: o.drapeaux.has('--avec-parts'),
        lecture: async () => toutLire,
      },
      brouillon,
    )
    if (!fait.ok) {
      stderr(`${fait.error.phrase}\n`)
      return 2
    }
    // Le fichier n’apparaît qu’entier.
    await rename(brouillon, cible)
    stdout(
      o.drapeaux.has('--json')
        ? `${JSON.stringify({ fichier: cible, octets: fait.value.octets })}\n`
        : `Registre exporté dans ${cible} (${fait.value.octets} octets).\n`,
    )
    return 0
  } catch (erreur) {
    if (!(erreur instanceof Error && 'syscall' in erreur)) throw erreur
    stderr(`--vers : ce fichier ne s’écrit pas (${'code' in erreur ? String(erreur.code) : 'erreur'}).\n`)
    return 2
  } finally {
    await rm(brouillon, { force: true })
  }
}

const verifierBase = async (
  args: readonly string[],
  { services, stdout, stderr }: CommandContext,
): Promise<number> => {
  const [option, code, reste] = args
  if (option !== '--organisme' || !code || reste !== undefined || !services) {
    stderr(`Usage : ${usage}\n`)
    return 2
  }
  const { db, keys } = services
  const organisme = await organismeParCode(db, code)
  const verdict =
    organisme &&
    (await db.withTenant({ genre: 'tache', organisme }, (tx) => verifierEnBase(tx, keys.publicKey)))
  if (!verdict) {
    stderr(`Aucun organisme ne porte le nom court ${code}.\n`)
    return 1
  }
  if (verdict.ok) {
    stdout(
      `Registre sain : ${verdict.maillons} entrées, ${verdict.jalons} jalons${verdict.tete ? `, empreinte ${verdict.tete}` : ''}.\n`,
    )
    if (verdict.illisibles > 0)
      stdout(
        `${verdict.illisibles} entrées d’un format que cette version ne lit pas : elles tiennent dans la chaîne ; mettez Coforme à jour pour les lire.\n`,
      )
    return 0
  }
  for (const r of verdict.ruptures) stdout(`Rupture à l’entrée ${r.numero} : ${phrases[r.code]}.\n`)
  return 1
}

/** `registre …` : relire la chaîne en base, l’exporter, vérifier un export (sans base). */
export const registre: Command = {
  nom: 'registre',
  usage,
  base: ([geste]) => geste !== 'verifier',
  async run([geste, ...args], contexte) {
    if (geste === 'verifier') return verifier(args, contexte)
    if (geste === 'exporter') return exporter(args, contexte)
    if (geste === 'verifier-base') return verifierBase(args, contexte)
    contexte.stderr(`Usage : ${usage}\n`)
    return 2
  },
}
