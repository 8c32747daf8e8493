import { type DateCivile, dateCivile, formaterDate } from '#kernel/dates.ts'
import type { Command } from '#web/module.ts'
import { criteres, grilleAu, premierJour } from '../domain/grille.ts'
import { type Categorie, type Condition, categories, conditions } from '../domain/indicateur.ts'

const usage = 'rnq --date AAAA-MM-JJ [--categories AF,CBC,VAE,CFA] [--situation certification,…] [--json]'

type Appel = {
  readonly jour: DateCivile
  readonly categories: readonly Categorie[]
  readonly situation: readonly Condition[] | undefined
  readonly json: boolean
}

/** Les mots d’une liste à virgules, tous admis ; sinon la phrase de celui qui ne l’est pas. */
const lireListe = <T extends string>(
  option: string,
  texte: string,
  admis: readonly T[],
): readonly T[] | string => {
  const lus: T[] = []
  for (const mot of texte.split(',').map((m) => m.trim())) {
    const trouve = admis.find((a) => a === mot)
    if (!trouve) return `${option} : « ${mot.slice(0, 40)} » n’est pas de ${admis.join(', ')}.`
    lus.push(trouve)
  }
  return lus
}

const lireAppel = (args: readonly string[]): Appel | string => {
  const valeurs = new Map<string, string>()
  let json = false
  for (let i = 0; i < args.length; i += 1) {
    const [nom = '', ...apres] = (args[i] ?? '').split('=')
    if (nom === '--json' && apres.length === 0) json = true
    else if (['--date', '--categories', '--situation'].includes(nom)) {
      const valeur = apres.length > 0 ? apres.join('=') : args[++i]
      if (valeur === undefined || valeur.startsWith('--')) return `${nom} attend une valeur.`
      if (valeurs.has(nom)) return `${nom} est dit deux fois.`
      valeurs.set(nom, valeur)
    } else return `« ${(args[i] ?? '').slice(0, 40)} » n’est pas attendu ici.`
  }
  const date = valeurs.get('--date')
  if (date === undefined) return 'Dites le jour de l’audit : --date AAAA-MM-JJ.'
  const jour = dateCivile(date)
  if (!jour) return `--date : ${date} n’est pas un jour du calendrier.`
  const demandees = valeurs.get('--categories')
  const lues = demandees === undefined ? categories : lireListe('--categories', demandees, categories)
  if (typeof lues === 'string') return lues
  const dite = valeurs.get('--situation')
  const situation =
    dite === undefined ? undefined : dite === '' ? [] : lireListe('--situation', dite, conditions)
  if (typeof situation === 'string') return situation
  return { jour, categories: lues, situation, json }
}

/** La grille du référentiel national qualité qui vaut un jour. 1 : nous n’en tenons aucune pour ce jour-là. */
export const rnqCommande: Command = {
  nom: 'rnq',
  usage,
  base: false,
  run(args, { stdout, stderr }) {
    const appel = lireAppel(args)
    if (typeof appel === 'string') {
      stderr(`${appel}\nUsage : ${usage}\n`)
      return Promise.resolve(2)
    }
    const grille = grilleAu(appel.jour, appel.categories, appel.situation)
    if (!grille) {
      stderr(`Aucune grille n’est tenue avant le ${premierJour ? formaterDate(premierJour) : ''}.\n`)
      return Promise.resolve(1)
    }
    if (appel.json) stdout(`${JSON.stringify(grille, null, 1)}\n`)
    else {
      stdout(
        `Référentiel national qualité, version ${grille.version} : ${grille.indicateurs.length} indicateurs\n`,
      )
      for (const [rang, titre] of criteres.entries()) {
        const ici = grille.indicateurs.filter((i) => i.critere === rang + 1)
        if (ici.length === 0) continue
        stdout(`\n${rang + 1}. ${titre}\n`)
        for (const i of ici) {
          stdout(
            `  ${String(i.numero).padStart(2)}  ${i.intitule}${i.gradable ? '' : ' (majeure seulement)'}\n`,
          )
          if (i.condition) stdout(`        ${i.condition}\n`)
          if (i.doute) stdout(`        Douteux : ${i.doute}\n`)
        }
      }
    }
    return Promise.resolve(0)
  },
}
