/** « rebond FICHIER » : un avis de non-remise, donné par un fichier ou par l’entrée standard ; ce qu’un serveur de courrier sait faire seul. */
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { listerOrganismes } from '#platform/db/index.ts'
import type { Command } from '#web/module.ts'
import { lireRebond, TAILLE_MAX } from '../domain/rebond.ts'
import { noterRebond } from '../gestes/noter-rebond.ts'
import { lireBorne } from './lire-borne.ts'

const usage = 'rebond FICHIER|-'

/** 0 : noté, ou déjà su. 1 : ce n’est pas un refus, ou le message n’est pas d’ici. 2 : l’appel ou le fichier est fautif. */
export const rebondCommande: Command = {
  nom: 'rebond',
  usage,
  base: true,
  async run(args, { services, dossier, stdout, stderr }) {
    const faute = (phrase: string, code: 1 | 2): 1 | 2 => {
      stderr(`${phrase}\n`)
      return code
    }
    const [nom, reste] = args
    if (!nom || reste !== undefined || (nom.startsWith('-') && nom !== '-'))
      return faute(`Nommez un fichier, et un seul, ou « - » pour l’entrée standard.\nUsage : ${usage}`, 2)
    if (!services) return faute('Cette commande a besoin de la base.', 2)
    const chemin = path.resolve(dossier ?? process.cwd(), nom)
    const taille =
      nom === '-'
        ? 0
        : await stat(chemin).then(
            (s) => (s.isFile() ? s.size : undefined),
            () => undefined,
          )
    if (taille === undefined) return faute(`${nom} : ce fichier n’existe pas, ou ne se lit pas.`, 2)
    if (taille > TAILLE_MAX) return faute(`${nom} : ce fichier dépasse 1 Mo.`, 2)
    const brut = nom === '-' ? await lireBorne(process.stdin, TAILLE_MAX) : await readFile(chemin, 'latin1')
    if (brut === undefined)
      return faute('L’entrée standard dépasse 1 Mo : un avis de non-remise est bien plus court.', 2)
    const lu = lireRebond(brut)
    if (!lu.ok) return faute(lu.error.phrase, 1)
    const { db, keys, clock } = services
    // L’identifiant est tiré au sort : un seul organisme l’a envoyé.
    for (const organisme of await db.withoutTenant(listerOrganismes)) {
      const sort = await db.withTenant({ genre: 'tache', organisme }, (tx) =>
        noterRebond(tx, { keys, organisme, le: clock.now() }, lu.value),
      )
      if (sort === undefined || sort === 'inconnu') continue
      const dits = {
        adresse: 'Noté : l’adresse ne répond plus.',
        refus: 'Noté : le courriel n’est pas arrivé.',
        deja: 'C’était déjà noté.',
        retenu: 'Ce courriel n’est pas encore parti d’ici : rien n’est changé.',
      }
      stdout(`${dits[sort]}\n`)
      return 0
    }
    return faute('Ce message n’est pas parti d’ici, ou pas à cette adresse.', 1)
  },
}
