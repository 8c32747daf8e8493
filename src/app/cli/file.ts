import { formaterInstant } from '#kernel/zones.ts'
import { etatDeLaFile, relancerTaches } from '#platform/jobs/etat-file.ts'
import { appelFautif, type Commande, lireOptions } from './commande.ts'

const depuis = (instant: Date | null): string =>
  instant === null ? '' : `, depuis le ${formaterInstant(instant)}`

const file: Commande = {
  nom: 'file',
  usage: 'file [--relancer] [--json]',
  aide: 'montre ce qui attend dans la file de tâches et au départ du courrier ; --relancer rejoue aussitôt tout ce qui a échoué',
  base: true,
  async run(args, contexte) {
    const lu = lireOptions(args, { drapeaux: ['json', 'relancer'] })
    if (!lu || lu.reste.length > 0) return appelFautif(contexte, file.usage)
    const { fond } = await contexte.instance()
    const relancees = lu.drapeaux.has('relancer') ? await relancerTaches(fond.db) : undefined
    const { taches, courriels } = await etatDeLaFile(fond.db)
    const bloque = taches.mortes > 0 || courriels.retenus > 0
    if (lu.drapeaux.has('json')) {
      contexte.stdout(
        `${JSON.stringify({ taches, courriels, ...(relancees === undefined ? {} : { relancees }) })}\n`,
      )
      return bloque && relancees === undefined ? 1 : 0
    }
    if (relancees !== undefined) contexte.stdout(`Tâches relancées\u00a0: ${relancees}.\n`)
    contexte.stdout(
      `Tâches\u00a0: ${taches.dues} à faire${depuis(taches.depuis)}, ${taches.enCours} en cours, ${taches.aVenir} pour plus tard, ${taches.enEchec} en échec et rejouées, ${taches.mortes} que plus rien ne rejoue.\nCourriels\u00a0: ${courriels.attente} en attente, dont ${courriels.retenus} que le serveur d’envoi a refusés pour le moment${courriels.code === null ? '' : ` (${courriels.code})`}${depuis(courriels.depuis)}.\n`,
    )
    return bloque && relancees === undefined ? 1 : 0
  },
}

export const commandesFile: readonly Commande[] = [file]
