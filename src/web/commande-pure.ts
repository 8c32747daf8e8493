import path from 'node:path'
import type { Faute } from '#kernel/champs.ts'
import type { Result } from '#kernel/result.ts'
import { lireTexte } from '#platform/fichiers/lire-texte.ts'
import type { Command, CommandContext } from './module.ts'

type Appel = {
  readonly valeurs: ReadonlyMap<string, string>
  readonly places: readonly string[]
  readonly json: boolean
  /** Ce que la réponse a de plus que son contrat : les raisons, les sources. */
  readonly detail: boolean
}

/** `FICHIER --nom valeur --json --detail`, les options où l’on veut ; sinon la phrase de ce qui ne va pas. */
export const lireAppel = (
  args: readonly string[],
  options: readonly string[],
  places: 0 | 1,
): Appel | string => {
  const valeurs = new Map<string, string>()
  const lues: string[] = []
  const drapeaux = new Set<string>()
  for (let i = 0; i < args.length; i += 1) {
    const [nom = '', ...apres] = (args[i] ?? '').split('=')
    if (args[i] === '--json' || args[i] === '--detail') drapeaux.add(nom)
    else if (options.includes(nom)) {
      const valeur = apres.length > 0 ? apres.join('=') : args[++i]
      if (valeur === undefined || valeur === '' || valeur.startsWith('--')) return `${nom} attend une valeur.`
      if (valeurs.has(nom)) return `${nom} est dit deux fois.`
      valeurs.set(nom, valeur)
    } else if (nom.startsWith('-') || lues.length === places)
      return `« ${(args[i] ?? '').slice(0, 40)} » n’est pas attendu ici.`
    else lues.push(args[i] ?? '')
  }
  if (lues.length < places) return 'Nommez un fichier.'
  const absente = options.find((o) => !valeurs.has(o))
  if (absente !== undefined) return `${absente} manque.`
  return { valeurs, places: lues, json: drapeaux.has('--json'), detail: drapeaux.has('--detail') }
}

/** Ce qu’une commande sans base dit d’un fichier fautif : l’endroit et la phrase de chaque faute. Une espace ordinaire devant le signe : un chemin se cherche et se recopie. */
export const direFautes = (fautes: readonly Faute[]): readonly string[] =>
  fautes.map((f) => [f.chemin, ':', f.phrase].join(' '))

/** Le chemin d’un fichier nommé dans l’appel. */
export const cheminDe = (nom: string, { dossier }: CommandContext): string =>
  path.resolve(dossier ?? process.cwd(), nom)

/** Rend 2 après avoir dit chaque ligne : l’appel ou le fichier est fautif, et rien n’est donné sur la sortie standard. */
export const fauter = ({ stderr }: CommandContext, ...lignes: readonly string[]): 2 => {
  for (const ligne of lignes) stderr(`${ligne}\n`)
  return 2
}

/**
 * Une commande sans base, d’un fichier de cas à un document : `nom --option FICHIER [--json] [--detail]`. 0 : c’est fait ; 2 : l’appel ou le
 * fichier est fautif, et rien n’est donné. Sans `--json`, `dire` compose le texte qu’une personne lit.
 */
export const commandeDeCas = <T>(c: {
  readonly nom: string
  readonly option: string
  readonly lire: (texte: string) => Result<readonly T[], readonly Faute[]>
  readonly juger: (
    cas: readonly T[],
    detail: boolean,
  ) => { readonly document: unknown; readonly lignes: readonly string[] }
}): Command => {
  const usage = `${c.nom} ${c.option} FICHIER [--json] [--detail]`
  return {
    nom: c.nom,
    usage,
    base: false,
    async run(args, contexte) {
      const appel = lireAppel(args, [c.option], 0)
      if (typeof appel === 'string') return fauter(contexte, appel, `Usage : ${usage}`)
      const nom = appel.valeurs.get(c.option) ?? ''
      const fichier = await lireTexte(cheminDe(nom, contexte))
      if (typeof fichier === 'string') return fauter(contexte, `${nom} : ${fichier}`)
      const lus = c.lire(fichier.texte)
      if (!lus.ok) return fauter(contexte, ...direFautes(lus.error))
      const { document, lignes } = c.juger(lus.value, appel.detail)
      contexte.stdout(appel.json ? `${JSON.stringify(document, null, 1)}\n` : `${lignes.join('\n')}\n`)
      return 0
    },
  }
}
