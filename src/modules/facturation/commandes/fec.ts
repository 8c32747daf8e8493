import path from 'node:path'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import { formaterMontant, type Montant } from '#kernel/montant.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { lireOrganisme, organismeParCode } from '#modules/organisme/index.ts'
import { fauter, lireAppel } from '#web/commande-pure.ts'
import type { Command } from '#web/module.ts'
import { verifierFec } from '../domain/fec/verifier.ts'
import { fecDeLExercice } from '../lecture/comptabilite.ts'
import { lireAppelDeFichier } from './appel-de-fichier.ts'
import { ecrireVers } from './ecrire-vers.ts'

const usage = 'fec verifier FICHIER [--json]'

/** Relit un fichier des écritures comptables. 1 : une anomalie au moins ; 2 : il ne se lit pas. */
export const fecVerifierCommande: Command = {
  nom: 'fec verifier',
  usage,
  base: false,
  async run(args, contexte) {
    const { stdout, stderr } = contexte
    const appel = await lireAppelDeFichier(args, contexte, usage)
    if (appel === undefined) return 2
    const lu = verifierFec(appel.octets, path.basename(appel.fichier))
    if (!lu) {
      stderr(`${appel.fichier} : ce fichier n’est pas du texte.\n`)
      return 2
    }
    if (appel.json) stdout(`${JSON.stringify(lu, null, 1)}\n`)
    else {
      stdout(
        `${lu.ecritures} écritures, ${lu.lignes} lignes, débit ${formaterMontant(lu.debit as Montant)}, crédit ${formaterMontant(lu.credit as Montant)}\n`,
      )
      for (const a of lu.anomalies)
        stdout(`✗ ${a.ligne === 0 ? 'fichier' : `ligne ${a.ligne}`}, ${a.regle} : ${a.message}\n`)
      const nonMontrees = lu.anomaliesEnTout - lu.anomalies.length
      if (nonMontrees > 0) stdout(`et ${nonMontrees} autres\n`)
      if (lu.anomaliesEnTout === 0) stdout('Aucune anomalie.\n')
    }
    return lu.anomaliesEnTout === 0 ? 0 : 1
  },
}

const usageExporter = 'fec exporter --organisme CODE --exercice AAAA-MM-JJ..AAAA-MM-JJ --vers FICHIER'

/** « 2026-01-01..2026-12-31 » : les deux bords compris, dans l’ordre. */
const lireBornes = (t: string): { readonly debut: DateCivile; readonly fin: DateCivile } | undefined => {
  const [debut, fin] = t.split('..').map(dateCivile)
  return debut && fin && debut <= fin ? { debut, fin } : undefined
}

/** Écrit l’extrait d’un exercice au format du FEC. Rien n’est arrêté : la commande dit ce qui ne l’est pas encore. */
export const fecExporterCommande: Command = {
  nom: 'fec exporter',
  usage: usageExporter,
  base: true,
  async run(args, contexte) {
    const { services, stdout, stderr } = contexte
    const appel = lireAppel(args, ['--organisme', '--exercice', '--vers'], 0)
    if (typeof appel === 'string' || !services)
      return fauter(contexte, typeof appel === 'string' ? appel : '', `Usage : ${usageExporter}`)
    const dit = (o: string) => appel.valeurs.get(o) ?? ''
    const organisme = await organismeParCode(services.db, dit('--organisme'))
    if (!organisme)
      return fauter(contexte, `--organisme : aucun organisme ne porte le nom court ${dit('--organisme')}.`)
    const exercice = lireBornes(dit('--exercice'))
    if (!exercice) return fauter(contexte, '--exercice : du premier au dernier jour, 2026-01-01..2026-12-31.')
    const fec = await services.db.withTenant({ genre: 'tache', organisme }, async (tx) =>
      fecDeLExercice(tx, exercice, jourLocal(services.clock.now(), (await lireOrganisme(tx)).zone)),
    )
    if (!fec || !(await ecrireVers(contexte, dit('--vers'), Buffer.from(fec.texte)))) return 2
    stdout(
      appel.json
        ? `${JSON.stringify({ nom: fec.nom, ecritures: fec.ecritures, provisoires: fec.provisoires })}\n`
        : `${fec.nom} : ${compter(fec.ecritures, 'écriture')}.\n`,
    )
    if (fec.provisoires > 0)
      stderr(
        `${compter(fec.provisoires, 'écriture')} ${fec.provisoires > 1 ? 'ne sont pas arrêtées' : 'n’est pas arrêtée'} : un fait neuf peut encore en changer la suite.\n`,
      )
    return 0
  },
}
